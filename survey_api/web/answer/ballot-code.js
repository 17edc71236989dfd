/**
 * The ballot code: one ballot's right, carried to another device or onto a printed card
 * (docs/ballot-code.md). It never holds answers.
 */
import { b64u, b64uDecode, concat, utf8 } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/**
 * @typedef {object} BallotCode
 * @property {"own" | "card"} kind
 * @property {Bytes} wave
 * @property {Bytes} manifestHash
 * @property {Bytes} seed
 * @property {Bytes} prefix
 * @property {Bytes} sig
 * @property {string} unit
 * @property {Bytes} pass
 * @property {number} version the one that the next envelope has
 * @property {Bytes} labelSalt
 * @property {string} label
 */

const FORM = 1;
export const MOST_VERSIONS = 5;
const UNIT_BYTES = 32;
const MOST_LABEL_BYTES = 160;
/** How the fragment of an address says that a ballot code follows. */
export const MARK = "b.";
const KINDS = /** @type {const} */ (["own", "card"]);
/** Up to the label: form, kind, wave, manifest hash, seed, prefix, token, unit, pass, version, salt. */
const PARTS = [1, 1, 16, 32, 16, 32, 384, UNIT_BYTES, 32, 1, 32];

/** @param {BallotCode} code @returns {string} base64url */
export function encode(code) {
  const unit = new Uint8Array(UNIT_BYTES);
  unit.set(utf8(code.unit));
  const head = Uint8Array.of(FORM, KINDS.indexOf(code.kind));
  const version = Uint8Array.of(code.version);
  const { wave, manifestHash, seed, prefix, sig, pass, labelSalt } = code;
  return b64u(concat(head, wave, manifestHash, seed, prefix, sig, unit, pass, version, labelSalt, utf8(code.label)));
}

/** @param {string} text @returns {string} percent-decoded where it can be */
function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} text an address, a file's content or the bare code @returns {string} the code in it */
export function codeIn(text) {
  const whole = plain(plain(text)).replace(/\s+/g, "");
  const said = whole.split(MARK).pop() ?? "";
  return /^[\w-]*/.exec(said)?.[0] ?? "";
}

/** @param {string} text @returns {BallotCode | null} null when it is damaged */
export function decode(text) {
  try {
    return read(b64uDecode(codeIn(text)));
  } catch {
    return null;
  }
}

/** @param {Bytes} raw @returns {BallotCode | null} */
function read(raw) {
  let at = 0;
  const cut = PARTS.map((size) => raw.slice(at, (at += size)));
  const [[form], [kind], wave, manifestHash, seed, prefix, sig, unit, pass, [version = 0], labelSalt] =
    /** @type {[Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes]} */ (cut);
  const known = KINDS[kind ?? -1];
  const isSized = raw.length > at && raw.length <= at + MOST_LABEL_BYTES;
  if (!isSized || form !== FORM || !known || version < 1 || version > MOST_VERSIONS) return null;
  const words = new TextDecoder("utf-8", { fatal: true });
  const [name, label] = [words.decode(unit).replace(/\0+$/, ""), words.decode(raw.slice(at))];
  if (!/^[\x21-\x7e]+$/.test(name) || label.includes("\0")) return null;
  return { kind: known, wave, manifestHash, seed, prefix, sig, unit: name, pass, version, labelSalt, label };
}

/** @param {string} survey where the page is served @param {BallotCode} code @returns {string} its address */
export const addressOf = (survey, code) => `${survey}/w/${b64u(code.wave)}#${MARK}${encode(code)}`;
