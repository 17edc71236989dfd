/**
 * Takes the secret out of the address bar and puts it into the form. Nothing is sent before
 * the button is pressed: mail scanners open links, and an opened link must stay good. Links to
 * other languages take it along, in the part of an address that is never sent.
 */
const secret = decodeURIComponent(location.hash.slice(1));
const field = document.getElementById("secret");
const byHand = document.getElementById("by-hand");
for (const other of document.querySelectorAll(".languages a")) other.hash = location.hash;
history.replaceState(null, "", location.pathname + location.search);
if (secret && field instanceof HTMLInputElement && byHand) {
  field.value = secret;
  byHand.hidden = true;
}
