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

/** @param {{ onSecret: (secret: import("../bytes.js").Bytes) => void, onReceipt: () => void }} ways on */
export function code({ onSecret, onReceipt }) {
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
  const later = h("p", { class: "later" }, t("code.later"), " ", button(t("receipt.title"), onReceipt, { class: "link" }));
  show("code", [heading(t("code.title")), lead("code.text"), form, later, contacts(null)], [go]);
}
