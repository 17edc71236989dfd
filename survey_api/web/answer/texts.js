/** The catalogue: every sentence a respondent reads, by key, in the document's language. */
import { fetchBytes } from "./network.js";

/** @type {Record<string, string>} */
let catalogue = {};
let locale = "en";

/** Fetches the catalogue of the language that the server chose for the document. */
export async function loadTexts() {
  locale = document.documentElement.lang || "en";
  const served = await fetchBytes(`/answer/messages/${locale}.json`);
  catalogue = JSON.parse(new TextDecoder().decode(served));
}

/**
 * @param {string} key @param {Record<string, string | number>} [values] for {names} in the text
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = catalogue[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {string} key @param {number} n @param {Record<string, string | number>} [values] */
export function plural(key, n, values = {}) {
  const form = `${key}.${new Intl.PluralRules(locale).select(n)}`;
  return t(form in catalogue ? form : `${key}.other`, { n, ...values });
}

/** @param {string} iso a date without a time @returns {string} "Monday, 30 November" */
export function day(iso) {
  const how = /** @type {const} */ ({ weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, how).format(new Date(iso));
}

/** @param {number} value @returns {string} with one decimal, by locale */
export const decimal = (value) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).format(value);
