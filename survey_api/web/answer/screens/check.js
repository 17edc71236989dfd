/** The details for whoever wants to check: fingerprint, keys, what was verified. */
import { b64u } from "../bytes.js";
import { h } from "../dom.js";
import { t } from "../texts.js";
import { outward } from "./parts.js";

/** @param {string} key @param {string | Node} value @param {string} [note] */
const row = (key, value, note) => [
  h("dt", {}, t(key)),
  h("dd", {}, value, note ? h("span", { class: "small" }, note) : null),
];

/** @param {import("../visit.js").Visit} visit @returns {HTMLDetailsElement} */
export function check({ manifest }) {
  const { described, fingerprint } = manifest;
  const people = described.units.reduce((sum, { eligible }) => sum + eligible, 0);
  const mono = (/** @type {string} */ text) => h("code", { dir: "ltr" }, text);
  const file = outward(`/manifest/${described.wave}`, t("check.manifest.link"));
  return h(
    "details",
    { class: "card check" },
    h("summary", {}, t("check.title")),
    h("p", {}, t("check.text")),
    h(
      "dl",
      {},
      row("check.fingerprint", h("code", { class: "big", dir: "ltr" }, fingerprint), t("check.fingerprint.note")),
      row("check.groups", t("check.groups.value", { n: described.units.length, people, k: described.k })),
      row("check.manifest", file, t("check.manifest.note")),
      row("check.hash", mono(b64u(manifest.hash))),
      row("check.client", described.client_sha256 ? mono(described.client_sha256) : t("check.client.none"), t("check.client.note")),
    ),
    h("h3", {}, t("check.done.title")),
    h("ul", {}, ["wave", "keys", "units", "items"].map((one) => h("li", {}, t(`check.done.${one}`)))),
    h("h3", {}, t("check.limits.title")),
    h("p", {}, t("check.limits.text")),
  );
}
