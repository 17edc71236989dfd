/** One statement and its answers, as full-width cards. */
import { button, h, heading, show } from "../dom.js";
import { t } from "../texts.js";
import { header, notice } from "./parts.js";

/** @typedef {import("../visit.js").Visit} Visit */
/** @typedef {{ onBack: () => void, onNext: () => void }} Moves */

const SEEN_MS = 180;

/** @param {HTMLFormElement} form @returns {number | null} */
function chosen(form) {
  const value = new FormData(form).get("answer");
  return value === null ? null : Number(value);
}

/**
 * Digits choose and Enter goes on; arrows stay with the radio buttons.
 * @param {HTMLFormElement} form @param {KeyboardEvent} event
 */
function onKey(form, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const radios = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input"));
  const radio = /^[1-9]$/.test(event.key) ? radios[Number(event.key) - 1] : undefined;
  if (radio) {
    radio.checked = true;
    radio.focus();
  } else if (event.key === "Enter" && event.target instanceof HTMLHeadingElement) {
    form.requestSubmit();
    event.preventDefault();
  }
}

/**
 * Goes on after a click that a pointer made: keyboards and arrows report a count of zero.
 * @param {HTMLFormElement} form
 */
function advanceOnPointer(form) {
  let isLeaving = false;
  form.addEventListener("click", (event) => {
    const isOption = event.target instanceof Element && event.target.closest(".option");
    if (event.detail === 0 || !isOption || isLeaving) return;
    isLeaving = true;
    setTimeout(() => form.isConnected && form.requestSubmit(), SEEN_MS);
  });
}

/** @param {Visit} visit @param {string} id @returns {HTMLLabelElement[]} */
function cards({ questionnaire, answers }, id) {
  return questionnaire.options.map(({ value, label }) => {
    const checked = answers.get(id) === value;
    const radio = h("input", { type: "radio", name: "answer", value: String(value), checked });
    return h("label", { class: "option" }, radio, h("span", {}, label));
  });
}

/**
 * @param {Visit} visit @param {{ id: string, text: string }} asked @param {() => void} onNext
 * @returns {HTMLFormElement}
 */
function statement(visit, { id, text }, onNext) {
  const title = heading(text);
  title.id = "statement";
  title.setAttribute("aria-describedby", "count");
  const labelled = { role: "radiogroup", "aria-labelledby": "statement", class: "options" };
  const hint = h("div", { "aria-live": "assertive" });
  const form = h("form", { id: "item", novalidate: true }, title, h("div", labelled, cards(visit, id)), hint);
  form.addEventListener("keydown", (event) => onKey(form, event));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = chosen(form);
    if (value === null) return hint.replaceChildren(notice("note", t("item.none")));
    visit.answers.set(id, value);
    onNext();
  });
  advanceOnPointer(form);
  return form;
}

/** @param {Visit} visit @param {number} index @param {Moves} moves */
export function item(visit, index, { onBack, onNext }) {
  const { items } = visit.questionnaire;
  const asked = /** @type {{ id: string, text: string }} */ (items[index]);
  const place = { i: index + 1, n: items.length };
  const onSkip = () => {
    visit.answers.delete(asked.id);
    onNext();
  };
  header(visit.manifest.described.organisation, place.i / place.n);
  show(
    "item",
    [h("p", { class: "count", id: "count" }, t("item.count", place)), statement(visit, asked, onNext)],
    [
      button(t("item.back"), onBack, { class: "quiet" }),
      button(t("item.skip"), onSkip, { class: "quiet" }),
      h("button", { type: "submit", form: "item", class: "primary" }, t("item.next")),
    ],
  );
}
