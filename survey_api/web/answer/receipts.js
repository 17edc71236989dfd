/**
 * Whether a receipt is in the public list of a closed survey, and whether the list is the one
 * that was signed (protocol.md, step 11). The whole list is fetched, of a very long one the part
 * with about a thousand others in it: nobody learns which receipt was looked for.
 */
import { MOST_VERSIONS } from "./ballot-code.js";
import { isSigned } from "./ballot-key.js";
import { b64u, b64uDecode, concat, crockfordDecode, digest, isEqual } from "./bytes.js";
import { readManifest } from "./manifest.js";
import { fetchBytes } from "./network.js";
import { Refusal } from "./refusal.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {import("./manifest.js").Manifest} Manifest */
/** @typedef {{ state: "found" | "missing" | "unpublished" | "wrong", n: number, fingerprint: string }} Found */
/** @typedef {{ root: string, size: number, lists?: { sha256: string }[] }} Said */

const LEAF_BYTES = 32;
const parse = (/** @type {Bytes} */ bytes) => JSON.parse(new TextDecoder().decode(bytes));

const WHOLE = /\br1\.[\w-]{22}\.([\w-]{43})\.[\w-]{86}/;

/** @param {string} text whole, or the code as printed or typed @returns {Bytes | null} the leaf */
export function readReceipt(text) {
  try {
    const whole = WHOLE.exec(text);
    return whole ? b64uDecode(/** @type {string} */ (whole[1])) : crockfordDecode(text, LEAF_BYTES);
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

/** @param {Manifest} manifest @param {Bytes} served @returns {Promise<Said>} what was signed of this wave */
async function signedFor({ described, hash }, served) {
  const { checkpoint, signature } = parse(served);
  const document = b64uDecode(checkpoint);
  const said = parse(document);
  const isSame = said.wave === described.wave && said.manifest_hash === b64u(hash);
  const isOurs = isSigned(b64uDecode(described.keys.checkpoint, 32), b64uDecode(signature, 64), document);
  if (!isSame || !(await isOurs)) throw new Error("not signed for this wave");
  return said;
}

/**
 * Into how many lists so many leaves may be cut: in shorter ones a receipt would be nearly alone.
 * @param {number} n @param {Manifest} manifest @returns {number} 0 for more than could be cast
 */
function listsFor(n, { described: { units } }) {
  const people = units.reduce((sum, { eligible }) => sum + eligible, 0);
  if (n > people * MOST_VERSIONS) return 0;
  return n > 20_000 ? 2 ** Math.floor(Math.log2(n / 1000)) : 1;
}

/** @param {string} wave @param {Bytes} leaf @returns {Promise<Found>} */
export async function lookUp(wave, leaf) {
  const manifest = await readManifest(await fetchBytes(`/manifest/${wave}`), wave);
  const { fingerprint } = manifest;
  const at = (/** @type {string} */ place) => fetchBytes(`${manifest.described.ballot_url}/${place}`);
  const served = await at(`checkpoint/${wave}`).catch((error) => {
    if (error instanceof Refusal && error.reason === "unknown") return null;
    throw error;
  });
  if (served === null) return { state: "unpublished", n: 0, fingerprint };
  const said = await signedFor(manifest, served).catch(() => null);
  if (said === null) return { state: "wrong", n: 0, fingerprint };
  const { lists = [], root, size: n } = said;
  if ((lists.length || 1) !== listsFor(n, manifest)) return { state: "wrong", n, fingerprint };
  const number = (((leaf[0] ?? 0) * 256 + (leaf[1] ?? 0)) * lists.length) >>> 16;
  const log = await at(`log/${wave}${lists.length > 1 ? `/${number}` : ""}`);
  const leaves = Array.from({ length: log.length / LEAF_BYTES }, (_, i) => log.slice(LEAF_BYTES * i, LEAF_BYTES * (i + 1)));
  const isRight = lists.length > 1 ? b64u(await digest(log)) === lists[number]?.sha256 : b64u(await rootOf(leaves)) === root;
  if (!isRight) return { state: "wrong", n, fingerprint };
  return { state: leaves.some((one) => isEqual(one, leaf)) ? "found" : "missing", n, fingerprint };
}
