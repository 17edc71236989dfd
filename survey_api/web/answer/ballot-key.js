/** Ed25519 for ballots and promises: WebCrypto, or the vendored fallback where it lacks it. */
import { b64uDecode, concat, hkdf, label } from "./bytes.js";
import { NotReached } from "./network.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {{ publicKey: Bytes, sign: (message: Bytes) => Promise<Bytes> }} BallotKey */

/** PKCS #8 for a raw Ed25519 seed (RFC 8410 §7). */
const PKCS8 = Uint8Array.from([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32]);

/** @returns {Promise<boolean>} whether WebCrypto here knows Ed25519 */
async function isNative() {
  const known = Uint8Array.from(PKCS8, (byte) => byte);
  const key = concat(known, new Uint8Array(32));
  const load = crypto.subtle.importKey("pkcs8", key, "Ed25519", false, ["sign"]);
  return load.then(() => true, () => false);
}

const native = isNative();

/** Fetches the fallback where it will be needed, so that nothing has to be fetched later. */
export async function prepared() {
  if (await native) return;
  await import("./vendor/ed25519.js").catch(() => {
    throw new NotReached();
  });
}

/** @param {Bytes} seed sixteen bytes @returns {Promise<BallotKey>} */
export async function ballotKey(seed) {
  const secret = await hkdf(seed, label("BALLOTKEY"), 32);
  return (await native) ? nativeKey(secret) : fallbackKey(secret);
}

/** @param {Bytes} secret @returns {Promise<BallotKey>} */
async function nativeKey(secret) {
  const wrapped = concat(PKCS8, secret);
  const key = await crypto.subtle.importKey("pkcs8", wrapped, "Ed25519", true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", key);
  return {
    publicKey: b64uDecode(x, 32),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign("Ed25519", key, message)),
  };
}

/** @param {Bytes} secret @returns {Promise<BallotKey>} */
export async function fallbackKey(secret) {
  const { getPublicKeyAsync, signAsync } = await import("./vendor/ed25519.js");
  return {
    publicKey: Uint8Array.from(await getPublicKeyAsync(secret)),
    sign: async (message) => Uint8Array.from(await signAsync(message, secret)),
  };
}

/** @param {Bytes} publicKey @param {Bytes} signature @param {Bytes} message */
export async function isSigned(publicKey, signature, message) {
  if (!(await native)) {
    const { verifyAsync } = await import("./vendor/ed25519.js");
    return verifyAsync(signature, message, publicKey);
  }
  const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, message);
}
