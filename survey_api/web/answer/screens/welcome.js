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
    answer("bell", "welcome.reminder", plural("welcome.reminder.answer", reminders.at_most)),
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

/** @param {Visit} visit @returns {HTMLElement | null} what this device knows of an earlier visit */
function earlier({ kept, answers, cuts, comments }) {
  const said = (/** @type {string} */ key) => notice("note", t(`${key}.title`), h("p", {}, t(`${key}.text`)));
  if (isUsedUp(kept)) return said("welcome.last");
  if (answers.size + cuts.size + comments.size > 0) return said("welcome.kept");
  return kept?.isCast ? said("welcome.again") : null;
}

/** @param {Visit["kept"]} kept */
const isUsedUp = (kept) => (kept?.version ?? 0) >= MOST_VERSIONS;

/** @param {Visit} visit @param {EventListener} onStart @param {boolean} [quiet] */
export function welcome(visit, onStart, quiet = false) {
  const { manifest, questionnaire, kept } = visit;
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
      earlier(visit),
      voucher(visit),
      fourAnswers(visit),
      preview(visit),
      check(visit),
      keeping(visit),
      contacts(manifest.described),
    ],
    isUsedUp(kept) ? [] : [button(t("welcome.start"), onStart, { class: "primary" })],
    quiet,
  );
}
