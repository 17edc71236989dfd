// Questionnaires: the editor gathers its parts in their order; a file is looked at before it is
// stored. What the API finds wrong is listed with its place.
(() => {
  const JSON_BODY = { "Content-Type": "application/json" };
  let fresh = 0;

  function word(form, name) {
    return form.querySelector(`[data-word="${CSS.escape(name)}"]`)?.textContent ?? name;
  }

  function say(form, place, text) {
    form.querySelector(place).textContent = text;
    form.querySelector(place).hidden = !text;
  }

  function cell(tag, text) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (tag === "th") made.scope = "col";
    return made;
  }

  /** What is wrong, as a table: line, place, what, and what to do. */
  function list(form, mistakes) {
    const found = form.querySelector(".instrument-found");
    found.hidden = !mistakes.length;
    const heads = ["line", "where", "what", "remedy"];
    const table = document.createElement("table");
    table.className = "plain-table";
    table.createTHead().insertRow().append(
      ...heads.map((one) => cell("th", word(form, one === "line" ? "head.line" : one))),
    );
    const body = table.createTBody();
    for (const one of mistakes) {
      body.insertRow().append(...heads.map((name) => cell("td", String(one[name] ?? ""))));
    }
    found.replaceChildren(table);
  }

  async function post(form, action, said) {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    const request = { method: "POST", headers: JSON_BODY, body: JSON.stringify(said) };
    const reply = await fetch(action, request).catch(() => null);
    const found = (await reply?.json().catch(() => null)) ?? {};
    for (const button of form.querySelectorAll("button")) button.disabled = false;
    return { ok: reply?.ok ?? false, found, isAway: reply === null };
  }

  function refuse(form, { found, isAway }) {
    say(form, ".failed", isAway ? form.dataset.away : (found.detail ?? ""));
    list(form, (found.errors ?? []).filter((one) => one.what));
  }

  /** One field of a part; "text.en" becomes an entry of its text. */
  function put(into, field) {
    const [name, language] = field.name.split(".");
    const said = field.type === "checkbox" ? field.checked : field.value.trim();
    if (language === undefined) into[name] = said;
    else (into[name] ??= {})[language] = said;
  }

  const isSaid = (part) => part.id || Object.values(part.text ?? {}).some(Boolean);

  function gathered(form) {
    const all = { items: [], scales: [], comments: [] };
    for (const part of form.querySelectorAll("[data-part]")) {
      const one = {};
      for (const field of part.elements) if (field.name) put(one, field);
      all[part.dataset.part].push(one);
    }
    all.comments = all.comments.filter(isSaid);
    for (const field of form.elements) {
      if (field.name && !field.closest("[data-part]")) put(all, field);
    }
    return all;
  }

  /** Another part like the last, empty; every field keeps a label of its own. */
  function another(button) {
    const parts = button.parentElement.querySelector(".parts");
    const made = parts.lastElementChild.cloneNode(true);
    fresh += 1;
    for (const field of made.querySelectorAll("input, textarea")) {
      const id = `${field.id}-${fresh}`;
      const label = made.querySelector(`label[for="${CSS.escape(field.id)}"]`);
      if (label) label.htmlFor = id;
      field.id = id;
      if (field.name !== "scale") field.value = "";
      field.checked = false;
    }
    parts.append(made);
    made.querySelector("input").focus();
  }

  function move(button) {
    const part = button.closest("[data-part]");
    const { move: where } = button.dataset;
    if (where === "up") part.previousElementSibling?.before(part);
    if (where === "down") part.nextElementSibling?.after(part);
    if (where !== "remove") return button.focus();
    if (part.parentElement.children.length === 1) return undefined;
    const next = part.nextElementSibling ?? part.previousElementSibling;
    part.remove();
    return next.querySelector("input").focus();
  }

  async function write(form) {
    say(form, ".failed", "");
    const answer = await post(form, form.getAttribute("action"), gathered(form));
    if (!answer.ok) return refuse(form, answer);
    const { id, version } = answer.found;
    return window.location.assign(`${form.dataset.then}?instrument=${id}&version=${version}`);
  }

  function source(form) {
    return { source: form.querySelector("textarea").value };
  }

  async function look(form) {
    for (const place of [".failed", ".done-note"]) say(form, place, "");
    const answer = await post(form, `${form.getAttribute("action")}/check`, source(form));
    if (!answer.ok) return refuse(form, answer);
    const { sheet, mistakes } = answer.found;
    list(form, mistakes);
    form.querySelector(".store").hidden = !sheet;
    if (!sheet) return say(form, ".failed", word(form, "mistakes"));
    const told = [word(form, "is_fine")];
    if (sheet.notices.length) told.push(word(form, "topics.why"));
    for (const one of sheet.notices) told.push(`${one.where}: ${one.word}.`);
    return say(form, ".done-note", told.join(" "));
  }

  async function store(form) {
    const answer = await post(form, form.getAttribute("action"), source(form));
    if (!answer.ok) return refuse(form, answer);
    return window.location.assign(`${form.dataset.then}?instrument=${answer.found.id}`);
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement)) return;
      const act = { "instrument-form": write, "instrument-file": look }[form.classList[0]];
      if (!act) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act(form);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button) return;
    if (button.matches(".part-more")) another(button);
    else if (button.matches("[data-move]")) move(button);
    else if (button.matches(".instrument-file .store")) store(button.form);
  });
  document.addEventListener("change", async (event) => {
    const form = event.target.closest?.(".instrument-file");
    if (!form) return;
    form.querySelector(".store").hidden = true;
    const file = event.target.files?.[0];
    if (file) form.querySelector("textarea").value = await file.text();
  });
})();
