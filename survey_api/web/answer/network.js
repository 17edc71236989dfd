/** Every request the page makes: without cookies, without referrer, without a cache. */
import { Refusal } from "./refusal.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */

/** Thrown when nothing was heard or the service asks to come back: worth trying again. */
export class NotReached extends Error {}

const TIMEOUT_MS = 20_000;
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** @param {string} url @param {RequestInit} [request] @returns {Promise<Response>} */
async function call(url, request) {
  /** @type {RequestInit} */
  const quiet = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const reply = await fetch(url, { ...quiet, redirect: "error", signal, ...request }).catch(() => {
    throw new NotReached();
  });
  if (PASSING.has(reply.status)) throw new NotReached();
  if (!reply.ok) throw new Refusal(reasonOf(reply.status, await problemOf(reply)));
  return reply;
}

/** @param {Response} reply @returns {Promise<string>} the problem type's last word (RFC 9457) */
async function problemOf(reply) {
  const problem = await reply.json().catch(() => ({}));
  return String(problem?.type ?? "").split(":").pop() ?? "";
}

/** @param {number} status @param {string} problem @returns {import("./refusal.js").Reason} */
export function reasonOf(status, problem) {
  if (/closed|not-open/.test(problem) || status === 410) return "closed";
  if (/version/.test(problem)) return "changes";
  if (status === 404) return "unknown";
  return status === 409 ? "used" : "refused";
}

/** @param {Response} reply @returns {Promise<Bytes>} */
async function bytesOf(reply) {
  return new Uint8Array(
    await reply.arrayBuffer().catch(() => {
      throw new NotReached();
    }),
  );
}

/** @param {string} path @param {RequestInit} [request] @returns {Promise<Bytes>} as served */
export const fetchBytes = async (path, request) => bytesOf(await call(path, request));

/**
 * A part of the page that few visits need, fetched when it is asked for.
 * @template T
 * @param {Promise<T>} part @returns {Promise<T>}
 */
export const late = (part) =>
  part.catch(() => {
    throw new NotReached();
  });

/** @param {string} url @param {Bytes} body @returns {Promise<Bytes>} */
export async function post(url, body) {
  const headers = { "Content-Type": "text/plain" };
  return bytesOf(await call(url, { method: "POST", mode: "cors", headers, body }));
}
