/** The client in Node: published figures, our own, another implementation, and refusals. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, protocol, rfc9474 } from "./figures.mjs";
import { load, locked, vectors } from "./node.mjs";

const own = vectors("protocol");
const served = new TextEncoder().encode(own.manifest.text);
const { wave } = JSON.parse(own.manifest.text);

/** @param {(described: any) => void} change @returns {Uint8Array} a manifest with one thing wrong */
function changed(change) {
  const described = JSON.parse(own.manifest.text);
  change(described);
  return new TextEncoder().encode(JSON.stringify(described));
}

test("the RFC 9474 figures come out", async () => {
  assert.equal(await rfc9474(vectors("rfc9474"), load), 4);
});

test("the protocol figures come out", async () => {
  assert.equal(await protocol(own, load), true);
});

test("another implementation signs what we blind and accepts what we finish", async () => {
  const { RSABSSA } = await locked("@cloudflare/blindrsa-ts");
  const rsa = await load("blind-rsa.js");
  const how = { name: "RSA-PSS", hash: "SHA-384", modulusLength: 3072, publicExponent: Uint8Array.of(1, 0, 1) };
  const pair = await crypto.subtle.generateKey(how, true, ["sign", "verify"]);
  const key = await rsa.importTokenKey(await crypto.subtle.exportKey("jwk", pair.publicKey));
  const suite = RSABSSA.SHA384.PSS.Randomized();
  const message = suite.prepare(new TextEncoder().encode("any message"));

  const r = rsa.drawBlind(key);
  const salt = crypto.getRandomValues(new Uint8Array(48));
  const blinded = await rsa.blind(key, message, { r, salt });
  const ours = await rsa.finalize(key, message, await suite.blindSign(pair.privateKey, blinded), r);
  assert.equal(await suite.verify(pair.publicKey, ours, message), true);

  const { blindedMsg, inv } = await suite.blind(pair.publicKey, message);
  const signed = await suite.blindSign(pair.privateKey, blindedMsg);
  const theirs = await suite.finalize(pair.publicKey, message, signed, inv);
  assert.equal(await rsa.verify(key, message, theirs), true);
});

test("a wrong blind signature is refused", async () => {
  const rsa = await load("blind-rsa.js");
  const { tokenKey } = await (await load("manifest.js")).readManifest(served, wave);
  const r = bytes(own.token.r.padStart(768, "0"));
  const input = bytes(own.token.input_msg);
  const wrong = bytes(own.token.blind_sig);
  wrong[100] ^= 1;
  await assert.rejects(rsa.finalize(tokenKey, input, wrong, r), /does not verify/);
  await assert.rejects(rsa.finalize(tokenKey, input, wrong.slice(1), r), /not a blind signature/);
});

for (const { name, at, value, reason } of vectors("hostile_manifests").faults) {
  test(`a manifest with ${name} is refused`, async () => {
    const { readManifest } = await load("manifest.js");
    const put = (/** @type {any} */ described) => (at.slice(0, -1).reduce((/** @type {any} */ part, key) => part[key], described)[at.at(-1)] = value);
    await assert.rejects(readManifest(changed(put), wave), { reason });
  });
}

test("a manifest without keys or of no JSON is refused", async () => {
  const { readManifest } = await load("manifest.js");
  await assert.rejects(readManifest(changed((m) => delete m.keys), wave), { reason: "mismatch" });
  await assert.rejects(readManifest(served.slice(1), wave), { reason: "mismatch" });
});

test("a group that the manifest does not commit to is refused", async () => {
  const manifest = await (await load("manifest.js")).readManifest(served, wave);
  const steps = await load("protocol.js");
  const { r, prefix } = own.token;
  const draft = {
    seed: bytes(own.ballot_key.seed),
    prefix: bytes(prefix),
    r: bytes(r.padStart(768, "0")),
    manifestHash: manifest.hash,
  };
  for (const at of [390, 420, 450, 485]) {
    const reply = bytes(own.issue.reply);
    reply[at] ^= 1;
    await assert.rejects(steps.readIssueReply(manifest, draft, reply), { reason: "mismatch" });
  }
});

test("a link is read whatever a mail gateway made of it", async () => {
  const { readLink } = await load("invitation.js");
  const secret = "AAECAwQFBgcICQoLDA0ODw";
  const id = "KgedzyZvcI599setDBIF9Q";
  const forms = [
    [`/w/${id}`, `#${secret}`],
    [`/w/${id}%23${secret}`, ""],
    [`/w/${id}%2523${secret}`, ""],
    [`/w/${id}/%23${secret}`, ""],
    [`/w/${id}%23${secret}?utm_source=mail`, ""],
    [`/w/${id}%23${secret}&data=05`, ""],
    [`/w/${id}`, "#000G-40R4-0M30-E209-185G-R38E-1W"],
  ];
  for (const [pathname, hash] of forms) {
    const link = readLink({ pathname, hash }, null);
    assert.equal(link.wave, id, pathname);
    assert.equal(link.isBroken, false, pathname + hash);
    assert.deepEqual([...(link.entrance?.secret ?? [])].slice(0, 4), [0, 1, 2, 3], pathname + hash);
  }
  assert.equal(readLink({ pathname: `/w/${id}`, hash: "#cut" }, null).isBroken, true);
  assert.equal(readLink({ pathname: `/w/${id}`, hash: "" }, null).entrance, null);
  const { forms_of_the_first: codeForms, codes } = vectors("ballot_code");
  for (const form of Object.values(codeForms).filter((text) => text.startsWith("https:"))) {
    const { pathname, hash } = new URL(form);
    const link = readLink({ pathname, hash }, null);
    assert.equal(link.entrance?.code?.version, codes[0].version, form);
    assert.equal(link.wave, "AAECAwQFBgcICQoLDA0ODw", form);
  }
  const cut = readLink({ pathname: `/w/${id}`, hash: "#b.AQAA" }, null);
  assert.deepEqual([cut.isBroken, cut.isDamaged], [true, true]);
});

test("ballot codes come out of their parts and are read however they arrive", async () => {
  const { addressOf, decode, encode } = await load("ballot-code.js");
  const { codes, forms_of_the_first: forms, refused } = vectors("ballot_code");
  for (const one of codes) {
    const found = decode(one.code);
    assert.equal(encode(found), one.code);
    assert.equal(addressOf("https://survey.example", found), one.address);
    const { kind, unit, label, version, manifestHash, sig } = found;
    assert.deepEqual({ kind, unit, label, version }, { kind: one.kind, unit: one.unit, label: one.label, version: one.version });
    assert.deepEqual([manifestHash, sig], [bytes(one.manifest_hash), bytes(one.sig)]);
  }
  for (const [name, text] of Object.entries(forms)) assert.equal(encode(decode(text)), codes[0].code, name);
  for (const [name, text] of Object.entries(refused)) assert.equal(decode(text), null, name);
});
