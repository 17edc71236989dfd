/** Sent: the receipt, and the choice between forgetting and keeping the way back. */
import { button, h, heading, icon, show } from "../dom.js";
import { day, t } from "../texts.js";
import { MOST_VERSIONS } from "../visit.js";
import { contacts, header } from "./parts.js";

/** @param {string} receipt */
function receiptCard(receipt) {
  const said = h("span", { role: "status", class: "small" });
  const copy = button(
    t("sent.copy"),
    () => {
      navigator.clipboard.writeText(receipt).then(
        () => (said.textContent = t("sent.copied")),
        () => (said.textContent = t("sent.copy_failed")),
      );
    },
    { class: "plain" },
  );
  return h(
    "section",
    { class: "card receipt", "aria-labelledby": "receipt-title" },
    h("h2", { id: "receipt-title" }, t("sent.receipt.title")),
    h("p", {}, t("sent.receipt.text")),
    h("code", { id: "receipt" }, receipt),
    h("div", { class: "row" }, copy, said),
  );
}

/**
 * @param {import("../visit.js").Visit} visit @param {string} receipt
 * @param {{ onFinish: () => void, onChange: () => void }} actions
 */
export function sent({ manifest: { described }, kept }, receipt, { onFinish, onChange }) {
  const closes = day(described.closes);
  const left = MOST_VERSIONS - (kept?.version ?? MOST_VERSIONS);
  header(described.organisation);
  show(
    "sent",
    [
      h("div", { class: "tick" }, icon("check")),
      heading(t("sent.title")),
      h("p", { class: "lead" }, t("sent.text", { closes })),
      receiptCard(receipt),
      h(
        "section",
        { class: "card" },
        h("h2", {}, t("sent.device.title")),
        h("p", {}, t(left > 0 ? "sent.device.text" : "sent.device.last", { closes })),
      ),
      contacts(described),
    ],
    [
      left > 0 && button(t("sent.change"), onChange, { class: "quiet" }),
      button(t("sent.finish"), onFinish, { class: "primary" }),
    ],
  );
}

/** @param {import("../manifest.js").Described} described */
export function finished(described) {
  header(described.organisation);
  show("finished", [
    h("div", { class: "tick" }, icon("check")),
    heading(t("finished.title")),
    h("p", { class: "lead" }, t("finished.text", { closes: day(described.closes) })),
    contacts(described),
  ]);
}
