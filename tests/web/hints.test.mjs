/** What in a comment may show who wrote it is pointed out, in English and German. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./node.mjs";

const { hints } = await load("hints.js");
const { clean, sealedComments } = await load("own-words.js");
const GROUP = "Customer care, night shift";

/** @param {string} text @returns {string[]} "kind: words" */
const found = (text) => hints(text, GROUP).map(({ kind, text: said }) => `${kind}: ${said}`);

const cases = {
  "a mail address": ["Write to anna.b@example.org please", ["mail: anna.b@example.org"]],
  "a phone number": ["Call +49 30 123 4567 or me", ["phone: +49 30 123 4567"]],
  "a short number is none": ["We are 12 of 340 people", []],
  "a date in figures": ["since 03.11.2026 and 2026-11-05", ["date: 03.11.2026", "date: 2026-11-05"]],
  "a date in words": ["On March 3 and again last Tuesday", ["date: March 3", "date: Tuesday"]],
  "a date in German": ["Am 3. März war es schlimm", ["date: 3. März"]],
  "a name inside a sentence": ["When I asked Petra about it, she helped", ["name: Petra"]],
  "a name after a first word": ["Ask Petra Lang about it", ["name: Petra Lang"]],
  "a first word is no name": ["Nobody listens. Meetings are long. I think so", []],
  "a name with its title": ["Frau Dr. Weber hat zugehört", ["name: Frau Dr. Weber"]],
  "two names in German": ["Ich habe mit Petra Lang gesprochen und das war gut", ["name: Petra Lang"]],
  "German nouns are no names": ["Wir haben zu wenig Zeit und die Arbeit ist zu viel", []],
  "a job title": ["As the only receptionist I see it", ["title: receptionist"]],
  "a job title in German": ["Die Schichtleiterin ist gut", ["title: Schichtleiterin"]],
  "the own group": ["the night shift has no lamp", ["group: night"]],
  "nothing at all": ["More time for handovers would help us", []],
  "an empty text": ["", []],
};

for (const [what, [text, expected]] of Object.entries(cases)) {
  test(what, () => assert.deepEqual(found(text).filter((one) => !one.startsWith("group: shift")), expected));
}

test("a strange group name breaks nothing", () => {
  for (const group of ["", "(.*+?", "R&D [EMEA]", "\u202e"]) hints("any text (.*+? at all", group);
});

test("a long text is looked through at once", () => {
  const began = performance.now();
  hints("aA1 ".repeat(125), GROUP);
  hints("1".repeat(500), GROUP);
  hints("a@".repeat(250), GROUP);
  hints("Aa-".repeat(166), GROUP);
  assert.ok(performance.now() - began < 200);
});

test("a text is sealed on one line, composed and cut; blank ones are not sent", () => {
  assert.equal(clean(" a\n\tb\u0000c  e\u0301 "), "a b c \u00e9");
  assert.equal(clean("x".repeat(600)).length, 500);
  const questionnaire = { comments: [{ id: "one" }, { id: "two" }, { id: "three" }] };
  const comments = new Map([
    ["one", { text: "  ", isStory: true, isAgreed: true }],
    ["two", { text: "helped", isStory: true, isAgreed: true }],
    ["three", { text: "half", isStory: true, isAgreed: false }],
  ]);
  assert.deepEqual(sealedComments({ questionnaire, comments }), [
    { id: "two", text: "helped", kind: "moment", may_publish: true },
    { id: "three", text: "half", kind: "comment", may_publish: false },
  ]);
});
