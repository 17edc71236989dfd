/** Where Node finds the client and the locked packages. */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const web = new URL("../../survey_api/web/", import.meta.url);

/** @param {string} name a module of the client */
export const load = (name) => import(new URL(`answer/${name}`, web));

/** @param {string} name a package of the lock */
export const locked = (name) =>
  import(pathToFileURL(createRequire(new URL("package.json", web)).resolve(name)));

/** @param {string} name */
export const vectors = (name) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
