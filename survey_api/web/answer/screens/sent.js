/** Sent: the receipt, and the choice between forgetting and keeping the way back. */
import { button, h, heading, icon, show } from "../dom.js";
import { stay } from "../keeping.js";
import { day, plural, t } from "../texts.js";
import { MOST_VERSIONS } from "../visit.js";
import { contacts, header, lead, outward, own } from "./parts.js";

/** @param {string} url @returns {import("../dom.js").Child} an address as people say it */
const named = (url) => own(url.replace(/^https?:\/\//, ""));

/** @returns {HTMLParagraphElement} where the receipt can be checked after the close */
function place() {
  const address = location.origin + location.pathname;
  const [before = "", after = ""] = t("sent.receipt.later", { place: "\n", receipt: t("receipt.title") }).split("\n");
  return h("p", { class: "small" }, before, outward(address, named(address)), after);
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

/** @param {import("../visit.js").Receipt} receipt */
function receiptCard({ text, whole }) {
  const said = h("span", { role: "status", class: "small" });
  const copy = button(
    t("sent.copy"),
    () => {
      Promise.resolve().then(() => navigator.clipboard.writeText(whole)).then(
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
    h("code", { id: "receipt", dir: "ltr" }, text),
    place(),
    h("div", { class: "row" }, copy, said),
  );
}

/** @typedef {import("../visit.js").Visit} Visit */

/** @param {Visit} visit @returns {HTMLElement} the switch that keeps the way back: off unless turned on */
function staying(visit) {
  const said = h("p", { class: "small", role: "status" });
  const onChange = async (/** @type {Event} */ event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    visit.isStaying = box.checked;
    const isKept = await stay(visit);
    if (!isKept) visit.isStaying = box.checked = false;
    said.textContent = isKept ? "" : t("later.stay.failed");
  };
  const how = { type: "checkbox", role: "switch", "aria-describedby": "stay-why", change: (/** @type {Event} */ event) => void onChange(event) };
  const closes = day(visit.manifest.described.closes);
  return h(
    "div",
    { class: "keeping" },
    h("label", {}, h("input", { ...how, checked: visit.isStaying }), h("span", {}, t("later.stay"))),
    h("p", { class: "small", id: "stay-why" }, t("later.stay.text", { closes })),
    said,
  );
}

/** @param {Visit} visit */
const changing = ({ isBlank }) => t(isBlank ? "withdrawn.change" : "sent.change");

/**
 * @param {Visit} visit @param {{ onSave: () => void, onWithdraw: () => void }} ways
 * @returns {HTMLElement} how answers can be changed from here on
 */
function later(visit, { onSave, onWithdraw }) {
  const closes = day(visit.manifest.described.closes);
  const left = MOST_VERSIONS - (visit.kept?.version ?? MOST_VERSIONS);
  const isBehind = visit.inCode > 0 && visit.inCode <= MOST_VERSIONS - left;
  const title = h("h2", {}, t("later.title"));
  if (left <= 0) return h("section", { class: "card" }, title, h("p", {}, t("later.last")));
  return h(
    "section",
    { class: "card" },
    title,
    h("p", {}, plural("later.text", left, { closes, change: changing(visit) })),
    staying(visit),
    h("h3", {}, t("save.title")),
    h("p", {}, t(isBehind ? "later.save.again" : "later.save")),
    h("div", { class: "row" }, button(t("save.open"), onSave, { class: "plain" })),
    visit.isBlank ? null : h("p", { class: "later" }, t("later.withdraw"), " ", button(t("withdraw.open"), onWithdraw, { class: "link" })),
  );
}

/**
 * @param {Visit} visit @param {import("../visit.js").Receipt} receipt
 * @param {{ onFinish: () => void, onChange: () => void, onSave: () => void, onWithdraw: () => void }} actions
 */
export function sent(visit, receipt, { onFinish, onChange, ...ways }) {
  const { described } = visit.manifest;
  const isLast = (visit.kept?.version ?? MOST_VERSIONS) >= MOST_VERSIONS;
  const done = visit.isBlank ? "withdrawn" : "sent";
  header(described.organisation);
  show(
    "sent",
    [
      h("div", { class: "tick" }, icon("check")),
      heading(t(`${done}.title`)),
      lead(`${done}.text`),
      shareBack(described),
      receiptCard(receipt),
      later(visit, ways),
      contacts(described),
    ],
    [
      !isLast && button(changing(visit), onChange, { class: "quiet" }),
      button(t("sent.finish"), onFinish, { class: "primary" }),
    ],
  );
}

/** @param {Visit} visit */
export function finished({ manifest: { described }, isStaying, code }) {
  const left = isStaying ? "finished.stays" : code ? "finished.counts" : "finished.text";
  header(described.organisation);
  show("finished", [
    h("div", { class: "tick" }, icon("check")),
    heading(t("finished.title")),
    lead(left, { closes: day(described.closes) }),
    shareBack(described),
    contacts(described),
  ]);
}
