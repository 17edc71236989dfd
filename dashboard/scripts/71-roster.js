// The roster file goes to the API as it is; the reply is one line of JSON for each step, so that
// whoever waits sees how far it is. Nothing is changed before the second button is pressed.
(() => {
  const form = document.querySelector(".roster-form");
  if (!form) return;
  const part = (name) => form.querySelector(name);
  const word = (name, values = {}) => {
    const text = part(`[data-word="${CSS.escape(name)}"]`)?.textContent ?? name;
    return text.replace(/\{(\w+)\}/g, (_all, key) => String(values[key] ?? ""));
  };

  function cell(tag, text) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (tag === "th") made.scope = "col";
    return made;
  }

  /** A table of rows of texts. */
  function show(head, rows) {
    const table = document.createElement("table");
    table.className = "plain-table";
    const top = table.createTHead().insertRow();
    top.append(...head.map((text) => cell("th", text)));
    const body = table.createTBody();
    for (const row of rows) body.insertRow().append(...row.map((text) => cell("td", text)));
    part(".roster-found").replaceChildren(table);
    part(".roster-found").hidden = false;
  }

  function say(place, text) {
    part(place).textContent = text;
    part(place).hidden = !text;
  }

  function stepped({ step, share }) {
    say(".roster-step", word(`step.${step}`));
    const bar = part("progress");
    if (share) bar.value = share;
    else bar.removeAttribute("value");
  }

  function reported(report) {
    const counts = Object.entries(report.counts).filter(([, number]) => number > 0);
    const rows = counts.map(([name, number]) => [word(`count.${name}`), String(number)]);
    show([word("change"), word("how_many")], rows);
    const told = [word(report.applied ? "done" : "would")];
    if (report.encoding === "Windows-1252") told.push(word("guessed"));
    say(".roster-done", told.join(" "));
    part(".roster-apply").hidden = report.applied;
  }

  function refused(problem) {
    say(".failed", problem.detail ?? form.dataset.away);
    const rows = (problem.errors ?? []).filter((one) => one.line);
    if (!rows.length) return;
    const heads = ["line", "column", "what", "remedy"];
    const texts = rows.map((one) => heads.map((name) => String(one[name] ?? "")));
    show(heads.map((name) => word(`head.${name}`)), texts);
    if (problem.n_errors > rows.length) say(".roster-done", word("more", { n: rows.length }));
  }

  function read(line) {
    const said = JSON.parse(line);
    if (said.report) reported(said.report);
    else if (said.problem) refused(said.problem);
    else stepped(said);
  }

  async function follow(reply) {
    const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines) if (line) read(line);
    }
  }

  async function send(isTrial) {
    const file = part("input[type=file]").files[0];
    if (!file) return;
    for (const place of [".failed", ".roster-done"]) say(place, "");
    for (const place of [".roster-found", ".roster-apply"]) part(place).hidden = true;
    part(".roster-progress").hidden = false;
    stepped({ step: "send", share: 0 });
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    try {
      const address = `${form.getAttribute("action")}?dry_run=${isTrial}`;
      const reply = await fetch(address, { method: "POST", body: file });
      if (reply.ok) await follow(reply);
      else refused(await reply.json());
    } catch {
      say(".failed", form.dataset.away);
    }
    part(".roster-progress").hidden = true;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    send(true);
  });
  form.addEventListener("change", () => (part(".roster-apply").hidden = true));
  part(".roster-apply").addEventListener("click", () => send(false));
})();
