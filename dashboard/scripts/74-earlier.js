// A file of earlier results is looked at before it is brought in.
(() => {
  const form = document.querySelector(".earlier-form");
  if (!form) return;
  const part = (name) => form.querySelector(name);
  const word = (name) => part(`[data-word="${CSS.escape(name)}"]`)?.textContent ?? name;

  function say(place, text) {
    part(place).textContent = text;
    part(place).hidden = !text;
  }

  function cell(tag, text) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (tag === "th") made.scope = "col";
    return made;
  }

  function list(mistakes) {
    const heads = ["line", "where", "what", "remedy"];
    const table = document.createElement("table");
    table.className = "plain-table";
    table.createTHead().insertRow().append(...heads.map((name) => cell("th", word(name))));
    const body = table.createTBody();
    for (const one of mistakes) {
      body.insertRow().append(...heads.map((name) => cell("td", String(one[name] ?? ""))));
    }
    part(".instrument-found").replaceChildren(table);
    part(".instrument-found").hidden = !mistakes.length;
  }

  async function said(trial) {
    const fields = form.elements;
    const [file] = fields.namedItem("file").files;
    return {
      title: fields.namedItem("title").value.trim(),
      source: fields.namedItem("source").value.trim(),
      held_on: fields.namedItem("held_on").value || null,
      content: file ? await file.text() : "",
      trial,
    };
  }

  function told({ result, few, subtraction, unknown }) {
    const counts = { figures: result.n_figures, units: result.n_units, few, subtraction, unknown };
    return word("would").replace(/\{(\w+)\}/g, (_all, key) => String(counts[key]));
  }

  async function send(trial) {
    for (const place of [".failed", ".done-note"]) say(place, "");
    list([]);
    part(".store").hidden = true;
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    const body = JSON.stringify(await said(trial));
    const headers = { "Content-Type": "application/json" };
    const request = { method: "POST", headers, body };
    const reply = await fetch(form.getAttribute("action"), request).catch(() => null);
    const found = (await reply?.json().catch(() => null)) ?? {};
    for (const button of form.querySelectorAll("button")) button.disabled = false;
    if (reply?.ok && !trial) return window.location.reload();
    if (reply?.ok) {
      part(".store").hidden = false;
      return say(".done-note", told(found));
    }
    list((found.errors ?? []).filter((one) => one.what));
    return say(".failed", reply === null ? form.dataset.away : (found.detail ?? ""));
  }

  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      send(true);
    },
    true,
  );
  form.addEventListener("change", () => (part(".store").hidden = true));
  part(".store").addEventListener("click", () => send(false));
})();
