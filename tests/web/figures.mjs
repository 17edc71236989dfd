/**
 * The client against published and our own figures. The same file runs in Node and in
 * Chromium; `load` imports a module of the client there.
 */

/** @param {string} hex */
export const bytes = (hex) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** @param {Uint8Array} raw */
export const hex = (raw) => Array.from(raw, (b) => b.toString(16).padStart(2, "0")).join("");

/** @param {string} name @param {unknown} found @param {unknown} expected */
function same(name, found, expected) {
  if (found !== expected) throw new Error(`${name}: ${found} instead of ${expected}`);
}

/** RFC 9474, appendix A: all four variants, the key of 4096 bits. */
export async function rfc9474(vectors, load) {
  const { b64u } = await load("bytes.js");
  const rsa = await load("blind-rsa.js");
  const key = await rsa.importTokenKey({ n: b64u(bytes(vectors.key.n)), e: b64u(bytes(vectors.key.e)) });
  for (const one of vectors.variants) {
    const salt = bytes(one.salt);
    const input = rsa.prepare(bytes(vectors.message), bytes(one.prefix));
    const r = rsa.toBytes(invert(BigInt(`0x${one.inverse}`), key.n), key.size);
    const blinded = await rsa.blind(key, input, { r, salt });
    same(`${one.name} blinded`, hex(blinded), one.blinded);
    const signature = await rsa.finalize(key, input, bytes(one.blind_signature), r, salt.length);
    same(`${one.name} signature`, hex(signature), one.signature);
  }
  return vectors.variants.length;
}

/** Our own figures: what Python computed, the browser's client must compute too. */
export async function protocol(vectors, load) {
  const { crockford, crockfordDecode, b64u } = await load("bytes.js");
  const { ballotKey, fallbackKey, isSigned } = await load("ballot-key.js");
  const { hkdf, label } = await load("bytes.js");
  const { readManifest } = await load("manifest.js");
  const rsa = await load("blind-rsa.js");
  const steps = await load("protocol.js");
  const { manifest: said, token, cast, ballot_key: key, commitments } = vectors;

  for (const [raw, text] of pairs(vectors.crockford)) {
    same("crockford", crockford(bytes(raw)), text);
    same("crockford back", hex(crockfordDecode(text.toLowerCase(), raw.length / 2)), raw);
  }
  const served = new TextEncoder().encode(said.text);
  const manifest = await readManifest(served, JSON.parse(said.text).wave);
  same("manifest hash", hex(manifest.hash), said.hash);
  same("fingerprint", manifest.fingerprint, said.fingerprint);
  same("wave", b64u(bytes(commitments.wave)), manifest.described.wave);

  const seed = bytes(key.seed);
  same("ballot key", hex((await ballotKey(seed)).publicKey), key.public);
  const fallback = await fallbackKey(await hkdf(seed, label("BALLOTKEY"), 32));
  same("fallback key", hex(fallback.publicKey), key.public);

  const input = bytes(token.input_msg);
  const r = bytes(token.r.padStart(768, "0"));
  const blinded = await rsa.blind(manifest.tokenKey, input, { r, salt: bytes(token.pss_salt) });
  same("blinded", hex(blinded), token.blinded);
  same("sig", hex(await rsa.finalize(manifest.tokenKey, input, bytes(token.blind_sig), r)), token.sig);

  const draft = { seed, prefix: bytes(token.prefix), r, manifestHash: manifest.hash };
  const taken = await steps.readIssueReply(manifest, draft, bytes(vectors.issue.reply));
  same("unit", taken.unit, commitments.unit);
  same("label", taken.label, commitments.label);
  same("token", hex(taken.sig), token.sig);

  const leaf = await steps.leafOf(manifest, bytes(key.public), bytes(cast.sealed));
  same("leaf", hex(leaf), cast.leaf);
  same("promise", await isSigned(bytes(cast.promise_public), bytes(cast.promise), bytes(cast.promise_message)), true);
  const signed = new Uint8Array([...label("CAST"), ...manifest.hash, ...(await sha256(bytes(cast.sealed)))]);
  same("sigma", hex(await (await ballotKey(seed)).sign(signed)), cast.sigma);
  same("fallback sigma", hex(await fallback.sign(signed)), cast.sigma);
  return true;
}

/** Blind, cast and leaf made here, for Python to sign, verify and open. */
export async function request({ manifest: text, invitation, seed, prefix, r }, load) {
  const { readManifest } = await load("manifest.js");
  const steps = await load("protocol.js");
  const manifest = await readManifest(new TextEncoder().encode(text), JSON.parse(text).wave);
  const draft = seed
    ? { seed: bytes(seed), prefix: bytes(prefix), r: bytes(r), manifestHash: manifest.hash }
    : steps.newDraft(manifest);
  const body = await steps.issueRequest(manifest, draft, bytes(invitation));
  return { body: hex(body), seed: hex(draft.seed), prefix: hex(draft.prefix), r: hex(draft.r) };
}

/** The second half of the same: from the reply of Python to a cast message. */
export async function ballot({ manifest: text, seed, prefix, r, reply, said }, load) {
  const { readManifest } = await load("manifest.js");
  const steps = await load("protocol.js");
  const manifest = await readManifest(new TextEncoder().encode(text), JSON.parse(text).wave);
  const draft = { seed: bytes(seed), prefix: bytes(prefix), r: bytes(r), manifestHash: manifest.hash };
  const token = await steps.readIssueReply(manifest, draft, bytes(reply));
  const { body, leaf } = await steps.cast(manifest, draft, token, 1, said);
  const { encode } = await load("ballot-code.js");
  const parts = { kind: "own", wave: manifest.wave, version: 2, ...draft, ...token };
  const made = { label: token.label, eligible: token.eligible, code: encode(parts) };
  return { body: hex(body), leaf: hex(leaf), ...made };
}

/** The next version of a ballot from its code: other answers, or none as a withdrawal. */
export async function again({ manifest: text, code: said, answers }, load) {
  const { readManifest } = await load("manifest.js");
  const { decode } = await load("ballot-code.js");
  const steps = await load("protocol.js");
  const manifest = await readManifest(new TextEncoder().encode(text), JSON.parse(text).wave);
  const code = decode(said);
  const { draft, token } = await steps.takenUp(manifest, code);
  const ballot = answers ? { answers, cuts: {} } : steps.BLANK;
  const { body } = await steps.cast(manifest, draft, token, code.version, ballot);
  return { body: hex(body), label: token.label };
}

/** @param {Uint8Array} raw */
const sha256 = async (raw) => new Uint8Array(await crypto.subtle.digest("SHA-256", raw));

/** @returns {[string, string][]} */
const pairs = (list) => list.map((one) => (Array.isArray(one) ? one : Object.values(one)));

/** @param {bigint} value @param {bigint} n */
function invert(value, n) {
  let [a, b, x, y] = [value % n, n, 1n, 0n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % n) + n) % n;
}

/** The root of a list of leaf hashes. */
export async function root(leaves, load) {
  const { rootOf } = await load("receipts.js");
  return hex(await rootOf(leaves.map(bytes)));
}

/** Looks a receipt up in files that stand in for both origins; says which addresses were asked. */
export async function lookUp({ files, wave, leaf }, load) {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    return url in files ? new Response(bytes(files[url])) : new Response("{}", { status: 404 });
  };
  const { lookUp: search } = await load("receipts.js");
  return { ...(await search(wave, bytes(leaf))), asked };
}
