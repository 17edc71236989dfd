/** The one error of the client: why it stopped, as the name of a screen in the catalogue. */

/**
 * @typedef {"unknown" | "used" | "closed" | "mismatch" | "small" | "changes" | "unreachable"
 *   | "unsupported" | "wrong_group" | "refused" | "promise" | "damaged" | "other_wave"
 *   | "spent"} Reason
 */

export class Refusal extends Error {
  /** @param {Reason} reason @param {string} [detail] for the console of whoever builds this */
  constructor(reason, detail) {
    super(detail ?? reason);
    this.reason = reason;
  }
}

/**
 * Runs a check that throws on bad input and turns any failure into a refusal.
 * @template T
 * @param {Reason} reason @param {() => T | Promise<T>} attempt @returns {Promise<T>}
 */
export async function orRefuse(reason, attempt) {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(reason, error instanceof Error ? error.message : undefined);
  }
}
