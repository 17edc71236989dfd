/**
 * The respondent's steps as pure functions: draft, request, token, cast, receipt
 * (protocol.md, steps 3 to 9).
 */
import { ballotKey, isSigned } from "./ballot-key.js";
import * as blindRsa from "./blind-rsa.js";
import { b64u, concat, digest, hkdf, isEqual, label, random, utf8 } from "./bytes.js";
import { checkedUnit } from "./manifest.js";
import { Refusal, orRefuse } from "./refusal.js";
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "./vendor/hpke-core.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {import("./manifest.js").Manifest} Manifest */
/** @typedef {{ seed: Bytes, prefix: Bytes, r: Bytes, manifestHash: Bytes }} Draft */
/** @typedef {{ sig: Bytes, unit: string, pass: Bytes, labelSalt: Bytes, label: string, eligible: number }} Token */
/** @typedef {{ body: Bytes, leaf: Bytes }} Cast */
/**
 * What a ballot says; skipped items and what was kept to oneself are absent.
 * @typedef {{ answers: Record<string, number>, cuts: Record<string, string>, comments?: import("./own-words.js").Sealed[] }} Said
 */

const SALT_BYTES = 48;
const REPLY_PARTS = /** @type {const} */ ([384, 32, 32, 32, 160]);

/** @param {Manifest} manifest @returns {Draft} */
export function newDraft(manifest) {
  const r = blindRsa.drawBlind(manifest.tokenKey);
  return { seed: random(16), prefix: random(32), r, manifestHash: manifest.hash };
}

/** @param {Manifest} manifest @param {Draft} draft @returns {Promise<Bytes>} what the token signs */
async function tokenInput(manifest, draft) {
  const { publicKey } = await ballotKey(draft.seed);
  return blindRsa.prepare(concat(label("TOKEN"), manifest.hash, publicKey), draft.prefix);
}

/**
 * inv ‖ blinded message: the same draft gives the same bytes, so a lost reply can be asked
 * for again. The PSS salt is derived from the seed for that reason.
 * @param {Manifest} manifest @param {Draft} draft @param {Bytes} invitation @returns {Promise<Bytes>}
 */
export async function issueRequest(manifest, draft, invitation) {
  const salt = await hkdf(draft.seed, label("SALT"), SALT_BYTES);
  const input = await tokenInput(manifest, draft);
  return concat(invitation, await blindRsa.blind(manifest.tokenKey, input, { r: draft.r, salt }));
}

/** @param {Uint8Array} padded @returns {string} */
function unpadded(padded) {
  return new TextDecoder("utf-8", { fatal: true }).decode(padded).replace(/\0+$/, "");
}

/** @param {Manifest} manifest @param {Draft} draft @param {Bytes} reply @returns {Promise<Token>} */
export function readIssueReply(manifest, draft, reply) {
  return orRefuse("mismatch", async () => {
    const total = REPLY_PARTS.reduce((sum, size) => sum + size, 0);
    if (reply.length !== total) throw new Refusal("mismatch", "size of the reply");
    let at = 0;
    const cut = REPLY_PARTS.map((size) => reply.slice(at, (at += size)));
    const [blindSig, unit, pass, labelSalt, name] =
      /** @type {[Bytes, Bytes, Bytes, Bytes, Bytes]} */ (cut);
    const input = await tokenInput(manifest, draft);
    const sig = await blindRsa.finalize(manifest.tokenKey, input, blindSig, draft.r);
    const issued = { unit: unpadded(unit), pass, labelSalt, label: unpadded(name) };
    const { eligible } = await checkedUnit(manifest, issued);
    return { sig, ...issued, eligible };
  });
}

/**
 * What a ballot code carries, after everything in it was checked against the manifest.
 * @param {Manifest} manifest @param {import("./ballot-code.js").BallotCode} code
 * @returns {Promise<{ draft: Draft, token: Token }>}
 */
export async function takenUp(manifest, code) {
  const { wave, manifestHash, seed, prefix, sig, unit, pass, labelSalt, label: name } = code;
  if (!isEqual(wave, manifest.wave)) throw new Refusal("other_wave");
  if (!isEqual(manifestHash, manifest.hash)) throw new Refusal("mismatch");
  const draft = { seed, prefix, r: new Uint8Array(), manifestHash };
  const isSigned = await blindRsa.verify(manifest.tokenKey, await tokenInput(manifest, draft), sig);
  const issued = { unit, pass, labelSalt, label: name };
  const entry = isSigned && (await checkedUnit(manifest, issued).catch(() => null));
  if (!entry) throw new Refusal("damaged");
  return { draft, token: { sig, ...issued, eligible: entry.eligible } };
}

/**
 * HPKE base mode; the ephemeral secret is gone when this returns.
 * @param {Manifest} manifest @param {Bytes} publicKey @param {object} ballot @returns {Promise<Bytes>}
 */
export async function seal(manifest, publicKey, ballot) {
  const text = utf8(JSON.stringify(ballot));
  const plain = new Uint8Array(manifest.described.padded);
  if (text.length >= plain.length) throw new RangeError("the answers do not fit");
  plain.set(text);
  plain[text.length] = 0x80;
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  const recipientPublicKey = await suite.kem.deserializePublicKey(manifest.tallyKey);
  const info = concat(label("SEAL"), manifest.hash, publicKey);
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, plain);
  return concat(new Uint8Array(enc), new Uint8Array(ct));
}

/** @param {Manifest} manifest @param {Bytes} publicKey @param {Bytes} sealed @returns {Promise<Bytes>} */
export async function leafOf(manifest, publicKey, sealed) {
  const sealedHash = await digest(sealed);
  const entry = await digest(concat(label("LEAF"), manifest.hash, publicKey, sealedHash));
  return digest(concat(Uint8Array.of(0), entry));
}

/** What a withdrawal says: sealed, it is as long as any other ballot. @type {Said} */
export const BLANK = { answers: {}, cuts: {}, comments: [] };

/**
 * @param {Manifest} manifest @param {Draft} draft @param {Token} token
 * @param {number} version @param {Said} said @returns {Promise<Cast>}
 */
export async function cast(manifest, draft, token, version, said) {
  const { publicKey, sign } = await ballotKey(draft.seed);
  const { unit, pass } = token;
  const { answers, cuts, comments = [] } = said;
  const ballot = { v: 1, ver: version, unit, pass: b64u(pass), answers, cuts, comments };
  const sealed = await seal(manifest, publicKey, ballot);
  const sigma = await sign(concat(label("CAST"), manifest.hash, await digest(sealed)));
  const body = concat(Uint8Array.of(1), draft.prefix, publicKey, token.sig, sealed, sigma);
  return { body, leaf: await leafOf(manifest, publicKey, sealed) };
}

/** @param {Manifest} manifest @param {Bytes} leaf @param {Bytes} promise */
export function isPromised(manifest, leaf, promise) {
  return isSigned(manifest.promiseKey, promise, concat(label("PROMISE"), manifest.hash, leaf));
}
