/** Comments of a visit: in memory, cleaned as they are sealed. */

/** @typedef {import("./visit.js").Visit} Visit */
/** @typedef {{ text: string, isStory: boolean, isAgreed: boolean }} Written */
/** @typedef {{ id: string, text: string, kind: "comment" | "moment", may_publish: boolean }} Sealed */

export const LONGEST = 500;

/** @param {string} text @returns {string} one line, composed, as long as is taken */
export const clean = (text) =>
  text.normalize("NFC").replace(/[\p{Cc}\s]+/gu, " ").trim().slice(0, LONGEST);

/** @param {Written | undefined} written a story needs both ticks */
export const isMoment = (written) => Boolean(written?.isStory && written.isAgreed);

/** @param {Visit} visit @returns {Sealed[]} what was written, in the order of the questions */
export function sealedComments({ questionnaire, comments }) {
  return questionnaire.comments.flatMap(({ id }) => {
    const written = comments.get(id);
    const text = clean(written?.text ?? "");
    /** @type {Sealed} */
    const sealed = { id, text, kind: "comment", may_publish: false };
    if (text === "") return [];
    return isMoment(written) ? { ...sealed, kind: "moment", may_publish: true } : sealed;
  });
}
