/** All answers once more, before they are sealed. */
import { button, h, heading, show } from "../dom.js";
import { questions } from "../questions.js";
import { plural, t } from "../texts.js";
import { header, lead } from "./parts.js";

/**
 * @param {import("../visit.js").Visit} visit
 * @param {{ onBack: () => void, onChange: (index: number) => void, onSend: () => void }} moves
 */
export function review(visit, { onBack, onChange, onSend }) {
  const rows = questions(visit).map(({ text, options, given, change: name }, index) => {
    const option = options.find(({ key }) => key === given());
    const change = button(t("review.change"), () => onChange(index), { class: "quiet" });
    change.setAttribute("aria-label", name);
    return h(
      "li",
      {},
      h("div", {}, h("p", {}, text), h("p", { class: option ? "given" : "skipped" }, option?.label ?? t("review.skipped"))),
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
    ],
    [button(t("item.back"), onBack, { class: "quiet" }), button(t("review.send"), onSend, { class: "primary" })],
  );
}
