/** The ballot code as the person can keep it: a file, a picture to scan, a text to copy. */
import { addressOf } from "../ballot-code.js";
import { button, h, heading, show } from "../dom.js";
import { codeOf } from "../keeping.js";
import { day, t } from "../texts.js";
import { header, lead, notice } from "./parts.js";

const FILE = "ballot-code.txt";
const MARGIN = 4;

/** @param {string} title @param {string} address */
function download(title, address) {
  const text = `${title}\n${address}\n`;
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  h("a", { href, download: FILE }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** @param {string} text @returns {Promise<SVGSVGElement>} fetches what draws it, the first time */
async function picture(text) {
  const { generate } = await import("../vendor/lean-qr.js");
  const { size, get } = generate(text);
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => (get(x, y) ? `M${x} ${y}h1v1h-1z` : "")).join(""),
  );
  const make = (/** @type {string} */ tag, /** @type {Record<string, string>} */ attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const whole = size + 2 * MARGIN;
  const frame = { class: "qr", role: "img", "aria-label": t("save.picture"), viewBox: `${-MARGIN} ${-MARGIN} ${whole} ${whole}` };
  const svg = /** @type {SVGSVGElement} */ (make("svg", frame));
  svg.append(make("path", { d: rows.join(""), "shape-rendering": "crispEdges" }));
  return svg;
}

/** @param {string} address @returns {HTMLElement} */
function scanned(address) {
  const place = h("div", { "aria-live": "polite" });
  const draw = () =>
    picture(address).then(
      (svg) => place.replaceChildren(svg, h("p", { class: "small" }, t("save.picture.how"))),
      () => place.replaceChildren(notice("note", t("save.picture.failed"))),
    );
  return h("section", { class: "card" }, h("h2", {}, t("save.scan.title")), h("p", {}, t("save.scan.text")),
    h("div", { class: "row" }, button(t("save.scan"), () => void draw(), { class: "plain" })), place);
}

/** @param {string} address @returns {HTMLElement} */
function copied(address) {
  const area = h("textarea", { id: "address", rows: "4", readonly: true, dir: "ltr", class: "typed" }, address);
  const said = h("span", { role: "status", class: "small" });
  const byHand = () => {
    area.select();
    said.textContent = t("sent.copy_failed");
  };
  const copy = () => {
    const written = Promise.resolve().then(() => navigator.clipboard.writeText(address));
    written.then(() => (said.textContent = t("sent.copied")), byHand);
  };
  return h("section", { class: "card" }, h("label", { for: "address" }, t("save.copy.title")), area,
    h("div", { class: "row" }, button(t("save.copy"), copy, { class: "plain" }), said));
}

/** @param {import("../visit.js").Visit} visit @param {() => void} onBack */
export function save(visit, onBack) {
  const { described } = visit.manifest;
  const code = codeOf(visit);
  const address = addressOf(location.origin, code);
  visit.inCode = code.version;
  const line = t("save.file.line", { title: described.title, closes: day(described.closes) });
  const file = button(t("save.file"), () => download(line, address), { class: "plain" });
  header(described.organisation);
  show(
    "save",
    [
      heading(t("save.title")),
      lead("save.text", { closes: day(described.closes), n: code.version }),
      notice("warning", t("save.care")),
      h("section", { class: "card" }, h("h2", {}, t("save.file.title")), h("p", {}, t("save.file.text")), h("div", { class: "row" }, file)),
      scanned(address),
      copied(address),
    ],
    [button(t("save.back"), onBack, { class: "primary" })],
  );
}
