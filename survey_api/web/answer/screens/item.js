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

/** @param {Visit} visit @param {number} index @param {Moves} moves */
export function item(visit, index, { onBack, onNext }) {
  const { items, options } = visit.questionnaire;
  const { id, text } = /** @type {{ id: string, text: string }} */ (items[index]);
  let isLeaving = false;
  const cards = options.map(({ value, label }) => {
    const isChosen = visit.answers.get(id) === value;
    const radio = h("input", { type: "radio", name: "answer", value: String(value), checked: isChosen });
    return h("label", { class: "option", click: onPointer }, radio, h("span", {}, label));
  });
  const count = h("p", { class: "count", id: "count" }, t("item.count", { i: index + 1, n: items.length }));
  const title = heading(text);
  title.setAttribute("aria-describedby", "count");
  const alert = h("div", { "aria-live": "assertive" });
  const group = h("div", { role: "radiogroup", "aria-labelledby": "statement", class: "options" }, cards);
  const form = h("form", { id: "item", submit: onSubmit, novalidate: true }, title, group, alert);
  title.id = "statement";
  form.addEventListener("keydown", (event) => onKey(form, event));

  /** A click that a pointer made: keyboards and arrows report a count of zero. */
  function onPointer(/** @type {Event} */ event) {
    if (/** @type {MouseEvent} */ (event).detail === 0 || isLeaving) return;
    isLeaving = true;
    setTimeout(() => form.isConnected && form.requestSubmit(), SEEN_MS);
  }

  function onSubmit(/** @type {Event} */ event) {
    event.preventDefault();
    const value = chosen(form);
    if (value === null) {
      alert.replaceChildren(notice("note", t("item.none")));
      return;
    }
    visit.answers.set(id, value);
    onNext();
  }

  function onSkip() {
    visit.answers.delete(id);
    onNext();
  }

  header(visit.manifest.described.organisation, (index + 1) / items.length);
  show("item", [count, form], [
    button(t("item.back"), onBack, { class: "quiet" }),
    button(t("item.skip"), onSkip, { class: "quiet" }),
    h("button", { type: "submit", form: "item", class: "primary" }, t("item.next")),
  ]);
}
