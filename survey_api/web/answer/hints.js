/**
 * What in a text may show who wrote it. Pure, and it never leaves the browser: patterns only,
 * no list of colleagues. It points out and never decides.
 */

/** @typedef {"mail" | "phone" | "date" | "group" | "title" | "name"} Kind */
/** @typedef {{ kind: Kind, text: string, at: number }} Hint */

const MONTHS =
  "jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|ma[iy]|june?|juni|july?|juli|aug(?:ust)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?";
const DAYS =
  "(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag";
const TITLES =
  "manager(?:in)?|directors?|head of|team ?leads?|team ?leitung|supervisors?|foreman|forewoman|nurses?|engineers?|accountants?|secretar(?:y|ies)|receptionists?|interns?|trainees?|apprentices?|working students?|chief \\w+|c[efto]o|chef(?:in)?|leiter(?:in)?|\\p{L}+leiter(?:in)?|geschäftsführ(?:er|ung)(?:in)?|vorgesetzte[rn]?|meister(?:in)?|ingenieur(?:in)?|buchhalter(?:in)?|sekretär(?:in)?|pfleger(?:in)?|praktikant(?:in)?|werkstudent(?:in)?|azubi|auszubildende[rn]?";
const START = "(?<![\\p{L}\\d])";
const END = "(?![\\p{L}\\d])";
const WORD = "\\p{Lu}[\\p{Ll}'’]+(?:-\\p{Lu}\\p{Ll}+)?";
const GERMAN = /(?<!\p{L})(?:und|der|die|das|nicht|ist|sind|wir|ich|ein|eine|zu|mit|wird)(?!\p{L})/giu;
/** Capitalised in English without being anybody's name. */
const PLAIN = new RegExp(`^(?:I|I['’]\\w+|English|German|${DAYS}|${MONTHS})$`, "iu");
/** What stands before the first word of a sentence. */
const BEGINS = /(?:^|[.!?:;…]["”“’)]*|[„“"(•–-])\s*$/u;
const LEAST_DIGITS = 7;
const LEAST_LETTERS = 4;
const MOST = 6;

/** @param {string} source @param {string} [flags] */
const whole = (source, flags = "giu") => new RegExp(`${START}(?:${source})${END}`, flags);

/** In this order: what an earlier pattern found is not found again. */
const PATTERNS = /** @type {[Kind, RegExp][]} */ ([
  ["mail", /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/giu],
  ["date", whole("\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[./]\\d{1,2}[./](?:\\d{2,4})?")],
  ["date", whole(`\\d{1,2}(?:st|nd|rd|th|\\.)? (?:of )?(?:${MONTHS})|(?:${MONTHS}) \\d{1,2}(?:st|nd|rd|th)?`)],
  ["date", whole(DAYS)],
  ["phone", /(?<![\p{L}\d])[+(]?\d[\d ()/.-]{5,}\d(?!\d)/gu],
  ["name", whole(`(?:Mr|Mrs|Ms|Dr|Prof|Herrn?|Frau)\\.? (?:Dr\\. )?${WORD}`, "gu")],
  ["title", whole(TITLES)],
]);

/** @param {string} name @returns {RegExp | null} the group's name, or one of its longer words */
function ofGroup(name) {
  const escape = (/** @type {string} */ text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const words = name.split(/[^\p{L}\d]+/u).filter((word) => word.length >= LEAST_LETTERS);
  const known = [name.trim(), ...words].filter((word) => word !== "").map(escape);
  return known.length > 0 ? whole(known.join("|")) : null;
}

/**
 * Capitalised words inside a sentence; in German, where every noun is, two of them in a row.
 * @param {string} text @returns {Hint[]}
 */
function names(text) {
  const least = (text.match(GERMAN) ?? []).length >= 2 ? 2 : 1;
  return [...text.matchAll(whole(`${WORD}(?: ${WORD})*`, "gu"))].flatMap(({ 0: run, index }) => {
    const isFirst = BEGINS.test(text.slice(0, index));
    const words = run.split(" ").slice(isFirst ? 1 : 0).filter((word) => !PLAIN.test(word));
    const said = words.join(" ");
    const at = index + Math.max(run.indexOf(said), 0);
    return words.length >= least ? [{ kind: /** @type {const} */ ("name"), text: said, at }] : [];
  });
}

/** @param {Hint} one */
const isLikely = ({ kind, text }) => kind !== "phone" || text.replace(/\D/g, "").length >= LEAST_DIGITS;

/**
 * @param {string} text @param {string} group the writer's own group
 * @returns {Hint[]} in the order of the text, each word once
 */
export function hints(text, group) {
  const own = ofGroup(group);
  const [first, ...others] = PATTERNS;
  const patterns = own && first ? [first, /** @type {[Kind, RegExp]} */ (["group", own]), ...others] : PATTERNS;
  const found = patterns.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: said, index }) => ({ kind, text: said.trim(), at: index })),
  );
  /** @type {Hint[]} */
  const kept = [];
  for (const one of [...found.filter(isLikely), ...names(text)]) {
    const end = one.at + one.text.length;
    const isSeen = kept.some((other) => one.at < other.at + other.text.length && other.at < end);
    const isSaid = kept.some((other) => other.text.toLowerCase() === one.text.toLowerCase());
    if (!isSeen && !isSaid) kept.push(one);
  }
  return kept.sort((a, b) => a.at - b.at).slice(0, MOST);
}
