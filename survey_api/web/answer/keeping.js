/**
 * Answers on this device: only if the person asks for it, only until they are sent, and locked
 * with the personal link, which is not kept beside them.
 */
import { concat, hkdf, label, random, utf8 } from "./bytes.js";
import { everyRecord, keep } from "./keep.js";

/** @typedef {import("./visit.js").Visit} Visit */
/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {{ locked: Bytes, closes: string }} Said */

const NONCE_BYTES = 12;
/** The maps of a visit that hold what was said. */
const PARTS = /** @type {const} */ (["answers", "cuts", "comments"]);

/** @param {Visit} visit @returns {Promise<CryptoKey>} */
async function lockOf({ invitation, manifest }) {
  const secret = await hkdf(invitation, concat(label("ANSWERS"), manifest.hash), 32);
  return crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Keeps what was said so far, or nothing any more. @param {Visit} visit */
export async function remember(visit) {
  const said = PARTS.map((part) => [...visit[part]]);
  const iv = random(NONCE_BYTES);
  const plain = utf8(JSON.stringify([visit.at, ...said]));
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lockOf(visit), plain);
  if (!visit.kept || !visit.isKeeping) return;
  const { closes } = visit.manifest.described;
  visit.kept = { ...visit.kept, said: { locked: concat(iv, new Uint8Array(text)), closes } };
  await keep(visit.name, visit.kept);
}

/** Takes what was kept back into memory. @param {Visit} visit */
export async function restore(visit) {
  const locked = visit.kept?.said?.locked;
  if (!locked) return;
  const how = { name: "AES-GCM", iv: locked.slice(0, NONCE_BYTES) };
  const plain = await crypto.subtle.decrypt(how, await lockOf(visit), locked.slice(NONCE_BYTES));
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
  const { said, ...rest } = visit.kept;
  visit.kept = rest;
  await keep(visit.name, rest);
}

/** Wipes the answers to every survey that is over. @param {(closes: string) => boolean} isOver */
export const sweep = (isOver) =>
  everyRecord(({ said, ...rest }) => (said && isOver(said.closes) ? rest : null));
