/** One statement or question and its answers, as full-width cards. */
import { button, h, show, words } from "../dom.js";
import { t } from "../texts.js";
import { header, notice } from "./parts.js";

/** @typedef {import("../questions.js").Question} Question */
/** @typedef {{ onBack: () => void, onNext: () => void }} Moves */

const SEEN_MS = 180;

/** @param {HTMLFormElement} form @returns {string | null} the key of the chosen option */
function chosen(form) {
  const key = new FormData(form).get("answer");
  return key === null ? null : String(key);
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
    radio.click();
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

/** @param {Question} question @returns {HTMLLabelElement[]} */
function cards({ options, given }) {
  return options.map(({ key, label }) => {
    const checked = given() === key;
    const radio = h("input", { type: "radio", name: "answer", value: key, checked });
    return h("label", { class: "option" }, radio, words("span", label));
  });
}

/** @param {Question} question @param {() => void} onNext @returns {HTMLFormElement} */
function statement(question, onNext) {
  const described = { "aria-describedby": question.why ? "count why" : "count" };
  const title = words("h1", question.asked, { id: "statement", tabindex: "-1", ...described });
  const why = question.why ? h("p", { class: "lead", id: "why" }, question.why) : "";
  const labelled = { role: "radiogroup", "aria-labelledby": "statement", class: "options" };
  const hint = h("div", { "aria-live": "assertive" });
  const form = h("form", { id: "item", novalidate: true }, title, why, h("div", labelled, cards(question)), hint);
  form.addEventListener("keydown", (event) => onKey(form, event));
  form.addEventListener("change", () => question.choose(chosen(form) ?? ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (chosen(form) !== null) return onNext();
    hint.replaceChildren(notice("note", t("item.none")));
    hint.scrollIntoView({ block: "nearest" });
  });
  advanceOnPointer(form);
  return form;
}

/**
 * @param {string} organisation @param {Question} question
 * @param {{ i: number, n: number }} place @param {Moves} moves
 */
export function item(organisation, question, place, { onBack, onNext }) {
  const onSkip = () => {
    question.skip();
    onNext();
  };
  header(organisation, place.i / place.n);
  show(
    "item",
    [h("p", { class: "count", id: "count" }, t("item.count", place)), statement(question, onNext)],
    [
      button(t("item.back"), onBack, { class: "quiet" }),
      button(t("item.skip"), onSkip, { class: "quiet" }),
      h("button", { type: "submit", form: "item", class: "primary" }, t("item.next")),
    ],
  );
}
