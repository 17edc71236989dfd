/** After the close: is my envelope in the list that was counted? Checked here, not by a server. */
import { h, heading, show } from "../dom.js";
import { NotReached } from "../network.js";
import { lookUp, readReceipt } from "../receipts.js";
import { t } from "../texts.js";
import { contacts, lead, notice } from "./parts.js";

const FIELD = {
  id: "receipt-text",
  rows: "4",
  dir: "ltr",
  autocomplete: "off",
  autocapitalize: "characters",
  spellcheck: "false",
  maxlength: "200",
  "aria-describedby": "receipt-hint",
};
const GOOD = new Set(["found", "unpublished"]);

/** @param {string} wave @param {string} text @returns {Promise<HTMLElement>} what was found, in words */
async function found(wave, text) {
  const leaf = readReceipt(text);
  if (leaf === null) return notice("warning", t("receipt.incomplete"));
  try {
    const { state, n, fingerprint } = await lookUp(wave, leaf);
    const said = h("p", {}, t(`receipt.${state}.text`, { n, fingerprint }));
    return notice(GOOD.has(state) ? "note" : "warning", t(`receipt.${state}.title`), said);
  } catch (error) {
    const isSilent = error instanceof NotReached;
    return notice("warning", t(isSilent ? "waiting.opening.title" : "receipt.failed"));
  }
}

/** @param {string} wave @param {string} mine the receipt that this device keeps, or "" */
export function receipt(wave, mine) {
  const before = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#receipt-text"));
  const input = h("textarea", FIELD, before?.value ?? mine);
  const result = h("div", { role: "status" });
  const form = h(
    "form",
    { id: "receipt-form", class: "card", submit: onSubmit, novalidate: true },
    h("label", { for: "receipt-text" }, t("sent.receipt.title")),
    h("p", { class: "small", id: "receipt-hint" }, t(mine ? "receipt.kept" : "receipt.hint")),
    input,
    result,
  );

  async function onSubmit(/** @type {Event} */ event) {
    event.preventDefault();
    result.replaceChildren(h("p", { class: "lead" }, t("receipt.looking")));
    result.replaceChildren(await found(wave, input.value.trim()));
  }

  const go = h("button", { type: "submit", form: "receipt-form", class: "primary" }, t("receipt.check"));
  show("receipt", [heading(t("receipt.title")), lead("receipt.text"), form, contacts(null)], [go]);
}
