/**
 * What survives a reload: the draft before the token is asked for, the token when it is
 * there; answers only as `keeping.js` locks them. Never the invitation. IndexedDB, one
 * record an invitation.
 */
import { b64u, concat, digest, label } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/**
 * `version` counts the casts that were begun, so that no two carry the same number;
 * `isCast` says that one was acknowledged; `leaf` is its receipt.
 * @typedef {object} Kept
 * @property {import("./protocol.js").Draft} draft
 * @property {import("./protocol.js").Token | null} token
 * @property {number} version
 * @property {boolean} isCast
 * @property {Bytes} [leaf]
 * @property {import("./keeping.js").Said} [said] if the person asked for it
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
 * The record's name: from the invitation, but not the digest the server stores.
 * @param {Bytes} wave @param {Bytes} invitation @returns {Promise<string>}
 */
export async function nameOf(wave, invitation) {
  return b64u(await digest(concat(label("KEEP"), wave, invitation)));
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

/** @param {(kept: Kept) => Kept | null} change gives what to keep instead, or null for no change */
export const everyRecord = (change) =>
  within("readwrite", (store) => {
    const walk = store.openCursor();
    walk.onsuccess = () => {
      const fresh = walk.result && change(walk.result.value);
      if (fresh) walk.result?.update(fresh);
      walk.result?.continue();
    };
    return walk;
  });
