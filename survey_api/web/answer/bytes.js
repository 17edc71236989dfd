/**
 * Bytes as text and text as bytes: base64url, Crockford base32, labels, hashes.
 *
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 */

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const encoder = new TextEncoder();

/** @param {string} name @returns {Bytes} the domain separator SAFETOSAY-<name>-v1 NUL */
export const label = (name) => encoder.encode(`SAFETOSAY-${name}-v1\0`);

/** @param {string} text @returns {Bytes} */
export const utf8 = (text) => encoder.encode(text);

/** @param {...Uint8Array} parts @returns {Bytes} */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
export const isEqual = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** @param {number} length @returns {Bytes} */
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** @param {Bytes} message @param {string} [hash] @returns {Promise<Bytes>} */
export async function digest(message, hash = "SHA-256") {
  return new Uint8Array(await crypto.subtle.digest(hash, message));
}

/** @param {Bytes} secret @param {Bytes} info @param {number} length @returns {Promise<Bytes>} */
export async function hkdf(secret, info, length) {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, length * 8));
}

/** @param {Uint8Array} bytes @returns {string} base64url without padding (RFC 4648 §5) */
export function b64u(bytes) {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Strict: the only accepted text is the one `b64u` makes.
 * @param {unknown} text @param {number} [length] @returns {Bytes}
 */
export function b64uDecode(text, length) {
  if (typeof text !== "string" || !/^[\w-]*$/.test(text) || text.length % 4 === 1) {
    throw new TypeError("not base64url");
  }
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  if (b64u(bytes) !== text) throw new TypeError("not canonical base64url");
  if (length !== undefined && bytes.length !== length) throw new TypeError("wrong length");
  return bytes;
}

/** @param {Uint8Array} bytes @returns {string} five bits a character, last one zero-filled */
export function crockford(bytes) {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => CROCKFORD[parseInt(group.padEnd(5, "0"), 2)]).join("");
}

/**
 * Forgiving as Crockford intended: case, spaces, hyphens, O for 0, I and L for 1.
 * @param {string} text @param {number} length @returns {Bytes}
 */
export function crockfordDecode(text, length) {
  const clean = text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  const values = Array.from(clean, (char) => CROCKFORD.indexOf(char));
  if (clean.length !== Math.ceil((length * 8) / 5) || values.includes(-1)) {
    throw new TypeError("not a code");
  }
  const bits = values.map((value) => value.toString(2).padStart(5, "0")).join("");
  const bytes = Uint8Array.from({ length }, (_, i) => parseInt(bits.slice(8 * i, 8 * i + 8), 2));
  if (crockford(bytes) !== clean) throw new TypeError("not a code");
  return bytes;
}

/** @param {string} text @returns {string} groups of four, for reading aloud */
export const inFours = (text) => (text.match(/.{1,4}/g) ?? []).join("-");
