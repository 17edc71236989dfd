/** Reads the personal link, whatever a mail gateway made of it, and clears the address bar. */
import { MARK, decode, encode } from "./ballot-code.js";
import { b64u, b64uDecode, crockfordDecode } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {import("./visit.js").Entrance} Entrance */
/** @typedef {{ wave: string, entrance: Entrance | null, isBroken: boolean, isDamaged: boolean }} Link */

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

/** @param {string} text a secret or a ballot code @returns {Entrance | null} */
function readEntrance(text) {
  const code = text.startsWith(MARK) ? decode(text) : null;
  const secret = code === null ? readSecret(text) : code.seed;
  return secret && { secret, code };
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
  const kept = /** @type {{ entrance?: unknown } | null} */ (state)?.entrance;
  const given = text || (typeof kept === "string" ? kept : "");
  const entrance = readEntrance(given);
  const isBroken = given !== "" && entrance === null;
  return { wave, entrance, isBroken, isDamaged: isBroken && given.startsWith(MARK) };
}

/**
 * The secret leaves the address bar and the history's list; this tab's own entry keeps it
 * so that a reload still works.
 * @param {string} wave @param {Entrance | null} entrance
 */
export function clearAddress(wave, entrance) {
  const text = entrance && (entrance.code ? MARK + encode(entrance.code) : b64u(entrance.secret));
  history.replaceState(text && { entrance: text }, "", ROUTE + encodeURIComponent(wave));
}
