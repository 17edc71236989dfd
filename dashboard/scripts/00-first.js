// Dash draws the charts of a page at its end, out of sight; each is carried to the box that the
// page keeps for it. Its programs sleep until a box is near the window, or somebody prints.
// Places kept for inputs that Dash has no element for are filled.
(() => {
  /** Put a native input where a page keeps a place for one. */
  function fill(slot) {
    const { type = "text", name, value = "", id, required, max, min, autocomplete } = slot.dataset;
    const input = document.createElement("input");
    Object.assign(input, { type, name, id: id ?? name, required: required !== undefined });
    if (type === "checkbox") {
      input.value = value || "on";
      input.checked = Boolean(slot.dataset.checked);
    } else input.value = value;
    if (max) input.maxLength = Number(max);
    if (min) input.min = min;
    if (autocomplete) input.autocomplete = autocomplete;
    slot.append(input);
  }

  /** On paper nothing can be opened: tables stand open there, and close again afterwards. */
  function unfold() {
    for (const table of document.querySelectorAll("details.as-table:not([open])")) {
      table.open = true;
      window.addEventListener("afterprint", () => (table.open = false), { once: true });
    }
  }
  window.addEventListener("beforeprint", unfold);

  const slots = [...document.querySelectorAll(".slot-chart")];
  for (const slot of document.querySelectorAll(".slot-input:empty")) fill(slot);

  function carry() {
    const drawn = [...document.querySelectorAll("#drawing-board .carrier")];
    if (drawn.length < slots.length) return false;
    slots.forEach((slot, at) => {
      slot.className = "drawn";
      slot.append(drawn[at]);
    });
    document.documentElement.dataset.ready = "";
    return true;
  }

  /** Start the drawing programs, in their order. */
  function wake() {
    for (const asleep of document.querySelectorAll('script[type="text/x-asleep"]')) {
      const script = document.createElement("script");
      script.async = false;
      script.src = asleep.getAttribute("src");
      asleep.replaceWith(script);
    }
  }

  if (carry()) return;
  const board = document.getElementById("drawing-board");
  const drawing = new MutationObserver(() => carry() && drawing.disconnect());
  drawing.observe(board, { childList: true, subtree: true });
  const near = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      near.disconnect();
      wake();
    },
    { rootMargin: "300px" },
  );
  slots.forEach((slot) => near.observe(slot));
  window.addEventListener("beforeprint", wake);
})();
