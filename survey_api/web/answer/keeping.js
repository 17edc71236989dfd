/**
 * What stays on this device only if the person asks for it, locked with the personal link or the
 * ballot code, which are not kept beside it: answers until they are sent, and the way back to a
 * ballot that was sent.
 */
import { MOST_VERSIONS, decode, encode } from "./ballot-code.js";
import { concat, hkdf, label, random, utf8 } from "./bytes.js";
import { keep } from "./keep.js";
import { takenUp } from "./protocol.js";

/** @typedef {import("./visit.js").Visit} Visit */
/** @typedef {import("./bytes.js").Bytes} Bytes */

const NONCE_BYTES = 12;
const LEAF_BYTES = 32;
/** The maps of a visit that hold what was said. */
const PARTS = /** @type {const} */ (["answers", "cuts", "comments"]);

/** @param {Bytes} secret @param {Bytes} wave @returns {Promise<CryptoKey>} */
async function lockOf(secret, wave) {
  const key = await hkdf(secret, concat(label("ANSWERS"), wave), 32);
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @param {Visit} visit @param {Bytes} plain @returns {Promise<Bytes>} */
async function lock({ secret, manifest }, plain) {
  const iv = random(NONCE_BYTES);
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lockOf(secret, manifest.wave), plain);
  return concat(iv, new Uint8Array(text));
}

/** @param {Bytes} locked @param {Bytes} secret @param {Bytes} wave @returns {Promise<Bytes>} */
export async function unlock(locked, secret, wave) {
  const how = { name: "AES-GCM", iv: locked.slice(0, NONCE_BYTES) };
  const plain = await crypto.subtle.decrypt(how, await lockOf(secret, wave), locked.slice(NONCE_BYTES));
  return new Uint8Array(plain);
}

/**
 * Writes the record as it may lie on this device: once a ballot is acknowledged, and always for a
 * code, without the keys to it.
 * @param {Visit} visit @returns {Promise<boolean>} false where this browser stores nothing
 */
export async function store({ name, kept, code }) {
  if (!kept) return false;
  const { version, isCast, closes, said, back } = kept;
  const isBare = isCast || code !== null;
  const record = isBare ? { draft: null, token: null, version, isCast, closes, said, back } : kept;
  return keep(name, record).then(() => true, () => false);
}

/** Keeps what was said so far, or nothing any more. @param {Visit} visit */
export async function remember(visit) {
  const said = PARTS.map((part) => [...visit[part]]);
  const locked = await lock(visit, utf8(JSON.stringify([visit.at, ...said])));
  if (!visit.kept || !visit.isKeeping) return;
  visit.kept = { ...visit.kept, said: locked };
  await store(visit);
}

/** Takes what was kept back into memory. @param {Visit} visit */
export async function restore(visit) {
  const locked = visit.kept?.said;
  if (!locked) return;
  const plain = await unlock(locked, visit.secret, visit.manifest.wave);
  const [at, ...said] = JSON.parse(new TextDecoder().decode(plain));
  PARTS.forEach((part, i) => {
    const kept = /** @type {Map<string, unknown>} */ (visit[part]);
    for (const [id, value] of said[i] ?? []) kept.set(id, value);
  });
  visit.at = at;
  visit.isKeeping = true;
}

/** Wipes what was kept, not what is in memory. @param {Visit} visit */
export async function unremember(visit) {
  visit.isKeeping = false;
  if (!visit.kept?.said) return;
  visit.kept = { ...visit.kept, said: undefined };
  await store(visit);
}

/** @param {Visit} visit @returns {import("./ballot-code.js").BallotCode} the ballot as it can go on elsewhere */
export function codeOf({ manifest: { wave, hash }, kept }) {
  if (!kept?.draft || !kept.token) throw new Error("no ballot yet");
  const { seed, prefix } = kept.draft;
  return { kind: "own", wave, manifestHash: hash, seed, prefix, version: Math.min(kept.version + 1, MOST_VERSIONS), ...kept.token };
}

/**
 * Keeps the way back to what was sent, or no longer, as `isStaying` says.
 * @param {Visit} visit @returns {Promise<boolean>} false where this browser stores nothing
 */
export async function stay(visit) {
  const { kept, isStaying } = visit;
  if (!kept?.leaf) return false;
  const back = isStaying ? await lock(visit, concat(kept.leaf, utf8(encode(codeOf(visit))))) : undefined;
  visit.kept = { ...kept, back };
  return store(visit);
}

/** Takes the way back into memory, checked like any code. @param {Visit} visit */
export async function goBack(visit) {
  const { kept, manifest, secret } = visit;
  if (!kept?.back) return;
  const plain = await unlock(kept.back, secret, manifest.wave);
  const code = decode(new TextDecoder().decode(plain.slice(LEAF_BYTES)));
  if (code === null) return;
  visit.kept = { ...kept, ...(await takenUp(manifest, code)), leaf: plain.slice(0, LEAF_BYTES) };
  visit.isStaying = true;
}
