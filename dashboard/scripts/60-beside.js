// A leader asks somebody to stand beside them, or takes that back: plain calls of the API.
(() => {
  /** Show the one sentence that fits what went wrong. */
  function complain(place, status) {
    for (const one of place.querySelectorAll(".failed")) {
      const isUnknown = status === 404 && place.querySelector(".failed.unknown") !== null;
      one.hidden = one.classList.contains("unknown") !== isUnknown;
    }
  }

  /** Send it; the page is drawn anew when it was done. */
  async function send(place, method, address, said) {
    const reply = await fetch(address, {
      method,
      headers: { "Content-Type": "application/json" },
      body: said && JSON.stringify(said),
    });
    if (reply.ok) window.location.reload();
    else complain(place, reply.status);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.classList.contains("beside-form")) return;
    event.preventDefault();
    send(form, "PUT", form.getAttribute("action"), { email: form.elements.email.value });
  });

  document.addEventListener("click", (event) => {
    const back = event.target instanceof Element && event.target.closest(".beside-back");
    if (back) send(back.closest(".beside-form"), "DELETE", back.dataset.address);
  });
})();
