/** Runs one function of figures.mjs for Python: its name as argument, JSON in and out. */
import { readFileSync } from "node:fs";
import * as figures from "./figures.mjs";
import { load } from "./node.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await figures[process.argv[2]](given, load)));
