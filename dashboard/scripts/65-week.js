// Notes on the weekly step stay in this browser; only the wish about mails goes to the API.
(() => {
  const KEPT = "safetosay_week_";
  const MAILS = "/actions/week/mails";

  /** Show how the reader has it now. */
  function show(mails, { offered, paused }) {
    const state = offered ? (paused ? "paused" : "on") : "off";
    for (const one of mails.querySelectorAll(".step-state")) {
      one.hidden = one.dataset.state !== state;
    }
  }

  async function ask(mails, wish) {
    const asked = wish && {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(wish),
    };
    const reply = await fetch(MAILS, asked);
    mails.querySelector(".failed").hidden = reply.ok;
    if (reply.ok) show(mails, await reply.json());
  }

  function keep(box) {
    const name = KEPT + box.dataset.week;
    if (box.value) localStorage.setItem(name, box.value);
    else localStorage.removeItem(name);
  }

  document.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLTextAreaElement && target.matches(".step-notes")) keep(target);
  });

  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const wish = target.closest(".step-wish");
    if (wish) ask(wish.closest(".step-mails"), { paused: wish.dataset.paused === "true" });
    if (!target.closest(".step-forget")) return;
    Object.keys(localStorage)
      .filter((name) => name.startsWith(KEPT))
      .forEach((name) => localStorage.removeItem(name));
    document.querySelector(".step-notes").value = "";
    document.querySelector(".step-forgotten").hidden = false;
  });

  const box = document.querySelector(".step-notes");
  // Somebody fast has written before this script ran: what they wrote is theirs and stays.
  if (box?.value) keep(box);
  else if (box) box.value = localStorage.getItem(KEPT + box.dataset.week) ?? "";
  const mails = document.querySelector(".step-mails");
  if (mails) ask(mails);
})();
