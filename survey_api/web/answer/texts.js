/** The catalogues: every sentence a respondent reads, by key, in the language of the page. */
import { fetchBytes } from "./network.js";

/** @typedef {Record<string, string>} Texts one text by language */
/** @typedef {{ text: string, lang?: string }} Worded `lang` only where it is not the page's */

/** @type {Map<string, Promise<Texts>>} */
const catalogues = new Map();
/** @type {Texts} */
let catalogue = {};
let locale = "en";

/** @param {string} language @returns {Promise<Texts>} */
async function read(language) {
  const option = /** @type {HTMLElement | null} */ (document.querySelector(`#language [value="${language}"]`));
  const { integrity } = option?.dataset ?? {};
  const served = await fetchBytes(`/answer/messages/${language}.json`, { integrity });
  return JSON.parse(new TextDecoder().decode(served));
}

/** @param {string} language @returns {Promise<Texts>} fetched once, again only after a failure */
export function fetchTexts(language) {
  const known = catalogues.get(language) ?? read(language);
  catalogues.set(language, known);
  known.catch(() => catalogues.delete(language));
  return known;
}

/** From now on the page speaks this language. @param {string} language */
export async function speak(language) {
  catalogue = await fetchTexts(language);
  locale = language;
}

/** Words that keep their own direction inside a text from right to left. @param {string | number} value */
const isolated = (value) =>
  typeof value === "string" && document.documentElement.dir === "rtl" ? `\u2068${value}\u2069` : value;

/**
 * @param {string} key @param {Record<string, string | number>} [values] for {names} in the text
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = catalogue[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(isolated(values[name] ?? "")));
}

/** @param {string} key @param {number} n @param {Record<string, string | number>} [values] */
export function plural(key, n, values = {}) {
  const form = `${key}.${new Intl.PluralRules(locale).select(n)}`;
  return t(form in catalogue ? form : `${key}.other`, { n, ...values });
}

/**
 * What the survey itself says: in the page's language, its base language, or the survey's own.
 * @param {Texts} said @param {string[]} locales of the survey, its own first @returns {Worded}
 */
export function pick(said, locales) {
  const wanted = [locale, locale.split("-")[0] ?? "", ...locales];
  const lang = wanted.find((one) => one in said) ?? "";
  return lang === locale ? { text: said[lang] ?? "" } : { text: said[lang] ?? "", lang };
}

/** @param {string} iso a date without a time @returns {string} "Monday, 30 November" */
export function day(iso) {
  const how = /** @type {const} */ ({ weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, how).format(new Date(iso));
}

/** @param {number} value @returns {string} with one decimal, by locale */
export const decimal = (value) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).format(value);
