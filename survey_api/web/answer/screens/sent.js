/** Sent: the receipt, and the choice between forgetting and keeping the way back. */
import { button, h, heading, icon, show } from "../dom.js";
import { day, t } from "../texts.js";
import { MOST_VERSIONS } from "../visit.js";
import { contacts, header, lead, outward, own } from "./parts.js";

/** @param {string} url @returns {import("../dom.js").Child} an address as people say it */
const named = (url) => own(url.replace(/^https?:\/\//, ""));

/** @returns {HTMLParagraphElement} where the receipt can be checked after the close */
function later() {
  const place = location.origin + location.pathname;
  const [before = "", after = ""] = t("sent.receipt.later", { place: "\n", receipt: t("receipt.title") }).split("\n");
  return h("p", { class: "small" }, before, outward(place, named(place)), after);
}

/** @param {import("../manifest.js").Described} described @returns {HTMLElement} what comes of it, and when */
function shareBack({ closes, results, comments_on: commentsOn }) {
  const { app = "" } = document.documentElement.dataset;
  const days = { closes: day(closes), leader: results ? day(results.leader_on) : "", team: results ? day(results.team_on) : "" };
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("results.title")),
    h("p", {}, t(results ? "results.stages" : "results.together", days)),
    commentsOn ? h("p", {}, t("results.comments", { day: day(commentsOn) })) : null,
    h("p", {}, t("results.where")),
    h("p", {}, outward(`${app}/dashboard/`, named(app))),
  );
}

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
    h("code", { id: "receipt", dir: "ltr" }, receipt),
    later(),
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
      lead("sent.text"),
      shareBack(described),
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
    lead("finished.text"),
    shareBack(described),
    contacts(described),
  ]);
}
