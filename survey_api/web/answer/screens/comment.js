/** A question in the person's own words: who reads it, what may show who wrote it, a text. */
import { button, h, show, words } from "../dom.js";
import { hints } from "../hints.js";
import { LONGEST, isMoment } from "../own-words.js";
import { day, t } from "../texts.js";
import { header } from "./parts.js";

/** @typedef {import("../visit.js").Visit} Visit */
/** @typedef {import("../questions.js").Question} Question */
/** @typedef {import("../own-words.js").Written} Written */

/** @type {Written} */
const EMPTY = { text: "", isStory: false, isAgreed: false };

/** @param {Visit} visit @returns {HTMLElement} who reads it from when, and what it can give away */
function before({ manifest: { described } }) {
  const who = (described.comment_readers ?? []).map(({ name }) => name).join(", ");
  const on = described.comments_on ? day(described.comments_on) : "";
  return h(
    "div",
    { class: "notice note", id: "before" },
    h("p", {}, t("comment.who", { who, on })),
    h("p", {}, h("strong", {}, t("comment.hint"))),
  );
}

/** @param {HTMLElement} place @param {string} text @param {string} group */
function point(place, text, group) {
  const found = hints(text, group);
  const rows = found.map((one) =>
    h("li", {}, h("bdi", {}, t("comment.found.quote", { text: one.text })), " ", t(`comment.found.${one.kind}`)),
  );
  const card = () => [h("strong", {}, t("comment.found.heading")), h("ul", {}, rows), h("p", {}, t("comment.found.note"))];
  place.replaceChildren(...(found.length > 0 ? card() : []));
  place.hidden = found.length === 0;
}

/** @param {Written} written @param {() => void} onTick @returns {HTMLElement} */
function moment(written, onTick) {
  const half = h("p", { class: "small", "aria-live": "polite" });
  const tick = (/** @type {"isStory" | "isAgreed"} */ name, /** @type {string} */ key) => {
    const box = h("input", { type: "checkbox", name, checked: written[name] });
    box.addEventListener("change", () => {
      written[name] = box.checked;
      half.textContent = written.isStory !== written.isAgreed ? t("comment.moment.half") : "";
      onTick();
    });
    return h("label", { class: "tick-row" }, box, h("span", {}, t(key)));
  };
  return h(
    "fieldset",
    { class: "card moment" },
    h("legend", {}, t("comment.moment.title")),
    h("p", {}, t("comment.moment.text")),
    tick("isStory", "comment.moment.story"),
    tick("isAgreed", "comment.moment.agreed"),
    half,
  );
}

/**
 * @param {Visit} visit @param {Question} question
 * @param {{ i: number, n: number }} place
 * @param {{ onBack: () => void, onNext: () => void }} moves
 */
export function comment(visit, question, place, { onBack, onNext }) {
  const written = { ...EMPTY, ...question.written?.() };
  const group = visit.kept?.token?.label ?? "";
  const keep = () => question.write?.(written);
  const described = { "aria-labelledby": "statement", "aria-describedby": "before left" };
  const area = h("textarea", { name: "comment", rows: "6", maxlength: String(LONGEST), dir: "auto", ...described });
  const left = h("p", { class: "small", id: "left" });
  const found = h("div", { class: "notice note found", "aria-live": "polite" });
  const changed = () => {
    written.text = area.value;
    left.textContent = t("comment.count", { n: area.value.length, most: LONGEST });
    point(found, area.value, group);
    keep();
  };
  area.value = written.text;
  area.addEventListener("input", changed);
  changed();
  const onSkip = () => {
    question.skip();
    onNext();
  };
  header(visit.manifest.described.organisation, place.i / place.n);
  show(
    "comment",
    [
      h("p", { class: "count", id: "count" }, t("item.count", place)),
      words("h1", question.asked, { id: "statement", tabindex: "-1", "aria-describedby": "count before" }),
      before(visit),
      area,
      left,
      found,
      moment(written, keep),
    ],
    [
      button(t("item.back"), onBack, { class: "quiet" }),
      button(t("item.skip"), onSkip, { class: "quiet" }),
      button(t("item.next"), onNext, { class: "primary" }),
    ],
  );
}

/** @param {Written} written @returns {HTMLElement[]} as the review shows it */
export const reviewed = (written) => [
  h("p", { class: "given", dir: "auto" }, written.text),
  ...(isMoment(written) ? [h("p", { class: "small" }, t("review.moment"))] : []),
];
