/** Builds elements; text only ever goes in as text, so nothing served can become markup. */

/** @typedef {Node | string | null | false} Child */
/** @typedef {Record<string, string | boolean | EventListener | undefined>} Attributes */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} [attributes] functions are listeners: `{ click: f }`
 * @param {...(Child | Child[])} children @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string") element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false));
  return element;
}

const SHAPES = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z",
  link: "M9.5 14.5l5-5M11 7.5l1.2-1.2a3.9 3.9 0 0 1 5.5 5.5L16.5 13M13 16.5l-1.2 1.2a3.9 3.9 0 0 1-5.5-5.5L7.5 11",
  bell: "M6 17V11a6 6 0 0 1 12 0v6M4 17h16M10.5 20.5h3",
  people: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3.5 19a5.5 5.5 0 0 1 11 0M16 5.5a3 3 0 0 1 0 5.5M17.5 14a5.5 5.5 0 0 1 3 5",
  stop: "M12 8v5M12 16.5v.01M12 3.5l9 16H3z",
  clock: "M12 7v5l3 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17",
};

/** @param {keyof typeof SHAPES} name @returns {SVGSVGElement} a decorative outline */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** @param {string} text @param {EventListener} click @param {Attributes} [attributes] */
export const button = (text, click, attributes = {}) =>
  h("button", { type: "button", click, ...attributes }, text);

/** @param {string} text @param {Attributes} [attributes] @returns {HTMLHeadingElement} where focus goes */
export const heading = (text, attributes = {}) => h("h1", { tabindex: "-1", ...attributes }, text);

/**
 * Words of the survey: marked where they are in another language than the page.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {import("./texts.js").Worded} said @param {Attributes} [attributes]
 */
export const words = (tag, { text, lang }, attributes = {}) =>
  h(tag, { ...attributes, lang, dir: lang && "auto" }, text);

/**
 * Puts a screen on the page: content, then a bar with its actions.
 * @param {string} name @param {Child[]} content @param {Child[]} [actions] @param {boolean} [quiet]
 */
export function show(name, content, actions = [], quiet = false) {
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  main.dataset.screen = name;
  const bar = actions.length > 0 && h("div", { class: "bar" }, h("div", { class: "actions" }, actions));
  const nodes = [h("div", { class: "content" }, content), bar].filter((node) => node !== false);
  main.replaceChildren(...nodes);
  scrollTo(0, 0);
  if (!quiet) main.querySelector("h1")?.focus({ preventScroll: true });
}
