/**
 * Rebuilds the vendored front-end files from the npm lock, or with --check proves that the
 * committed ones equal a fresh build.
 *
 *   npm ci && node vendor.mjs [--check]
 */
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const packages = join(here, "node_modules");
const client = join(here, "answer", "vendor");
const dashboard = join(root, "dashboard", "assets", "vendor");
const inter = "@fontsource-variable/inter";

/** Files taken as they are: [package, file inside it, where it goes]. */
const copies = [
  [inter, "files/inter-latin-wght-normal.woff2", join(dashboard, "inter-latin.woff2")],
  [inter, "files/inter-latin-ext-wght-normal.woff2", join(dashboard, "inter-latin-ext.woff2")],
  [inter, "LICENSE", join(dashboard, "inter.LICENSE.txt")],
  ["plotly.js-cartesian-dist-min", "plotly-cartesian.min.js", join(dashboard, "plotly-cartesian.min.js")],
  ["plotly.js-cartesian-dist-min", "LICENSE", join(dashboard, "plotly-cartesian.LICENSE.txt")],
  ["@hpke/core", "LICENSE", join(client, "hpke-core.LICENSE.txt")],
  ["@noble/ed25519", "LICENSE", join(client, "ed25519.LICENSE.txt")],
  ["lean-qr", "LICENSE", join(client, "lean-qr.LICENSE.txt")],
];

/** Modules bundled for browsers: [what is re-exported, file]. Only what the client calls. */
const bundles = [
  [
    'export { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";',
    join(client, "hpke-core.js"),
  ],
  [
    'export { getPublicKeyAsync, signAsync, verifyAsync } from "@noble/ed25519";',
    join(client, "ed25519.js"),
  ],
  ['export { generate } from "lean-qr";', join(client, "lean-qr.js")],
];

/** @param {string} name @returns {Promise<string>} */
async function versionOf(name) {
  const described = await readFile(join(packages, name, "package.json"), "utf8");
  return `${name} ${JSON.parse(described).version}`;
}

/** @param {string} contents @returns {Promise<Uint8Array>} */
async function bundle(contents) {
  const name = contents.match(/from "((?:@[^/]+\/)?[^/"]+)/)?.[1] ?? "";
  const result = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    banner: { js: `/* ${await versionOf(name)}, MIT; built by vendor.mjs */` },
    write: false,
  });
  return result.outputFiles[0].contents;
}

/** @returns {Promise<[string, Uint8Array][]>} every vendored file with its bytes */
async function vendored() {
  const built = bundles.map(async ([entry, target]) => [target, await bundle(entry)]);
  const taken = copies.map(async ([name, file, target]) => [
    target,
    await readFile(join(packages, name, file)),
  ]);
  const files = /** @type {[string, Uint8Array][]} */ (await Promise.all([...built, ...taken]));
  const large = files.filter(([target]) => target.endsWith("plotly-cartesian.min.js"));
  return [...files, ...large.map(([target, plain]) => /** @type {[string, Uint8Array]} */ ([`${target}.br`, packed(plain)]))];
}

/** As small as brotli makes it, so that no server has to. @param {Uint8Array} plain @returns {Uint8Array} */
const packed = (plain) => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });

/** @param {string} path @param {Uint8Array} fresh @returns {Promise<boolean>} */
async function isSame(path, fresh) {
  const committed = await readFile(path).catch(() => null);
  return committed !== null && committed.equals(fresh);
}

const checking = process.argv.includes("--check");
let stale = 0;
for (const [path, fresh] of await vendored()) {
  const name = relative(root, path);
  if (checking) {
    const same = await isSame(path, fresh);
    stale += same ? 0 : 1;
    console.log(same ? `same     ${name}` : `DIFFERS  ${name}: run "npm ci && node vendor.mjs"`);
  } else {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, fresh);
    console.log(`wrote    ${name} (${fresh.length} bytes)`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
