/** Before answers are taken back: what an empty envelope does and does not do. */
import { button, h, heading, show } from "../dom.js";
import { plural, t } from "../texts.js";
import { MOST_VERSIONS } from "../visit.js";
import { contacts, header, lead } from "./parts.js";

/**
 * @param {import("../visit.js").Visit} visit
 * @param {{ onBack: () => void, onYes: () => void }} moves
 */
export function withdraw({ manifest: { described }, kept }, { onBack, onYes }) {
  const left = MOST_VERSIONS - (kept?.version ?? 0) - 1;
  header(described.organisation);
  show(
    "withdraw",
    [
      heading(t("withdraw.title")),
      lead("withdraw.text"),
      h("p", {}, t("withdraw.seen")),
      h("p", { class: "later" }, left > 0 ? plural("withdraw.left", left) : t("withdraw.left.zero")),
      contacts(described),
    ],
    [button(t("item.back"), onBack, { class: "quiet" }), button(t("withdraw.yes"), onYes, { class: "primary" })],
  );
}
