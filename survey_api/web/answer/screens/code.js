/** The other entrance: the 26 characters printed beside the link. */
import { button, h, heading, show } from "../dom.js";
import { readSecret } from "../invitation.js";
import { t } from "../texts.js";
import { contacts, lead, notice } from "./parts.js";

const FIELD = {
  id: "code",
  type: "text",
  dir: "ltr",
  autocomplete: "off",
  autocapitalize: "characters",
  spellcheck: "false",
  maxlength: "40",
  "aria-describedby": "code-hint",
};

/** @param {{ onSecret: (secret: import("../bytes.js").Bytes) => void, onSaved: () => void, onReceipt: () => void }} ways on */
export function code({ onSecret, onSaved, onReceipt }) {
  const before = /** @type {HTMLInputElement | null} */ (document.querySelector("#code"));
  const input = h("input", { ...FIELD, value: before?.value });
  const wrong = h("div", { "aria-live": "assertive" });
  const form = h(
    "form",
    { id: "code-form", class: "card", submit: onSubmit, novalidate: true },
    h("label", { for: "code" }, t("code.label")),
    h("p", { class: "small", id: "code-hint" }, t("code.hint")),
    input,
    wrong,
  );

  function onSubmit(/** @type {Event} */ event) {
    event.preventDefault();
    const secret = readSecret(input.value.trim());
    if (secret !== null) return onSecret(secret);
    input.setAttribute("aria-invalid", "true");
    wrong.replaceChildren(notice("note", t("code.wrong")));
    input.focus();
  }

  const go = h("button", { type: "submit", form: "code-form", class: "primary" }, t("code.go"));
  const other = (/** @type {string} */ asked, /** @type {string} */ name, /** @type {() => void} */ act) =>
    h("p", { class: "later" }, t(asked), " ", button(t(name), act, { class: "link" }));
  const ways = [other("code.saved", "saved.title", onSaved), other("code.later", "receipt.title", onReceipt)];
  show("code", [heading(t("code.title")), lead("code.text"), form, ways, contacts(null)].flat(), [go]);
}
