/** Tries again, with growing pauses and as soon as the network is back. */
import { NotReached } from "./network.js";

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** @param {number} pause @param {AbortSignal} hurry @returns {Promise<void>} */
function rest(pause, hurry) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, pause);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    }
    addEventListener("online", done);
    hurry.addEventListener("abort", done);
  });
}

/**
 * Repeats `attempt` until it is heard; anything but silence is passed on at once.
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {(again: () => void) => void} onWaiting told of each pause; `again` ends it early
 * @returns {Promise<T>}
 */
export async function patiently(attempt, onWaiting) {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof NotReached)) throw error;
      const hurry = new AbortController();
      onWaiting(() => hurry.abort());
      await rest(pause, hurry.signal);
    }
  }
}
