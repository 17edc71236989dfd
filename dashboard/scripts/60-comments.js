// The desk of comment readers: themes, answers and what is not shown, by plain calls of the API.
// A refusal is said at the head of the desk; what was typed stays.
(() => {
  /** Send it; the page is drawn anew when it was done. */
  async function send(verb, address, said) {
    const reply = await fetch(address, {
      method: verb,
      headers: { "Content-Type": "application/json" },
      body: said && JSON.stringify(said),
    }).catch(() => null);
    if (reply?.ok) {
      window.location.reload();
      return;
    }
    const failed = document.querySelector(".comment-desk > .failed");
    failed.hidden = false;
    failed.scrollIntoView({ block: "center" });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.classList.contains("comment-form")) return;
    event.preventDefault();
    const said = Object.fromEntries(new FormData(form));
    send(form.dataset.verb, form.getAttribute("action"), said);
  });

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest(".comment-do");
    if (button) send(button.dataset.verb, button.dataset.address);
  });

  document.addEventListener("change", (event) => {
    const chosen = event.target;
    if (!(chosen instanceof HTMLSelectElement) || !chosen.matches(".comment-choice")) return;
    send("PUT", chosen.dataset.address, { theme: chosen.value || null });
  });
})();
