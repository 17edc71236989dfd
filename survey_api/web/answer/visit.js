/** One visit: what this page knows between opening the link and the receipt. */
import { prepared } from "./ballot-key.js";
import { b64uDecode, crockford, inFours, isEqual } from "./bytes.js";
import { forget, keep, keepFirst, nameOf, recall } from "./keep.js";
import { restore, sweep, unremember } from "./keeping.js";
import { readManifest, readQuestionnaire } from "./manifest.js";
import { fetchBytes, post } from "./network.js";
import { sealedComments } from "./own-words.js";
import { cast, isPromised, issueRequest, newDraft, readIssueReply } from "./protocol.js";
import { NOTHING } from "./questions.js";
import { Refusal, orRefuse } from "./refusal.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/**
 * @typedef {object} Visit
 * @property {import("./manifest.js").Manifest} manifest
 * @property {import("./manifest.js").Questionnaire} questionnaire
 * @property {Bytes} invitation
 * @property {string} name of the kept record
 * @property {import("./keep.js").Kept | undefined} kept
 * @property {Map<string, number>} answers in memory, unless `isKeeping`
 * @property {Map<string, string>} cuts what was said about oneself; in memory, unless `isKeeping`
 * @property {Map<string, import("./own-words.js").Written>} comments by question; in memory, unless `isKeeping`
 * @property {number} at the question on the screen
 * @property {boolean} isKeeping whether the person wants the answers to survive a reload
 */

export const MOST_VERSIONS = 5;
const DAY_MS = 86_400_000;

/** @param {string} closes @returns {boolean} surely over, whatever this clock's time zone */
const isOver = (closes) => Date.now() > Date.parse(closes) + 3 * DAY_MS;

/** @param {string} wave @param {Bytes} invitation @returns {Promise<Visit>} */
export async function open(wave, invitation) {
  if (!globalThis.isSecureContext || !crypto.subtle || !globalThis.indexedDB) {
    throw new Refusal("unsupported");
  }
  await orRefuse("unsupported", () => sweep(isOver));
  const paths = ["manifest", "questionnaire"].map((kind) => fetchBytes(`/${kind}/${wave}`));
  const [served, asked] = /** @type {[Bytes, Bytes]} */ (await Promise.all(paths));
  const manifest = await readManifest(served, wave);
  const questionnaire = await readQuestionnaire(manifest, asked);
  if (isOver(manifest.described.closes)) throw new Refusal("closed");
  const name = await nameOf(manifest.wave, invitation);
  const kept = await orRefuse("unsupported", () => recall(name));
  const said = { answers: new Map(), cuts: new Map(), comments: new Map(), at: 0, isKeeping: false };
  const visit = { manifest, questionnaire, invitation, name, kept, ...said };
  await restore(visit).catch(() => unremember(visit));
  await prepared();
  return visit;
}

/**
 * Gets the token, or repeats the very request whose reply was lost.
 * @param {Visit} visit @returns {Promise<import("./protocol.js").Token>}
 */
export async function takeToken(visit) {
  const { manifest, name } = visit;
  const fresh = () => ({ draft: newDraft(manifest), token: null, version: 0, isCast: false });
  const kept = visit.kept ?? (await orRefuse("unsupported", () => keepFirst(name, fresh())));
  visit.kept = kept;
  if (!isEqual(kept.draft.manifestHash, manifest.hash)) throw new Refusal("mismatch");
  if (kept.token !== null) return kept.token;
  const request = await issueRequest(manifest, kept.draft, visit.invitation);
  const token = await readIssueReply(manifest, kept.draft, await post("/issue", request));
  visit.kept = { ...kept, token };
  await keep(name, visit.kept);
  return token;
}

/**
 * Seals the answers once, so that repeating the request casts the same ballot.
 * @param {Visit} visit @returns {Promise<() => Promise<string>>} sends; gives the receipt
 */
export async function sealAnswers(visit) {
  const { manifest, kept } = visit;
  if (!kept?.token) throw new Refusal("refused");
  const version = kept.version + 1;
  if (version > MOST_VERSIONS) throw new Refusal("changes");
  visit.kept = { ...kept, version };
  await keep(visit.name, visit.kept);
  const said = {
    answers: Object.fromEntries(visit.answers),
    cuts: Object.fromEntries([...visit.cuts].filter(([, level]) => level !== NOTHING)),
    comments: sealedComments(visit),
  };
  const { body, leaf } = await cast(manifest, kept.draft, kept.token, version, said);
  const { ballot_url: origin, wave } = manifest.described;
  return async () => {
    const promise = await post(`${origin}/cast/${wave}`, body);
    if (!(await isPromised(manifest, leaf, promise))) throw new Refusal("promise");
    clear(visit);
    visit.kept = { ...kept, version, isCast: true, leaf, said: undefined };
    visit.isKeeping = false;
    await keep(visit.name, visit.kept);
    return asReceipt(leaf);
  };
}

/** @param {Bytes} leaf @returns {string} as it is read aloud and typed */
const asReceipt = (leaf) => inFours(crockford(leaf));

/**
 * The receipt that this device still keeps for an invitation, "" when it keeps none.
 * @param {string} wave @param {Bytes} invitation @returns {Promise<string>}
 */
export async function ownReceipt(wave, invitation) {
  try {
    const kept = await recall(await nameOf(b64uDecode(wave, 16), invitation));
    return kept?.leaf ? asReceipt(kept.leaf) : "";
  } catch {
    return "";
  }
}

/** Forgets everything said. @param {Visit} visit */
export function clear(visit) {
  visit.answers.clear();
  visit.cuts.clear();
  visit.comments.clear();
  visit.at = 0;
}

/** Wipes what this device kept. @param {Visit} visit */
export async function leave(visit) {
  clear(visit);
  visit.kept = undefined;
  await forget(visit.name);
}
