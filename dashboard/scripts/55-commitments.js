// Promises are made, reworded, kept and withdrawn by plain calls of the API. A refusal is said
// in the form, which keeps what was typed.
(() => {
  /** The named fields of a form; an empty choice is none at all. */
  function written(form) {
    const said = {};
    for (const field of form.elements) {
      if (field.name) said[field.name] = field.value.trim() || null;
    }
    if (form.dataset.version) said.version = Number(form.dataset.version);
    return said;
  }

  /** What a refusal says in the reader's language, else in the API's own words. */
  async function refusal(reply) {
    const problem = await reply.json().catch(() => ({}));
    const slug = String(problem.type ?? "").split(":").pop();
    const told = document.querySelector(`.problems [data-problem="${CSS.escape(slug)}"]`);
    const other = document.querySelector('.problems [data-problem="other"]');
    return told?.textContent ?? problem.detail ?? other?.textContent ?? "";
  }

  /** Where nothing was said: the network is away. */
  const away = () => document.querySelector('.problems [data-problem="other"]')?.textContent ?? "";

  async function send(form) {
    const reply = await fetch(form.getAttribute("action"), {
      method: form.dataset.verb ?? "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(written(form)),
    }).catch(() => null);
    if (reply?.ok) {
      window.location.reload();
      return;
    }
    const alert = form.querySelector(".failed");
    alert.textContent = reply === null ? away() : await refusal(reply);
    alert.hidden = false;
    form.querySelector("[type=submit]").disabled = false;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.classList.contains("promise-form")) return;
    event.preventDefault();
    form.querySelector(".failed").hidden = true;
    form.querySelector("[type=submit]").disabled = true;
    send(form);
  });
})();
