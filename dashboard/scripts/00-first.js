// The first HTML stays until Dash has drawn the same page, then makes room for it; and places
// kept for inputs that Dash has no element for are filled.
(() => {
  /** Put a native input where a page keeps a place for one. */
  function fill(slot) {
    const { type = "text", name, value = "", id, required, max, min } = slot.dataset;
    const input = document.createElement("input");
    Object.assign(input, { type, name, id: id ?? name, required: required !== undefined });
    if (type === "checkbox") input.value = value || "on";
    else input.value = value;
    if (max) input.maxLength = Number(max);
    if (min) input.min = min;
    slot.append(input);
  }

  function settle() {
    for (const slot of document.querySelectorAll(".slot-input:empty")) fill(slot);
    const first = document.getElementById("first");
    if (first === null || document.querySelector("#later #page > *") === null) return;
    const focused = first.contains(document.activeElement) ? document.activeElement.id : "";
    const opened = [...first.querySelectorAll("details")].map((one) => one.open);
    first.remove();
    document.getElementById("later").hidden = false;
    document.querySelectorAll("#later details").forEach((one, at) => {
      if (opened[at] !== undefined) one.open = opened[at];
    });
    if (focused) document.getElementById(focused)?.focus();
    if (window.location.hash.length > 1) {
      document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
    }
  }

  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true });
  settle();
})();
