/** The page stops: what is wrong, what it means for the answers, and the way on. */
import { button, h, heading, icon, show } from "../dom.js";
import { t } from "../texts.js";
import { contacts, lead } from "./parts.js";

const CALM = new Set(["closed", "used", "changes", "spent", "other_wave"]);

/**
 * @param {import("../refusal.js").Reason} reason
 * @param {import("../manifest.js").Described | null} described
 * @param {Record<"onCode" | "onSaved" | "onReceipt", (() => void) | null>} ways on, where they may help
 */
export function stop(reason, described, { onCode, onSaved, onReceipt }) {
  const tile = h("div", { class: "tile" }, icon(CALM.has(reason) ? "clock" : "stop"));
  const next = h("p", {}, t(`stop.${reason}.next`));
  const actions = [
    onCode && button(t("stop.type_code"), onCode, { class: "primary" }),
    onSaved && button(t("saved.title"), onSaved, { class: "primary" }),
    onReceipt && button(t("receipt.title"), onReceipt, { class: "primary" }),
  ].filter((action) => action !== null);
  const content = [tile, heading(t(`stop.${reason}.title`)), lead(`stop.${reason}.text`), next];
  show("stop", [...content, contacts(described)], actions);
  /** @type {HTMLElement} */ (document.querySelector("main")).dataset.reason = reason;
}
