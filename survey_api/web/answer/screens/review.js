/** All answers once more, before they are sealed. */
import { button, h, heading, show, words } from "../dom.js";
import { questions } from "../questions.js";
import { plural, t } from "../texts.js";
import { reviewed } from "./comment.js";
import { keeping } from "./keeping.js";
import { header, lead } from "./parts.js";

/**
 * @param {import("../visit.js").Visit} visit
 * @param {{ onBack: () => void, onChange: (index: number) => void, onSend: () => void }} moves
 */
export function review(visit, { onBack, onChange, onSend }) {
  const rows = questions(visit).map(({ asked, options, given, written, change: name }, index) => {
    const option = options.find(({ key }) => key === given());
    const wrote = written?.();
    const said = wrote ? reviewed(wrote) : option ? words("p", option.label, { class: "given" }) : h("p", { class: "skipped" }, t("review.skipped"));
    const change = button(t("review.change"), () => onChange(index), { class: "quiet" });
    change.setAttribute("aria-label", name);
    return h(
      "li",
      {},
      h("div", {}, words("p", asked), said),
      change,
    );
  });
  const skipped = visit.questionnaire.items.length - visit.answers.size;
  header(visit.manifest.described.organisation, 1);
  show(
    "review",
    [
      heading(t("review.title")),
      lead("review.text"),
      h("ol", { class: "card review" }, rows),
      skipped > 0 ? h("p", { class: "small" }, plural("review.skips", skipped)) : null,
      keeping(visit),
    ],
    [button(t("item.back"), onBack, { class: "quiet" }), button(t("review.send"), onSend, { class: "primary" })],
  );
}
