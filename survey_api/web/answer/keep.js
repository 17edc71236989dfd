/**
 * What survives a reload: the draft before the token is asked for, the token when it is
 * there, until the ballot is acknowledged; answers and the way back only as `keeping.js` locks
 * them. Never the invitation. IndexedDB, one record an invitation or ballot code.
 */
import { b64u, concat, digest, label } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/**
 * `version` counts the casts that were begun, so that no two carry the same number;
 * `isCast` says that one was acknowledged; `leaf` is its receipt, in memory only.
 * @typedef {object} Kept
 * @property {import("./protocol.js").Draft | null} draft
 * @property {import("./protocol.js").Token | null} token
 * @property {number} version
 * @property {boolean} isCast
 * @property {string} closes after which the record is wiped
 * @property {Bytes} [leaf]
 * @property {Bytes} [said] the answers, locked, if the person asked for it
 * @property {Bytes} [back] draft, token and receipt, locked, if the person asked for it
 */

const STORE = "kept";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("safe-to-say", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

/**
 * Resolves when the transaction is complete, not when the request is: a draft must be on
 * disk before it is used.
 * @template T
 * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function within(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/**
 * The record's name: from the invitation or the seed, but not the digest the server stores.
 * @param {Bytes} wave @param {Bytes} secret @returns {Promise<string>}
 */
export async function nameOf(wave, secret) {
  return b64u(await digest(concat(label("KEEP"), wave, secret)));
}

/** @param {string} name @returns {Promise<Kept | undefined>} */
export const recall = (name) => within("readonly", (store) => store.get(name));

/**
 * Keeps a fresh record unless another tab was first; gives the one that counts.
 * @param {string} name @param {Kept} fresh @returns {Promise<Kept>}
 */
export async function keepFirst(name, fresh) {
  await within("readwrite", (store) => {
    const found = store.get(name);
    found.onsuccess = () => found.result === undefined && store.put(fresh, name);
    return found;
  });
  return (await recall(name)) ?? fresh;
}

/** @param {string} name @param {Kept} kept */
export const keep = (name, kept) => within("readwrite", (store) => store.put(kept, name));

/** @param {string} name */
export const forget = (name) => within("readwrite", (store) => store.delete(name));

/** @param {(kept: Kept) => boolean} isDue wipes the records that are */
export const wipe = (isDue) =>
  within("readwrite", (store) => {
    const walk = store.openCursor();
    walk.onsuccess = () => {
      if (walk.result && isDue(walk.result.value)) walk.result.delete();
      walk.result?.continue();
    };
    return walk;
  });
