/** Shows which group the answers will count in: a stranger's name or size is a reason to stop. */
import { button, h, heading, show } from "../dom.js";
import { plural, t } from "../texts.js";
import { lead } from "./parts.js";

/**
 * @param {import("../protocol.js").Token} token
 * @param {{ onYes: EventListener, onNo: EventListener, onSave: EventListener }} actions
 */
export function group(token, { onYes, onNo, onSave }) {
  show(
    "group",
    [
      heading(t("group.title")),
      h(
        "div",
        { class: "card group" },
        h("p", { class: "name", dir: "auto" }, token.label),
        h("p", { class: "size" }, plural("group.size", token.eligible)),
      ),
      lead("group.stop"),
      h("p", {}, t("group.pooled")),
      h("p", { class: "later" }, t("group.save"), " ", button(t("save.open"), onSave, { class: "link" })),
    ],
    [button(t("group.no"), onNo, { class: "quiet" }), button(t("group.yes"), onYes, { class: "primary" })],
  );
}
