/** While something is under way: opening, fetching the token, sending; and waiting for a network. */
import { button, h, heading, show } from "../dom.js";
import { t } from "../texts.js";
import { contacts, notice } from "./parts.js";

/** @param {"opening" | "token" | "sending" | "withdrawing"} what @param {boolean} [quiet] */
export function working(what, quiet = false) {
  const line = h("p", { class: "lead", role: "status" }, t(`working.${what}.text`));
  const track = h("div", { class: "track", "aria-hidden": "true" });
  show(what, [heading(t(`working.${what}.title`)), line, track], [], quiet);
}

/** @param {"opening" | "token" | "sending"} what @param {() => void} again */
export function waiting(what, again) {
  const warning = notice("warning", t(`waiting.${what}.title`), h("p", {}, t(`waiting.${what}.text`)));
  const title = heading(t(`working.${what}.title`));
  show(`${what}-waiting`, [title, warning, contacts(null)], [button(t("waiting.now"), again, { class: "primary" })]);
}
