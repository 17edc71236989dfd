// Forms and buttons of those who run the survey: each is one plain call of the API. A refusal is
// said in the API's own words beside what was typed, which stays.
(() => {
  /** What one field says. */
  function said(field) {
    const kind = field.dataset.kind ?? field.closest(".slot-input")?.dataset.kind ?? "text";
    if (kind === "bool") return field.checked;
    if (kind === "secret") return field.value || null;
    const text = field.value.trim();
    if (kind === "plain") return text;
    if (kind === "lines") return text ? text.split(/\s*\n\s*/) : [];
    if (text === "") return null;
    return kind === "number" ? Number(text) : text;
  }

  function written(form) {
    const all = {};
    for (const field of form.elements) if (field.name) all[field.name] = said(field);
    return all;
  }

  /** Why the API refused, in its own words; for a field it could not read, that field's label. */
  async function refusal(reply, form) {
    const problem = await reply.json().catch(() => ({}));
    const fields = (problem.errors ?? []).map((one) => label(form, String(one.where ?? "")));
    return [problem.detail, ...fields].filter(Boolean).join(" ");
  }

  function label(form, where) {
    const field = form?.elements?.namedItem(where.split(".").pop());
    field?.setAttribute?.("aria-invalid", "true");
    return field?.labels?.[0]?.textContent ?? where;
  }

  async function call(place, action, verb, body) {
    return fetch(action, {
      method: verb,
      headers: { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch(() => null);
  }

  function tell(alert, text) {
    alert.textContent = text;
    alert.hidden = false;
  }

  function goOn(then) {
    if (then === "reload") window.location.reload();
    else window.location.assign(then);
  }

  /** What is said once, where it can be copied. */
  function reveal(form, said) {
    const box = form.parentElement.querySelector(".shown-once");
    for (const place of box.querySelectorAll("[data-shows]")) {
      const what = said[place.dataset.shows];
      if (place instanceof HTMLImageElement) place.src = what;
      else place.textContent = what;
    }
    box.hidden = false;
    form.hidden = form.classList.contains("goes");
    box.focus();
  }

  /** A file is kept under the name that it came with. */
  async function save(reply) {
    const named = /filename="([^"]+)"/.exec(reply.headers.get("Content-Disposition") ?? "");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await reply.blob());
    link.download = named?.[1] ?? "";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async function send(form) {
    const alert = form.querySelector(".failed");
    const button = form.querySelector("[type=submit]");
    alert.hidden = true;
    button.disabled = true;
    for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    const reply = await call(form, form.getAttribute("action"), form.dataset.verb, written(form));
    button.disabled = false;
    if (reply?.ok && form.dataset.then === "show") reveal(form, await reply.json());
    else if (reply?.ok && form.dataset.then === "save") await save(reply);
    else if (reply?.ok) goOn(form.dataset.then);
    else tell(alert, reply === null ? form.dataset.away : await refusal(reply, form));
  }

  /** The alert that belongs to a button; made when there is something to say. */
  function alertOf(button) {
    const after = button.parentElement.querySelector(":scope > .failed");
    if (after) return after;
    const made = document.createElement("p");
    made.className = "failed";
    made.setAttribute("role", "alert");
    button.after(made);
    return made;
  }

  async function act(button) {
    button.disabled = true;
    const { action, verb, away } = button.dataset;
    const body = button.dataset.said === undefined ? undefined : JSON.parse(button.dataset.said);
    const reply = await call(button, action, verb, body);
    button.disabled = false;
    if (reply?.ok) window.location.reload();
    else tell(alertOf(button), reply === null ? away : await refusal(reply, null));
  }

  /** Ask in the page; the first button to be reached is the one that does nothing. */
  function ask(button) {
    const box = document.createElement("span");
    box.className = "sure";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", button.dataset.sure);
    const text = document.createElement("span");
    text.textContent = button.dataset.sure;
    const [no, yes] = [button.dataset.no, button.dataset.yes].map((word) => {
      const made = document.createElement("button");
      Object.assign(made, { type: "button", className: "quiet", textContent: word });
      return made;
    });
    const over = () => {
      box.replaceWith(button);
      button.focus();
    };
    no.addEventListener("click", over);
    yes.addEventListener("click", () => {
      over();
      act(button);
    });
    box.append(text, no, yes);
    button.replaceWith(box);
    no.focus();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.classList.contains("api-form")) return;
    event.preventDefault();
    send(form);
  });

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest(".api-act");
    if (!button) return;
    if (button.dataset.sure) ask(button);
    else act(button);
  });
})();
