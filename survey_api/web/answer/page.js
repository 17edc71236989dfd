/** Where the page begins: reads the link, then leads from screen to screen. */
import { clearAddress, readLink } from "./invitation.js";
import { remember, unremember } from "./keeping.js";
import { begin, offer } from "./language.js";
import { late } from "./network.js";
import { patiently } from "./patience.js";
import { questions } from "./questions.js";
import { Refusal } from "./refusal.js";
import { code } from "./screens/code.js";
import { comment } from "./screens/comment.js";
import { group } from "./screens/group.js";
import { item } from "./screens/item.js";
import { review } from "./screens/review.js";
import { save } from "./screens/save.js";
import { waiting, working } from "./screens/sending.js";
import { finished, sent } from "./screens/sent.js";
import { stop } from "./screens/stop.js";
import { welcome } from "./screens/welcome.js";
import { withdraw } from "./screens/withdraw.js";
import { t } from "./texts.js";
import { clear, leave, open, ownReceipt, sealAnswers, takeToken } from "./visit.js";

/** @typedef {import("./visit.js").Visit} Visit */
/** @typedef {import("./visit.js").Entrance} Entrance */

const link = readLink(location, history.state);
clearAddress(link.wave, link.entrance);

/** @type {Visit | null} */
let visit = null;
/** The step that the browser's own Back button takes; null where it may leave. */
let stepBack = /** @type {(() => void) | null} */ (null);
let redraw = () => {};

/** @param {() => void} screen shown now, and again when the language changes */
function draw(screen) {
  redraw = screen;
  screen();
}

/** @param {"opening" | "token" | "sending"} what */
const wait = (what) => (/** @type {() => void} */ now) => draw(() => waiting(what, now));

/** @param {import("./refusal.js").Reason} reason */
function halt(reason) {
  stepBack = null;
  const known = visit;
  if (known !== null) clear(known);
  if (known !== null && ENDED.has(reason)) void unremember(known);
  const onCode = reason === "unknown" && known === null && link.wave !== "" ? typeCode : null;
  const onSaved = GOES_ON.has(reason) ? () => void openSaved() : null;
  const onReceipt = reason === "closed" ? () => void checkReceipt() : null;
  draw(() => stop(reason, known?.manifest.described ?? null, { onCode, onSaved, onReceipt }));
}

/** Reasons after which kept answers can never be sent. */
const ENDED = new Set(["closed", "changes", "wrong_group"]);
/** Reasons after which a saved code helps. */
const GOES_ON = new Set(["used", "spent", "damaged", "other_wave"]);

/** @param {() => Promise<void>} step shows why when it is refused */
async function guarded(step) {
  try {
    await step();
  } catch (error) {
    halt(error instanceof Refusal ? error.reason : "unreachable");
  }
}

/** @param {Entrance} entrance @param {boolean} quiet */
const enter = (entrance, quiet) =>
  guarded(async () => {
    const known = await patiently(() => open(link.wave, entrance), wait("opening"));
    visit = known;
    const onWithdraw = () => stopSaying(known, () => draw(first));
    document.title = `${known.manifest.described.title} · ${known.manifest.described.organisation}`;
    let isFirst = quiet;
    const first = () => {
      welcome(known, { onStart: () => void start(known), onWithdraw, onSaved: () => void openSaved() }, isFirst);
      isFirst = false;
    };
    draw(first);
  });

/** @param {Entrance} entrance typed, pasted or from a file */
function enterBy(entrance) {
  clearAddress(link.wave, entrance);
  link.entrance = entrance;
  visit = null;
  draw(() => working("opening"));
  void enter(entrance, false);
}

function typeCode() {
  draw(() =>
    code({
      onSecret: (secret) => enterBy({ secret, code: null }),
      onSaved: () => void openSaved(),
      onReceipt: () => void checkReceipt(),
    }),
  );
}

const openSaved = () =>
  guarded(async () => {
    const { saved } = await patiently(() => late(import("./screens/saved.js")), wait("opening"));
    const onCode = (/** @type {import("./ballot-code.js").BallotCode} */ code) => enterBy({ secret: code.seed, code });
    draw(() => saved(link.wave, { onCode, onType: typeCode }));
  });

const checkReceipt = () =>
  guarded(async () => {
    const { receipt } = await patiently(() => late(import("./screens/receipt.js")), wait("opening"));
    const mine = link.entrance ? await ownReceipt(link.wave, link.entrance.secret, visit) : "";
    draw(() => receipt(link.wave, mine));
  });

/** @param {Visit} known */
const start = (known) =>
  guarded(async () => {
    draw(() => working("token"));
    const token = await patiently(() => takeToken(known), wait("token"));
    const onYes = () => (known.at < questions(known).length ? ask(known, known.at) : look(known));
    const onNo = () => halt("wrong_group");
    const seen = () => draw(() => group(token, { onYes, onNo, onSave: () => draw(() => save(known, seen)) }));
    seen();
  });

/** @param {Visit} known @param {number} index @param {boolean} [isChange] back to the review after it */
function ask(known, index, isChange = false) {
  const n = questions(known).length;
  const onNext = () => (index + 1 >= n || isChange ? look(known) : ask(known, index + 1));
  const onBack = () => {
    if (isChange) look(known);
    else if (index > 0) ask(known, index - 1);
    else void start(known);
  };
  known.at = index;
  void remember(known);
  holdBack(onBack);
  draw(() => {
    const question = /** @type {import("./questions.js").Question} */ (questions(known)[index]);
    const place = { i: index + 1, n };
    if (question.write) comment(known, question, place, { onBack, onNext });
    else item(known.manifest.described.organisation, question, place, { onBack, onNext });
  });
}

/** @param {Visit} known */
function look(known) {
  const onBack = () => ask(known, questions(known).length - 1);
  const onChange = (/** @type {number} */ index) => ask(known, index, true);
  known.at = questions(known).length;
  void remember(known);
  holdBack(onBack);
  draw(() => review(known, { onBack, onChange, onSend: () => void send(known) }));
}

/** @param {Visit} known @param {boolean} [isBlank] */
const send = (known, isBlank = false) =>
  guarded(async () => {
    holdBack(() => {});
    draw(() => working(isBlank ? "withdrawing" : "sending"));
    const attempt = await sealAnswers(known, isBlank);
    const promised = await patiently(attempt, wait("sending"));
    stepBack = null;
    const seen = () => draw(() => sent(known, promised, actions));
    const actions = {
      onFinish: () => void finish(known),
      onChange: () => ask(known, 0),
      onSave: () => draw(() => save(known, seen)),
      onWithdraw: () => stopSaying(known, seen),
    };
    seen();
  });

/** @param {Visit} known @param {() => void} onBack */
function stopSaying(known, onBack) {
  draw(() => withdraw(known, { onBack, onYes: () => void send(known, true) }));
}

/** @param {Visit} known */
const finish = (known) =>
  guarded(async () => {
    await leave(known);
    history.replaceState(null, "");
    draw(() => finished(known));
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
  const isLost = visit !== null && !visit.isKeeping && visit.answers.size + visit.cuts.size + visit.comments.size > 0;
  if (isLost) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

await patiently(begin, () => {});
offer(() => redraw());
document.title = t("page.title");
if (link.isDamaged) halt("damaged");
else if (link.isBroken || link.wave === "") halt("unknown");
else if (link.entrance === null) typeCode();
else {
  draw(() => working("opening", true));
  await enter(link.entrance, true);
}
