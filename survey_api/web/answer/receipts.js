/**
 * Whether a receipt is in the public list of a closed survey, and whether the list is the one
 * that was signed (protocol.md, step 11). The whole list is fetched: nobody learns which receipt
 * was looked for.
 */
import { isSigned } from "./ballot-key.js";
import { b64u, b64uDecode, concat, crockfordDecode, digest, isEqual } from "./bytes.js";
import { readManifest } from "./manifest.js";
import { fetchBytes } from "./network.js";
import { Refusal } from "./refusal.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {import("./manifest.js").Manifest} Manifest */
/** @typedef {{ state: "found" | "missing" | "unpublished" | "wrong", n: number, fingerprint: string }} Found */

const LEAF_BYTES = 32;
const parse = (/** @type {Bytes} */ bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** @param {string} text as printed or typed @returns {Bytes | null} */
export function readReceipt(text) {
  try {
    return crockfordDecode(text, LEAF_BYTES);
  } catch {
    return null;
  }
}

/** @param {Bytes[]} leaves @returns {Promise<Bytes>} the tree's root (RFC 9162 §2.1.1) */
export async function rootOf(leaves) {
  let level = leaves;
  while (level.length > 1) {
    const last = level.length % 2 === 1 ? level.slice(-1) : [];
    const pairs = level.slice(1).flatMap((right, i) => (i % 2 === 0 ? [[level[i], right]] : []));
    const above = pairs.map((pair) => digest(concat(Uint8Array.of(1), .../** @type {Bytes[]} */ (pair))));
    level = [...(await Promise.all(above)), ...last];
  }
  return level[0] ?? digest(new Uint8Array());
}

/** @param {Manifest} manifest @param {Bytes[]} leaves @param {Bytes} served the signed checkpoint */
async function isAuthentic({ described, hash }, leaves, served) {
  const { checkpoint, signature } = parse(served);
  const document = b64uDecode(checkpoint);
  const said = parse(document);
  const key = b64uDecode(described.keys.checkpoint, 32);
  const isSame = said.wave === described.wave && said.manifest_hash === b64u(hash);
  const isWhole = said.size === leaves.length && said.root === b64u(await rootOf(leaves));
  return isSame && isWhole && isSigned(key, b64uDecode(signature, 64), document);
}

/** @param {string} wave @param {Bytes} leaf @returns {Promise<Found>} */
export async function lookUp(wave, leaf) {
  const manifest = await readManifest(await fetchBytes(`/manifest/${wave}`), wave);
  const { fingerprint } = manifest;
  const places = ["log", "checkpoint"].map((one) => fetchBytes(`${manifest.described.ballot_url}/${one}/${wave}`));
  const served = await Promise.all(places).catch((error) => {
    if (error instanceof Refusal && error.reason === "unknown") return null;
    throw error;
  });
  if (served === null) return { state: "unpublished", n: 0, fingerprint };
  const [log, checkpoint] = /** @type {[Bytes, Bytes]} */ (served);
  const n = log.length / LEAF_BYTES;
  const leaves = Array.from({ length: Math.floor(n) }, (_, i) => log.slice(LEAF_BYTES * i, LEAF_BYTES * (i + 1)));
  const isRight = await isAuthentic(manifest, leaves, checkpoint).catch(() => false);
  if (!isRight) return { state: "wrong", n, fingerprint };
  return { state: leaves.some((one) => isEqual(one, leaf)) ? "found" : "missing", n, fingerprint };
}
