/** Everything that is asked, in its order: the statements, then what people may say about themselves. */
import { clean } from "./own-words.js";
import { pick, t } from "./texts.js";

/** @typedef {import("./visit.js").Visit} Visit */
/** @typedef {import("./texts.js").Worded} Worded */
/** @typedef {import("./own-words.js").Written} Written */
/**
 * @typedef {object} Question
 * @property {Worded} asked
 * @property {string} why what its answer is used for, "" for a statement
 * @property {string} change the name of the button that leads back to it
 * @property {{ key: string, label: Worded }[]} options
 * @property {() => string | undefined} given the key of the chosen option
 * @property {(key: string) => void} choose
 * @property {() => void} skip
 * @property {() => Written | undefined} [written] only where people answer in their own words
 * @property {(written: Written) => void} [write]
 */

/** The key of "prefer not to say": chosen like the others, never sent. */
export const NOTHING = "";

/** @param {Visit} visit @returns {Question[]} */
export function questions(visit) {
  const { items, cuts, comments } = visit.questionnaire;
  const taken = visit.manifest.described.comments ? comments : [];
  return [
    ...items.map((item, index) => statement(visit, item, index)),
    ...cuts.map((cut) => aboutYou(visit, cut)),
    ...taken.map((one) => ownWords(visit, one)),
  ];
}

/**
 * @param {Visit} visit @param {import("./manifest.js").Questionnaire["items"][number]} item
 * @param {number} index @returns {Question}
 */
function statement({ questionnaire, answers }, { id, text }, index) {
  const { options, locales } = questionnaire;
  const asked = pick(text, locales);
  return {
    asked,
    why: "",
    change: t("review.change.label", { i: index + 1, text: asked.text }),
    options: options.map(({ value, label }) => ({ key: String(value), label: pick(label, locales) })),
    given: () => answers.get(id)?.toString(),
    choose: (key) => answers.set(id, Number(key)),
    skip: () => answers.delete(id),
  };
}

/** @param {Visit} visit @param {import("./manifest.js").Cut} cut @returns {Question} */
function aboutYou({ manifest, questionnaire: { locales }, cuts }, { id, label, levels }) {
  const asked = pick(label, locales);
  const offered = levels.map((level) => ({ key: level.id, label: pick(level.label, locales) }));
  return {
    asked,
    why: t("cut.why", { big: manifest.described.policy.big }),
    change: t("review.change.cut", { text: asked.text }),
    options: [...offered, { key: NOTHING, label: { text: t("cut.nothing") } }],
    given: () => cuts.get(id),
    choose: (key) => cuts.set(id, key),
    skip: () => cuts.delete(id),
  };
}

/** @param {Visit} visit @param {import("./manifest.js").Questionnaire["comments"][number]} one @returns {Question} */
function ownWords({ questionnaire: { locales }, comments }, { id, text }) {
  const asked = pick(text, locales);
  return {
    asked,
    why: "",
    change: t("review.change.comment", { text: asked.text }),
    options: [],
    given: () => undefined,
    choose: () => {},
    skip: () => comments.delete(id),
    written: () => comments.get(id),
    write: (written) => (clean(written.text) ? comments.set(id, written) : comments.delete(id)),
  };
}
