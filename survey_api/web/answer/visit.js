/** One visit: what this page knows between opening the link and the receipt. */
import { MOST_VERSIONS } from "./ballot-code.js";
import { prepared } from "./ballot-key.js";
import { b64u, b64uDecode, crockford, inFours, isEqual } from "./bytes.js";
import { forget, keepFirst, nameOf, recall, wipe } from "./keep.js";
import { goBack, restore, stay, store, unlock, unremember } from "./keeping.js";
import { readManifest, readQuestionnaire } from "./manifest.js";
import { NotReached, fetchBytes, post } from "./network.js";
import { sealedComments } from "./own-words.js";
import { BLANK, cast, isPromised, issueRequest, newDraft, readIssueReply, takenUp } from "./protocol.js";
import { NOTHING } from "./questions.js";
import { Refusal, orRefuse } from "./refusal.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {import("./ballot-code.js").BallotCode} BallotCode */
/** @typedef {{ secret: Bytes, code: BallotCode | null }} Entrance an invitation, or a code and its seed */
/** @typedef {{ text: string, whole: string }} Receipt as it is read aloud; and with the promise, as it is copied */
/**
 * @typedef {object} Visit
 * @property {import("./manifest.js").Manifest} manifest
 * @property {import("./manifest.js").Questionnaire} questionnaire
 * @property {Bytes} secret
 * @property {BallotCode | null} code
 * @property {string} name of the kept record
 * @property {import("./keep.js").Kept | undefined} kept
 * @property {Map<string, number>} answers in memory, unless `isKeeping`
 * @property {Map<string, string>} cuts what was said about oneself; in memory, unless `isKeeping`
 * @property {Map<string, import("./own-words.js").Written>} comments by question; in memory, unless `isKeeping`
 * @property {number} at the question on the screen
 * @property {boolean} isKeeping whether the person wants the answers to survive a reload
 * @property {boolean} isStaying whether the person wants the way back to be kept until the close
 * @property {number} inCode the version that the person's newest code says, 0 without one
 * @property {boolean} isBlank whether what was sent last is a withdrawal
 */

export { MOST_VERSIONS };
const DAY_MS = 86_400_000;

/** @param {string} [closes] @returns {boolean} surely over, whatever this clock's time zone */
const isOver = (closes) => Date.now() > Date.parse(closes ?? "") + 3 * DAY_MS;

/** @param {string} wave @param {Entrance} entrance @returns {Promise<Visit>} */
export async function open(wave, { secret, code }) {
  if (!globalThis.isSecureContext || !crypto.subtle) throw new Refusal("unsupported");
  const canStore = await wipe(({ closes }) => isOver(closes)).then(() => true, () => false);
  if (!canStore && code === null) throw new Refusal("unsupported");
  const paths = ["manifest", "questionnaire"].map((kind) => fetchBytes(`/${kind}/${wave}`));
  const [served, asked] = /** @type {[Bytes, Bytes]} */ (await Promise.all(paths));
  const manifest = await readManifest(served, wave);
  const { ballots } = document.documentElement.dataset;
  if (manifest.described.ballot_url !== ballots) throw new Refusal("mismatch", "another ballot box");
  const questionnaire = await readQuestionnaire(manifest, asked);
  const name = await nameOf(manifest.wave, secret);
  const kept = canStore ? await orRefuse("unsupported", () => recall(name)) : undefined;
  const said = { answers: new Map(), cuts: new Map(), comments: new Map(), at: 0 };
  const wishes = { isKeeping: false, isStaying: false, isBlank: false, inCode: code?.version ?? 0 };
  const visit = { manifest, questionnaire, secret, code, name, kept, ...said, ...wishes };
  await goBack(visit).catch(() => {});
  if (code !== null) await takeUp(visit, code);
  if (isOver(manifest.described.closes) || (visit.kept?.token && (await isListed(visit)))) {
    throw new Refusal("closed");
  }
  await restore(visit).catch(() => unremember(visit));
  await prepared();
  return visit;
}

/** A ballot that came by code: it counts on from whichever version is known to be the newest. */
async function takeUp(/** @type {Visit} */ visit, /** @type {BallotCode} */ code) {
  const found = await takenUp(visit.manifest, code);
  const before = visit.kept?.version ?? 0;
  const version = Math.max(code.version - 1, before);
  const { closes } = visit.manifest.described;
  visit.kept = { isCast: version > 0, closes, ...visit.kept, ...found, version };
}

/** Whether the wave has closed: its list of envelopes is public then. @param {Visit} visit */
async function isListed({ manifest: { described } }) {
  try {
    await fetchBytes(`${described.ballot_url}/checkpoint/${described.wave}`);
    return true;
  } catch (error) {
    if (error instanceof NotReached || error instanceof Refusal) return false;
    throw error;
  }
}

/**
 * Gets the token, or repeats the very request whose reply was lost.
 * @param {Visit} visit @returns {Promise<import("./protocol.js").Token>}
 */
export async function takeToken(visit) {
  const { manifest, name } = visit;
  const { closes } = manifest.described;
  const fresh = () => ({ draft: newDraft(manifest), token: null, version: 0, isCast: false, closes });
  const kept = visit.kept ?? (await orRefuse("unsupported", () => keepFirst(name, fresh())));
  visit.kept = kept;
  if (kept.draft === null) throw new Refusal("spent");
  if (!isEqual(kept.draft.manifestHash, manifest.hash)) throw new Refusal("mismatch");
  if (kept.token !== null) return kept.token;
  const request = await issueRequest(manifest, kept.draft, visit.secret);
  const token = await readIssueReply(manifest, kept.draft, await post("/issue", request));
  visit.kept = { ...kept, token };
  await store(visit);
  return token;
}

/** @param {Visit} visit @returns {Promise<number>} the next version, taken before it is sent */
async function nextVersion(visit) {
  const kept = /** @type {import("./keep.js").Kept} */ (visit.kept);
  const elsewhere = await recall(visit.name).catch(() => undefined);
  const version = Math.max(kept.version, elsewhere?.version ?? 0) + 1;
  if (version > MOST_VERSIONS) throw new Refusal("changes");
  visit.kept = { ...kept, version };
  await store(visit);
  return version;
}

/**
 * Seals the answers once, so that repeating the request casts the same ballot.
 * @param {Visit} visit @param {boolean} [isBlank] a withdrawal, which says nothing
 * @returns {Promise<() => Promise<Receipt>>} sends; gives the receipt
 */
export async function sealAnswers(visit, isBlank = false) {
  const { manifest, kept } = visit;
  if (!kept?.draft || !kept.token) throw new Refusal("refused");
  const version = await nextVersion(visit);
  const said = {
    answers: Object.fromEntries(visit.answers),
    cuts: Object.fromEntries([...visit.cuts].filter(([, level]) => level !== NOTHING)),
    comments: sealedComments(visit),
  };
  const { body, leaf } = await cast(manifest, kept.draft, kept.token, version, isBlank ? BLANK : said);
  const { ballot_url: origin, wave } = manifest.described;
  return async () => {
    const promise = await post(`${origin}/cast/${wave}`, body);
    if (!(await isPromised(manifest, leaf, promise))) throw new Refusal("promise");
    clear(visit);
    visit.kept = { ...kept, version, isCast: true, leaf, said: undefined };
    visit.isKeeping = false;
    visit.isBlank = isBlank;
    await stay(visit);
    return { text: asReceipt(leaf), whole: `r1.${wave}.${b64u(leaf)}.${b64u(promise)}` };
  };
}

/** @param {Bytes} leaf @returns {string} as it is read aloud and typed */
const asReceipt = (leaf) => inFours(crockford(leaf));

/**
 * The receipt that this page or this device still keeps, "" when neither does.
 * @param {string} wave @param {Bytes} secret @param {Visit | null} visit @returns {Promise<string>}
 */
export async function ownReceipt(wave, secret, visit) {
  try {
    if (visit?.kept?.leaf) return asReceipt(visit.kept.leaf);
    const id = b64uDecode(wave, 16);
    const kept = await recall(await nameOf(id, secret));
    return kept?.back ? asReceipt((await unlock(kept.back, secret, id)).slice(0, 32)) : "";
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

/**
 * Wipes what this device kept, unless the person asked for the way back to stay. After a code the
 * number of versions stays, so that the same code does not repeat one.
 * @param {Visit} visit
 */
export async function leave(visit) {
  clear(visit);
  if (visit.isStaying) visit.isStaying = await stay(visit);
  visit.kept = undefined;
  if (!visit.isStaying && visit.code === null) await forget(visit.name).catch(() => {});
}
