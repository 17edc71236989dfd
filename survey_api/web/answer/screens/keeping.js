/** The switch that lets answers survive a reload: off unless the person turns it on. */
import { h } from "../dom.js";
import { remember, unremember } from "../keeping.js";
import { t } from "../texts.js";

/** @param {import("../visit.js").Visit} visit @returns {HTMLElement} */
export function keeping(visit) {
  const onChange = (/** @type {Event} */ event) => {
    visit.isKeeping = /** @type {HTMLInputElement} */ (event.target).checked;
    void (visit.isKeeping ? remember(visit) : unremember(visit));
  };
  const how = { type: "checkbox", role: "switch", "aria-describedby": "keeping-why", change: onChange };
  return h(
    "div",
    { class: "card keeping" },
    h("label", {}, h("input", { ...how, checked: visit.isKeeping }), h("span", {}, t("keeping.label"))),
    h("p", { class: "small", id: "keeping-why" }, t("keeping.text")),
  );
}
