// Choosers navigate, the promise form posts to the API, sign-out ends the session.
// All writes are plain calls of the API on the same origin; callbacks of the dashboard only read.

/** Keep the address, change one part of its query. */
function go(name, value) {
  const address = new URL(window.location.href);
  address.searchParams.set(name, value);
  window.location.assign(address);
}

document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (chosen instanceof HTMLSelectElement && chosen.classList.contains("choose")) {
    go(chosen.name, chosen.value);
  }
});

document.addEventListener("click", async (event) => {
  if (event.target instanceof Element && event.target.closest(".sign-out")) {
    await fetch("/sign-out", { method: "POST" });
    window.location.assign("/sign-in");
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.classList.contains("promise-form")) return;
  event.preventDefault();
  const reply = await fetch(form.getAttribute("action"), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ what: form.what.value, due_on: form.due_on.value }),
  });
  if (reply.status === 201) window.location.reload();
  else form.querySelector(".failed").hidden = false;
});

// Dash has no date input of the browser's own kind; put one where the form keeps a place for it.
new MutationObserver(() => {
  const slot = document.querySelector(".due-slot:empty");
  if (!slot) return;
  const input = document.createElement("input");
  Object.assign(input, { type: "date", name: "due_on", id: "due_on", required: true });
  slot.append(input);
}).observe(document.documentElement, { childList: true, subtree: true });
