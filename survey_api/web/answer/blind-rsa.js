/**
 * The client's half of RFC 9474, RSABSSA-SHA384-PSS: blind a message so that its signer
 * cannot recognise it, and take the blinding off the signature.
 */
import { b64uDecode, concat, digest, random } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {{ n: bigint, e: bigint, size: number, verifier: CryptoKey }} TokenKey */

const HASH = "SHA-384";
const HASH_SIZE = 48;
const SALT_SIZE = 48;

/** @param {Uint8Array} bytes @returns {bigint} big-endian */
export function toInteger(bytes) {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return BigInt(`0x${hex || "0"}`);
}

/** @param {bigint} value @param {number} size @returns {Bytes} big-endian */
export function toBytes(value, size) {
  const hex = value.toString(16).padStart(2 * size, "0");
  return Uint8Array.from({ length: size }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** @param {{ n: string, e: string }} jwk @returns {Promise<TokenKey>} */
export async function importTokenKey({ n, e }) {
  const modulus = b64uDecode(n);
  const key = { kty: "RSA", n, e };
  const how = { name: "RSA-PSS", hash: HASH };
  const verifier = await crypto.subtle.importKey("jwk", key, how, false, ["verify"]);
  return { n: toInteger(modulus), e: toInteger(b64uDecode(e)), size: modulus.length, verifier };
}

/** @param {bigint} base @param {bigint} exponent @param {bigint} n */
function power(base, exponent, n) {
  let result = 1n;
  for (let left = exponent, square = base % n; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % n;
    square = (square * square) % n;
  }
  return result;
}

/** @param {bigint} value @param {bigint} n @returns {bigint | null} null when gcd(value, n) is not 1 */
function inverse(value, n) {
  let [r0, r1, t0, t1] = [n, value % n, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1];
  }
  if (r0 !== 1n) return null;
  return t0 < 0n ? t0 + n : t0;
}

/** @param {Bytes} seed @param {number} length @returns {Promise<Bytes>} MGF1 (RFC 8017 B.2.1) */
async function mask(seed, length) {
  const rounds = Array.from({ length: Math.ceil(length / HASH_SIZE) }, (_, i) =>
    digest(concat(seed, toBytes(BigInt(i), 4)), HASH),
  );
  return concat(...(await Promise.all(rounds))).slice(0, length);
}

/** @param {Bytes} message @param {number} bits @param {Bytes} salt EMSA-PSS (RFC 8017 §9.1.1) */
async function encodePss(message, bits, salt) {
  const size = Math.ceil(bits / 8);
  const hash = await digest(concat(new Uint8Array(8), await digest(message, HASH), salt), HASH);
  const padding = new Uint8Array(size - salt.length - HASH_SIZE - 2);
  const plain = concat(padding, Uint8Array.of(1), salt);
  const masked = await mask(hash, plain.length);
  masked.forEach((byte, i) => (masked[i] = byte ^ (plain[i] ?? 0)));
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * size - bits));
  return concat(masked, hash, Uint8Array.of(0xbc));
}

/** @param {TokenKey} key @returns {Bytes} uniform in 1 … n−1 and invertible, by rejection */
export function drawBlind(key) {
  for (;;) {
    const bytes = random(key.size);
    const value = toInteger(bytes);
    if (value > 0n && value < key.n && inverse(value, key.n) !== null) return bytes;
  }
}

/** @param {Bytes} message @param {Bytes} prefix @returns {Bytes} RFC 9474 §4.1, Randomized */
export const prepare = (message, prefix) => concat(prefix, message);

/**
 * RFC 9474 §4.2. The same `salt` and `r` give the same request, which is how a lost reply
 * is repeated.
 * @param {TokenKey} key @param {Bytes} input @param {{ r: Bytes, salt: Bytes }} chosen
 * @returns {Promise<Bytes>}
 */
export async function blind(key, input, { r, salt }) {
  const encoded = await encodePss(input, key.n.toString(2).length - 1, salt);
  const message = toInteger(encoded);
  if (inverse(message, key.n) === null) throw new RangeError("message shares a factor with the key");
  return toBytes((message * power(toInteger(r), key.e, key.n)) % key.n, key.size);
}

/**
 * RFC 9474 §4.4. Throws when the result is no signature under this key.
 * @param {TokenKey} key @param {Bytes} input @param {Bytes} blindSignature @param {Bytes} r
 * @param {number} [saltSize] @returns {Promise<Bytes>}
 */
export async function finalize(key, input, blindSignature, r, saltSize = SALT_SIZE) {
  const value = toInteger(blindSignature);
  const unblind = inverse(toInteger(r), key.n);
  if (blindSignature.length !== key.size || value >= key.n || unblind === null) {
    throw new RangeError("not a blind signature under this key");
  }
  const signature = toBytes((value * unblind) % key.n, key.size);
  if (!(await verify(key, input, signature, saltSize))) {
    throw new RangeError("the signature does not verify under this key");
  }
  return signature;
}

/** @param {TokenKey} key @param {Bytes} input @param {Bytes} signature @param {number} [saltSize] */
export function verify(key, input, signature, saltSize = SALT_SIZE) {
  const how = { name: "RSA-PSS", saltLength: saltSize };
  return crypto.subtle.verify(how, key.verifier, signature, input);
}
