/** What a leader will see, drawn with made-up numbers. */
import { h, icon, words } from "../dom.js";
import { decimal, pick, t } from "../texts.js";
import { outward } from "./parts.js";

const MADE_UP = [3.6, 4.1, 2.9];

/** @param {import("../texts.js").Worded} label @param {number} value on the answer scale, 1 to 5 */
function figure(label, value) {
  const dot = h("span", { class: "dot" });
  dot.style.setProperty("--at", String((value - 1) / 4));
  return h(
    "li",
    {},
    words("span", label, { class: "name" }),
    h("span", { class: "rail", "aria-hidden": "true" }, dot),
    h("span", { class: "value" }, decimal(value)),
  );
}

/** @param {import("../visit.js").Visit} visit @returns {HTMLDetailsElement} */
export function preview({ questionnaire, manifest: { described } }) {
  const { scales, locales } = questionnaire;
  const shown = scales.slice(0, MADE_UP.length).map(({ label }) => pick(label, locales));
  const { app = "" } = document.documentElement.dataset;
  const page = `${app}/dashboard/example?lang=${document.documentElement.lang}`;
  return h(
    "details",
    { class: "card" },
    h("summary", {}, t("preview.title")),
    h("p", {}, t("preview.text", { k: described.k, big: described.policy.big })),
    h(
      "figure",
      { class: "example" },
      h("figcaption", {}, h("strong", {}, t("preview.group")), h("span", { class: "chip" }, t("preview.band"))),
      h("ul", {}, shown.map((name, i) => figure(name, MADE_UP[i] ?? 3)),
        h("li", { class: "not-shown" }, icon("lock"), t("preview.not_shown"))),
    ),
    h("p", { class: "small" }, t("preview.never")),
    h("p", {}, outward(page, t("preview.open"))),
  );
}
