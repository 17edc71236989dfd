/** Reads the personal link, whatever a mail gateway made of it, and clears the address bar. */
import { b64u, b64uDecode, crockfordDecode } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {{ wave: string, invitation: Bytes | null, isBroken: boolean }} Link */

const SECRET_BYTES = 16;
const ROUTE = "/w/";

/** @param {string} text @returns {string} percent-decoded as often as it was encoded, at most twice */
function decoded(text) {
  try {
    const once = decodeURIComponent(text);
    return /%[0-9a-f]{2}/i.test(once) ? decodeURIComponent(once) : once;
  } catch {
    return text;
  }
}

/** @param {string} text base64url, or the code as printed @returns {Bytes | null} */
export function readSecret(text) {
  for (const read of [b64uDecode, crockfordDecode]) {
    try {
      return read(text, SECRET_BYTES);
    } catch {
      continue;
    }
  }
  return null;
}

/**
 * @param {{ pathname: string, hash: string }} address @param {unknown} state history.state
 * @returns {Link}
 */
export function readLink(address, state) {
  const rest = decoded(address.pathname.slice(ROUTE.length) + address.hash);
  const [place = "", secret = ""] = rest.split("#", 2);
  const [wave = ""] = /^[\w-]*/.exec(place) ?? [];
  const text = secret.replace(/[?&/].*$/, "");
  const kept = /** @type {{ invitation?: unknown } | null} */ (state)?.invitation;
  const given = text || (typeof kept === "string" ? kept : "");
  const invitation = given === "" ? null : readSecret(given);
  return { wave, invitation, isBroken: given !== "" && invitation === null };
}

/**
 * The secret leaves the address bar and the history's list; this tab's own entry keeps it
 * so that a reload still works.
 * @param {string} wave @param {Bytes | null} invitation
 */
export function clearAddress(wave, invitation) {
  const state = invitation === null ? null : { invitation: b64u(invitation) };
  history.replaceState(state, "", ROUTE + encodeURIComponent(wave));
}
