/**
 * A stock Firefox for Python: one JSON command a line on standard input, one answer a line back.
 * It is driven by WebDriver BiDi; the binary is the first argument.
 */
import { createInterface } from "node:readline";
import { locked } from "./node.mjs";

const PATIENCE_MS = 15_000;
const { default: puppeteer } = await locked("puppeteer-core");
const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.argv[2], headless: true });
/** @type {string[]} */
const faults = [];
let page = await fresh();

/** @returns {Promise<import("puppeteer-core").Page>} a profile that knows nothing */
async function fresh() {
  const context = await browser.createBrowserContext();
  const opened = await context.newPage();
  opened.setDefaultTimeout(PATIENCE_MS);
  opened.on("pageerror", (error) => faults.push(String(error)));
  return opened;
}

const named = (name) => `::-p-xpath(//button[normalize-space()="${name}"])`;

const commands = {
  version: () => browser.version(),
  fresh: async () => void (page = await fresh()),
  open: async (url) => {
    await page.goto("about:blank");
    await page.goto(url);
  },
  screen: async (name) => {
    const isShown = `document.querySelector("main")?.dataset.screen === ${JSON.stringify(name)}`;
    await page.waitForFunction(isShown).catch(async () => {
      throw new Error(`${name} expected: ${await page.evaluate("document.querySelector('main').innerText")}`);
    });
  },
  press: (name) => page.locator(named(name)).click(),
  key: (name) => page.keyboard.press(name),
  fill: async ([selector, text]) => page.locator(selector).fill(text),
  wait: async (selector) => void (await page.waitForSelector(selector)),
  text: (selector) => page.$eval(selector, (one) => one.value ?? one.innerText),
  faults: () => faults,
  leave: async () => browser.close(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, given] = JSON.parse(line);
  const done = (async () => commands[name](given))();
  const answer = await done.then((value) => ({ value: value ?? null }), (error) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  if (name === "leave") break;
}
