// Choosers navigate, looks are kept in cookies, sign-out ends the session. Callbacks of the
// dashboard only read; every write is a plain call of the API on the same origin.
(() => {
  const YEAR = 31536000;

  /** Keep the address, change one part of its query. */
  function go(name, value) {
    const address = new URL(window.location.href);
    address.searchParams.set(name, value);
    window.location.assign(address);
  }

  /** Remember how somebody wants to see it, then show it so. */
  function look(name, value) {
    const secure = window.location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
    const address = new URL(window.location.href);
    address.searchParams.delete("lang");
    window.location.replace(address);
  }

  document.addEventListener("change", (event) => {
    const chosen = event.target;
    if (chosen instanceof HTMLSelectElement && chosen.classList.contains("choose")) {
      go(chosen.name, chosen.value);
    }
  });

  document.addEventListener("click", async (event) => {
    if (!(event.target instanceof Element)) return;
    const theme = event.target.closest(".theme-switch");
    const language = event.target.closest(".language-switch");
    if (theme) look("safetosay_theme", theme.dataset.themeNext);
    if (language) look("safetosay_language", language.dataset.language);
    if (event.target.closest(".sign-out")) {
      const headers = { Accept: "application/json" };
      const reply = await fetch("/sign-out", { method: "POST", headers });
      window.location.assign((await reply.json()).then);
    }
    for (const menu of document.querySelectorAll(".menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
