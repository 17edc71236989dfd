/**
 * Takes the secret out of the address bar and puts it into the form. Nothing is sent before
 * the button is pressed: mail scanners open links, and an opened link must stay good.
 */
const secret = decodeURIComponent(location.hash.slice(1));
const field = document.getElementById("secret");
const byHand = document.getElementById("by-hand");
history.replaceState(null, "", location.pathname + location.search);
if (secret && field instanceof HTMLInputElement && byHand) {
  field.value = secret;
  byHand.hidden = true;
}
