// A mail's words beside how it looks: what is typed is tried by the API, which stores nothing, and
// the reply is drawn. The HTML stands in a frame that may run no script and reach nothing.
(() => {
  const form = document.querySelector(".mail-form");
  const place = document.querySelector(".mail-html");
  if (!form || !place) return;
  const frame = document.createElement("iframe");
  const wrong = document.querySelector(".mail-wrong");
  const WAIT = 350;
  let timer = 0;
  let asked = 0;

  frame.title = place.dataset.title;
  frame.setAttribute("sandbox", "");
  frame.srcdoc = place.dataset.html;
  place.append(frame);

  function written() {
    const said = {};
    for (const field of form.elements) {
      if (field.name) said[field.name] = field.value.trim() === "" ? null : field.value;
    }
    return JSON.stringify(said);
  }

  function show(found) {
    frame.srcdoc = found.html;
    document.querySelector(".mail-subject").textContent = found.subject;
    document.querySelector(".mail-text").textContent = found.text;
  }

  function tell(text) {
    wrong.textContent = text;
    wrong.hidden = !text;
  }

  async function look() {
    const mine = ++asked;
    const reply = await fetch(`${form.getAttribute("action")}/preview`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: written(),
    }).catch(() => null);
    const found = await reply?.json().catch(() => null);
    if (mine !== asked) return;
    if (reply?.ok && found) show(found);
    tell(reply?.ok ? "" : (found?.detail ?? form.dataset.away));
  }

  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, WAIT);
  });
})();
