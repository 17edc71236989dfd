/** The language switch in the head of the page; the choice lives as long as the page is open. */
import { fetchTexts, speak, t } from "./texts.js";

const select = () => /** @type {HTMLSelectElement} */ (document.querySelector("#language select"));

/** Speaks what the server chose for the document. */
export const begin = () => speak(document.documentElement.lang || "en");

/**
 * Shows the switch where there is a choice. The other languages are fetched when somebody reaches
 * for it, not before: most visits need one.
 * @param {() => void} redraw draws the present screen again
 */
export function offer(redraw) {
  const list = select();
  const head = /** @type {HTMLElement} */ (list.closest("label"));
  list.value = document.documentElement.lang;
  head.hidden = list.options.length < 2;
  const fetchAll = () => Array.from(list.options, ({ value }) => fetchTexts(value).catch(() => {}));
  for (const reach of ["pointerenter", "focus"]) list.addEventListener(reach, fetchAll, { once: true });
  list.addEventListener("change", () => void change(list, redraw));
}

/** @param {HTMLSelectElement} list @param {() => void} redraw */
async function change(list, redraw) {
  const root = document.documentElement;
  try {
    await speak(list.value);
  } catch {
    list.value = root.lang;
    return;
  }
  root.lang = list.value;
  root.dir = list.selectedOptions[0]?.dataset.direction ?? "ltr";
  const name = /** @type {HTMLElement} */ (list.closest("label")?.firstElementChild);
  name.textContent = t("language.label");
  redraw();
  list.focus();
}
