/**
 * Reads and checks a wave's manifest: the public file that fixes keys, sizes and promises
 * before the first answer. Everything later is bound to the hash of its bytes.
 */
import { importTokenKey } from "./blind-rsa.js";
import { b64u, b64uDecode, concat, crockford, digest, inFours, isEqual, label, utf8 } from "./bytes.js";
import { Refusal, orRefuse } from "./refusal.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {{ unit: string, eligible: number, pass_commitment: string, label_commitment: string }} Unit */
/**
 * @typedef {object} Described the JSON as served
 * @property {number} v
 * @property {string} wave
 * @property {string} organisation
 * @property {string} title
 * @property {string} closes
 * @property {number} k
 * @property {number} padded
 * @property {boolean} comments
 * @property {number} level
 * @property {{ kty: string, n: string, e: string }} token_key
 * @property {string} tally_key
 * @property {string} kem
 * @property {Unit[]} units
 * @property {string} questionnaire_sha256
 * @property {string} client_sha256
 * @property {{ name: string, role: string }[]} custodians
 * @property {{ k: number, big: number }} policy
 * @property {{ promise: string, checkpoint: string, statement: string }} keys
 * @property {string} ballot_url
 * @property {string} voucher
 * @property {string} help_contact
 * @property {string} report_contact
 * @property {{ at_most: number, targeted: boolean }} reminders
 * @property {{ leader_on: string, team_on: string }} [results]
 * @property {string} [comments_on]
 * @property {{ name: string, role: string }[]} [comment_readers]
 */
/**
 * @typedef {object} Manifest
 * @property {Described} described
 * @property {Bytes} hash
 * @property {Bytes} wave
 * @property {string} fingerprint
 * @property {import("./blind-rsa.js").TokenKey} tokenKey
 * @property {Bytes} tallyKey
 * @property {Bytes} promiseKey
 */

const KEM = "DHKEM(P-256, HKDF-SHA256)";
const K_FLOOR = 5;
const TOKEN_BYTES = 384;
const UNIT_BYTES = 32;
/** Bytes of an envelope's inside, by whether the survey takes comments. */
const SIZES = new Map([[false, 4096], [true, 8192]]);

/** @param {boolean} condition @param {string} what */
function require(condition, what) {
  if (!condition) throw new Refusal("mismatch", `manifest: ${what}`);
}

/** @param {Described} described @param {string} wave */
function checkFrame(described, wave) {
  require(described.v === 1, "version");
  require(described.wave === wave, "another wave");
  require(described.kem === KEM, "kem");
  require(described.padded === SIZES.get(described.comments), "padded size");
  require([1, 2, 3].includes(described.level), "level");
  require(/^\d{4}-\d\d-\d\d$/.test(described.closes) && Date.parse(described.closes) > 0, "closing date");
  require(Number.isInteger(described.k) && described.policy.k === described.k, "k");
  require(typeof described.reminders.targeted === "boolean", "reminders");
}

/** @param {Described} described */
function checkUnits({ units, k }) {
  require(units.length > 0, "no units");
  units.forEach((entry, i) => {
    const before = units[i - 1];
    require(before === undefined || before.unit < entry.unit, "units sorted, each once");
    require(Number.isInteger(entry.eligible), "eligible");
    b64uDecode(entry.pass_commitment, 32);
    b64uDecode(entry.label_commitment, 32);
  });
  const isSmall = k < K_FLOOR || units.some(({ eligible }) => eligible < k);
  if (isSmall) throw new Refusal("small", "a unit under k");
}

/** @param {Described} described @returns {Promise<import("./blind-rsa.js").TokenKey>} */
async function checkedTokenKey({ token_key: key }) {
  const modulus = b64uDecode(key.n, TOKEN_BYTES);
  const isOdd = ((modulus[TOKEN_BYTES - 1] ?? 0) & 1) === 1;
  const isFull = (modulus[0] ?? 0) >= 0x80;
  require(key.kty === "RSA" && key.e === "AQAB" && isOdd && isFull, "token key");
  return importTokenKey(key);
}

/** @param {Described} described @returns {Promise<Bytes>} */
async function checkedTallyKey({ tally_key: text }) {
  const point = b64uDecode(text, 65);
  await crypto.subtle.importKey("raw", point, { name: "ECDH", namedCurve: "P-256" }, false, []);
  return point;
}

/**
 * @param {Bytes} raw as served @param {string} wave as in the address
 * @returns {Promise<Manifest>}
 */
export function readManifest(raw, wave) {
  return orRefuse("mismatch", async () => {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const described = /** @type {Described} */ (JSON.parse(decoder.decode(raw)));
    checkFrame(described, wave);
    checkUnits(described);
    for (const key of Object.values(described.keys)) b64uDecode(key, 32);
    const hash = await digest(raw);
    return {
      described,
      hash,
      wave: b64uDecode(described.wave, 16),
      fingerprint: inFours(crockford(hash.slice(0, 10))),
      tokenKey: await checkedTokenKey(described),
      tallyKey: await checkedTallyKey(described),
      promiseKey: b64uDecode(described.keys.promise, 32),
    };
  });
}

/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {{ id: string, label: Texts, levels: { id: string, label: Texts }[] }} Cut */
/**
 * @typedef {object} Questionnaire every text in all languages of the survey
 * @property {number} v
 * @property {string} id
 * @property {string[]} locales its own language first
 * @property {Texts} title
 * @property {Texts} intro
 * @property {{ id: string, text: Texts }[]} items
 * @property {{ value: number, label: Texts }[]} options
 * @property {{ id: string, label: Texts }[]} scales
 * @property {Cut[]} cuts
 * @property {{ id: string, text: Texts }[]} comments
 */
/**
 * @param {Manifest} manifest @param {Bytes} raw as served @returns {Promise<Questionnaire>}
 */
export function readQuestionnaire(manifest, raw) {
  return orRefuse("mismatch", async () => {
    const promised = manifest.described.questionnaire_sha256;
    require(b64u(await digest(raw)) === promised, "another questionnaire");
    const asked = /** @type {Questionnaire} */ (JSON.parse(new TextDecoder().decode(raw)));
    require(asked.v === 2 && asked.locales.length > 0, "form of the questionnaire");
    return asked;
  });
}

/**
 * Whether pass and label are the ones the manifest committed to for this unit.
 * @param {Manifest} manifest
 * @param {{ unit: string, pass: Bytes, labelSalt: Bytes, label: string }} issued
 * @returns {Promise<Unit>} the manifest's entry
 */
export async function checkedUnit(manifest, { unit, pass, labelSalt, label: name }) {
  const entry = manifest.described.units.find((one) => one.unit === unit);
  if (entry === undefined) throw new Refusal("mismatch", "a unit the manifest does not list");
  const padded = new Uint8Array(UNIT_BYTES);
  padded.set(utf8(unit));
  const opening = concat(manifest.wave, padded);
  const passDigest = await digest(concat(label("UNIT"), opening, pass));
  const labelDigest = await digest(concat(label("LABEL"), opening, labelSalt, utf8(name)));
  require(isEqual(passDigest, b64uDecode(entry.pass_commitment)), "unit pass");
  require(isEqual(labelDigest, b64uDecode(entry.label_commitment)), "unit label");
  return entry;
}
