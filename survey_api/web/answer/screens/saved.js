/** Going on with a saved code: pasted, or chosen as the file. */
import { MARK, addressOf, decode } from "../ballot-code.js";
import { b64u } from "../bytes.js";
import { button, h, heading, show } from "../dom.js";
import { t } from "../texts.js";
import { contacts, lead, notice } from "./parts.js";

/** @typedef {import("../ballot-code.js").BallotCode} BallotCode */

const MOST_FILE_BYTES = 20_000;
const FIELD = {
  id: "saved-text",
  rows: "5",
  dir: "ltr",
  class: "typed",
  autocomplete: "off",
  autocapitalize: "off",
  spellcheck: "false",
  "aria-describedby": "saved-hint",
};

/** @param {BallotCode} code @returns {HTMLElement} the way to the survey it belongs to */
function elsewhere(code) {
  const go = button(t("saved.other.go"), () => location.assign(addressOf(location.origin, code)), { class: "link" });
  return notice("note", t("saved.other"), h("div", {}, go));
}

/** @param {string} wave @param {{ onCode: (code: BallotCode) => void, onType: () => void }} ways on */
export function saved(wave, { onCode, onType }) {
  const before = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#saved-text"));
  const area = h("textarea", FIELD, before?.value ?? "");
  const wrong = h("div", { "aria-live": "assertive" });
  const file = h("input", { type: "file", id: "saved-file", accept: ".txt,text/plain", hidden: true, change: () => void onFile() });

  /** @param {string} text */
  function take(text) {
    const code = decode(text);
    if (code !== null && b64u(code.wave) === wave) return onCode(code);
    wrong.replaceChildren(code === null ? notice("note", t("saved.wrong")) : elsewhere(code));
    if (code === null) area.setAttribute("aria-invalid", "true");
    area.focus();
  }

  async function onFile() {
    const chosen = file.files?.[0];
    file.value = "";
    if (chosen) take(chosen.size > MOST_FILE_BYTES ? "" : await chosen.text().catch(() => ""));
  }

  const form = h(
    "form",
    {
      id: "saved-form",
      class: "card",
      novalidate: true,
      submit: (event) => {
        event.preventDefault();
        take(area.value);
      },
    },
    h("label", { for: "saved-text" }, t("saved.label")),
    h("p", { class: "small", id: "saved-hint" }, t("saved.hint", { mark: `#${MARK}` })),
    area,
    wrong,
  );
  const chooser = h("div", { class: "row" }, button(t("saved.file"), () => file.click(), { class: "plain" }), file);
  const type = h("p", { class: "later" }, t("saved.type"), " ", button(t("code.title"), onType, { class: "link" }));
  const go = h("button", { type: "submit", form: "saved-form", class: "primary" }, t("code.go"));
  show("saved", [heading(t("saved.title")), lead("saved.text"), form, chooser, type, contacts(null)], [go]);
}
