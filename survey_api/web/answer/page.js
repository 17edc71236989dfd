/** Where the page begins: reads the link, then leads from screen to screen. */
import { clearAddress, readLink } from "./invitation.js";
import { patiently } from "./patience.js";
import { questions } from "./questions.js";
import { Refusal } from "./refusal.js";
import { code } from "./screens/code.js";
import { group } from "./screens/group.js";
import { item } from "./screens/item.js";
import { review } from "./screens/review.js";
import { waiting, working } from "./screens/sending.js";
import { finished, sent } from "./screens/sent.js";
import { stop } from "./screens/stop.js";
import { welcome } from "./screens/welcome.js";
import { loadTexts, t } from "./texts.js";
import { clear, leave, open, sealAnswers, takeToken } from "./visit.js";

/** @typedef {import("./visit.js").Visit} Visit */

const link = readLink(location, history.state);
clearAddress(link.wave, link.invitation);

/** @type {Visit | null} */
let visit = null;
/** The step that the browser's own Back button takes; null where it may leave. */
let stepBack = /** @type {(() => void) | null} */ (null);

/** @param {() => Promise<void>} step shows why when it is refused */
async function guarded(step) {
  try {
    await step();
  } catch (error) {
    stepBack = null;
    if (visit !== null) clear(visit);
    const reason = error instanceof Refusal ? error.reason : "unreachable";
    const onCode = reason === "unknown" && visit === null && link.wave !== "" ? typeCode : null;
    stop(reason, visit?.manifest.described ?? null, onCode);
  }
}

/** @param {import("./bytes.js").Bytes} invitation @param {boolean} quiet */
const enter = (invitation, quiet) =>
  guarded(async () => {
    const again = (/** @type {() => void} */ now) => waiting("opening", now);
    visit = await patiently(() => open(link.wave, invitation), again);
    document.title = `${visit.manifest.described.title} · ${visit.manifest.described.organisation}`;
    first(visit, quiet);
  });

function typeCode() {
  code((secret) => {
    clearAddress(link.wave, secret);
    working("opening");
    void enter(secret, false);
  });
}

/** @param {Visit} known @param {boolean} [quiet] */
function first(known, quiet = false) {
  stepBack = null;
  welcome(known, () => void start(known), quiet);
}

/** @param {Visit} known */
const start = (known) =>
  guarded(async () => {
    working("token");
    const token = await patiently(() => takeToken(known), (now) => waiting("token", now));
    const onNo = () => stop("wrong_group", known.manifest.described);
    group(token, { onYes: () => ask(known, 0), onNo });
  });

/** @param {Visit} known @param {number} index @param {boolean} [isChange] back to the review after it */
function ask(known, index, isChange = false) {
  const asked = questions(known);
  const isLast = index + 1 >= asked.length;
  const onNext = () => (isLast || isChange ? look(known) : ask(known, index + 1));
  const onBack = () => {
    if (isChange) look(known);
    else if (index > 0) ask(known, index - 1);
    else void start(known);
  };
  holdBack(onBack);
  const question = /** @type {import("./questions.js").Question} */ (asked[index]);
  const place = { i: index + 1, n: asked.length };
  item(known.manifest.described.organisation, question, place, { onBack, onNext });
}

/** @param {Visit} known */
function look(known) {
  const onBack = () => ask(known, questions(known).length - 1);
  const onChange = (/** @type {number} */ index) => ask(known, index, true);
  holdBack(onBack);
  review(known, { onBack, onChange, onSend: () => void send(known) });
}

/** @param {Visit} known */
const send = (known) =>
  guarded(async () => {
    holdBack(() => {});
    working("sending");
    const attempt = await sealAnswers(known);
    const receipt = await patiently(attempt, (now) => waiting("sending", now));
    stepBack = null;
    sent(known, receipt, { onFinish: () => void finish(known), onChange: () => ask(known, 0) });
  });

/** @param {Visit} known */
const finish = (known) =>
  guarded(async () => {
    await leave(known);
    history.replaceState(null, "");
    finished(known.manifest.described);
  });

/** @param {() => void} step While answers are in memory, Back means one screen back. */
function holdBack(step) {
  if (stepBack === null) history.pushState(history.state, "");
  stepBack = step;
}

addEventListener("popstate", () => {
  if (stepBack === null) return;
  const step = stepBack;
  history.pushState(history.state, "");
  step();
});
addEventListener("hashchange", () => {
  if (location.hash !== "") location.reload();
});
addEventListener("beforeunload", (event) => {
  if (visit !== null && visit.answers.size + visit.cuts.size > 0) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

await patiently(loadTexts, () => {});
document.title = t("page.title");
if (link.isBroken || link.wave === "") stop("unknown", null, link.wave ? typeCode : null);
else if (link.invitation === null) typeCode();
else {
  working("opening", true);
  await enter(link.invitation, true);
}
