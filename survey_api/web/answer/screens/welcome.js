/** The first screen: what happens to the answers, said before anything is asked. */
import { button, h, heading, icon, show, words } from "../dom.js";
import { day, pick, plural, t } from "../texts.js";
import { MOST_VERSIONS } from "../visit.js";
import { check } from "./check.js";
import { keeping } from "./keeping.js";
import { contacts, header, notice, own } from "./parts.js";
import { preview } from "./preview.js";

/** @typedef {import("../visit.js").Visit} Visit */

const SECONDS_PER_ITEM = 8;

/** @param {{ name: string, role: string }[]} custodians */
const named = (custodians) =>
  custodians.map(({ name, role }) => (role ? `${name} (${role})` : name)).join(", ");

/** @param {Parameters<typeof icon>[0]} shape @param {string} key @param {...string} paragraphs */
const answer = (shape, key, ...paragraphs) =>
  h(
    "section",
    { class: "answer" },
    icon(shape),
    h("div", {}, h("h2", {}, t(`${key}.question`)), paragraphs.map((text) => h("p", {}, text))),
  );

/** @param {{ at_most: number, targeted: boolean }} reminders @returns {string} who is written to again */
const again = ({ at_most, targeted }) =>
  at_most === 0
    ? t("welcome.reminder.none")
    : plural(targeted ? "welcome.reminder.targeted" : "welcome.reminder.answer", at_most);

/** @param {Visit} visit @returns {HTMLElement} the four questions people ask first */
function fourAnswers({ manifest: { described } }) {
  const { k, policy, level, custodians, closes, reminders } = described;
  const who = named(custodians) || described.organisation;
  const values = { k, big: policy.big, who, closes: day(closes), organisation: described.organisation };
  return h(
    "div",
    { class: "card answers" },
    answer("link", "welcome.link", t("welcome.link.answer")),
    answer("lock", "welcome.who", t(`welcome.who.level${level}`, values), t("welcome.who.more", values)),
    answer("bell", "welcome.reminder", again(reminders)),
    answer("people", "welcome.alone", t("welcome.alone.answer", values), t("welcome.alone.limit")),
  );
}

/** @param {Visit} visit */
function voucher({ manifest: { described } }) {
  if (!described.voucher) return null;
  const initial = Array.from(described.voucher)[0] ?? "";
  return h(
    "div",
    { class: "voucher" },
    h("span", { class: "initial", "aria-hidden": "true" }, initial),
    h("p", {}, h("strong", {}, own(described.voucher)), " ", t("welcome.voucher")),
  );
}

/** @param {Visit} visit @returns {(HTMLElement | null)[]} what is known of an earlier visit, or of a code */
function earlier(visit) {
  const { kept, code, answers, cuts, comments } = visit;
  const said = (/** @type {string} */ key) => notice("note", t(`${key}.title`), h("p", {}, t(`${key}.text`)));
  if (isUsedUp(kept)) return [said("welcome.last")];
  if (kept?.isCast && !kept.token) return [said("welcome.spent")];
  const isBegun = answers.size + cuts.size + comments.size > 0;
  const known = isBegun ? "welcome.kept" : code ? `welcome.${code.kind}` : kept?.isCast ? "welcome.again" : "";
  return [known ? said(known) : null, code ? counting(visit, code.version) : null];
}

/**
 * Which version this will be. A code does not know what was sent since it was made.
 * @param {Visit} visit @param {number} least @returns {HTMLElement}
 */
function counting({ kept }, least) {
  const next = (kept?.version ?? 0) + 1;
  const numbers = Array.from({ length: MOST_VERSIONS - least + 1 }, (_, i) => least + i);
  const option = (/** @type {number} */ n) =>
    h("option", { value: String(n), selected: n === next }, t("version.option", { n, most: MOST_VERSIONS }));
  const onChange = (/** @type {Event} */ event) => {
    const chosen = Number(/** @type {HTMLSelectElement} */ (event.target).value);
    if (kept) kept.version = chosen - 1;
    const taking = /** @type {HTMLButtonElement} */ (document.querySelector("#withdraw"));
    taking.hidden = chosen === 1;
  };
  return h(
    "div",
    { class: "card version" },
    h("label", { for: "version" }, t("version.label")),
    h("select", { id: "version", "aria-describedby": "version-why", change: onChange }, numbers.map(option)),
    h("p", { class: "small", id: "version-why" }, t("version.text")),
  );
}

/** @param {Visit["kept"]} kept */
const isUsedUp = (kept) => (kept?.version ?? 0) >= MOST_VERSIONS;

/**
 * @param {Visit} visit @param {{ onStart: () => void, onWithdraw: () => void, onSaved: () => void }} moves
 * @returns {import("../dom.js").Child[]}
 */
function actions({ kept }, { onStart, onWithdraw, onSaved }) {
  if (isUsedUp(kept)) return [];
  if (kept?.isCast && !kept.token) return [button(t("saved.title"), onSaved, { class: "primary" })];
  return [
    button(t("withdraw.open"), onWithdraw, { class: "quiet", id: "withdraw", hidden: !kept?.version }),
    button(t("welcome.start"), onStart, { class: "primary" }),
  ];
}

/** @param {Visit} visit @param {Parameters<typeof actions>[1]} moves @param {boolean} [quiet] */
export function welcome(visit, moves, quiet = false) {
  const { manifest, questionnaire } = visit;
  const n = questionnaire.items.length;
  const minutes = Math.max(1, Math.round((n * SECONDS_PER_ITEM) / 60));
  header(manifest.described.organisation);
  const facts = [plural("welcome.items", n), plural("welcome.minutes", minutes)];
  const nCuts = questionnaire.cuts.length;
  if (nCuts > 0) facts.splice(1, 0, plural("welcome.cuts", nCuts));
  const nComments = manifest.described.comments ? questionnaire.comments.length : 0;
  if (nComments > 0) facts.splice(-1, 0, plural("welcome.comments", nComments));
  facts.push(t("welcome.until", { closes: day(manifest.described.closes) }));
  show(
    "welcome",
    [
      heading(manifest.described.title, { dir: "auto" }),
      words("p", pick(questionnaire.intro, questionnaire.locales), { class: "lead" }),
      h("ul", { class: "facts" }, facts.map((fact) => h("li", {}, fact))),
      ...earlier(visit),
      voucher(visit),
      fourAnswers(visit),
      preview(visit),
      check(visit),
      keeping(visit),
      contacts(manifest.described),
    ],
    actions(visit, moves),
    quiet,
  );
}
