/** Pieces that several screens share. */
import { h } from "../dom.js";
import { t } from "../texts.js";

/** @typedef {import("../manifest.js").Described} Described */

/** @param {string} [text] the organisation's own, in whatever direction it is written */
export const own = (text) => (text ? h("bdi", {}, text) : null);

/** @param {string} url @param {import("../dom.js").Child} text @returns {HTMLAnchorElement} opens beside this page */
export const outward = (url, text) =>
  h("a", { class: "outward", href: url, target: "_blank", rel: "noopener noreferrer" }, text);

/** @param {Described | null} described @returns {HTMLElement} help, and what this is not */
export function contacts(described) {
  const footer = document.documentElement.dataset;
  const help = described?.help_contact || footer.help;
  const report = described?.report_contact || footer.report;
  return h(
    "section",
    { class: "contacts", "aria-label": t("contacts.label") },
    h("p", {}, h("strong", {}, t("contacts.help")), " ", own(help) || t("contacts.ask_sender")),
    h("p", {}, h("strong", {}, t("contacts.not_reporting")), " ", t("contacts.report"), " ", own(report) || t("contacts.report_unknown")),
  );
}

/** @param {string} key @param {Record<string, string | number>} [values] @returns {HTMLParagraphElement} */
export const lead = (key, values) => h("p", { class: "lead" }, t(key, values));

/** @param {"note" | "warning"} tone @param {string} title @param {...(Node | string)} rest */
export const notice = (tone, title, ...rest) =>
  h("div", { class: `notice ${tone}`, role: tone === "warning" ? "alert" : undefined }, h("strong", {}, title), ...rest);

/** @param {string} organisation @param {number} share of the items that are behind, 0 to 1 */
export function header(organisation, share = 0) {
  const bar = /** @type {HTMLElement} */ (document.querySelector("#progress"));
  bar.hidden = share <= 0;
  bar.style.setProperty("--share", String(share));
  const name = /** @type {HTMLElement} */ (document.querySelector("#organisation"));
  name.textContent = organisation;
}
