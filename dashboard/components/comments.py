"""Comments as their readers see them: themes with one answer, the rest, moments of support."""

from collections.abc import Sequence
from typing import Any

from dashboard.components.common import card, empty, icon
from dashboard.elements import html
from dashboard.texts import day, plural, t
from survey_api.published.schemas.comments import PublicComment, PublicTheme, UnitComments


def later(found: UnitComments) -> Any:
    """Before the day: when it is, and who reads until then."""
    on = day(found.publish_on) if found.publish_on else ""
    who = ", ".join(found.readers)
    return empty(
        "lock",
        t("comments.later.title", day=on),
        t("comments.later.why", who=who),
        html.P(t("comments.later.way")),
    )


def shown(found: UnitComments, wider: Any = None) -> Any:
    """Everything that is out; ``wider`` leads to the next unit above, where there is one."""
    questions = {one.id: one.text for one in found.questions}
    themes = [_theme(one, questions) for one in found.themes]
    others = [_others(found, questions)] if found.others else []
    parts = [*themes, *others] or [_few(wider)]
    return html.Div([*parts, *_moments(found), *_left_out(found)], className="comment-page")


def _few(wider: Any) -> Any:
    way = [html.P([t("comments.few.wider"), " ", wider])] if wider is not None else []
    return empty("message", t("comments.few.title"), t("comments.few.why"), *way)


def _theme(theme: PublicTheme, questions: dict[str, str]) -> Any:
    finding = plural("comments.count", len(theme.comments))
    said = _said(theme.comments, questions)
    return card(theme.title, finding, _answer(theme), said, classes="comment-theme")


def _answer(theme: PublicTheme) -> Any:
    """The one answer to all comments of a theme, or that there is none yet."""
    if theme.stance is None or theme.answer is None or theme.answered_on is None:
        return html.P(t("comments.answer.none"), className="comment-answer none")
    by = t("comments.answer.by", who=theme.answered_by or "", day=day(theme.answered_on))
    return html.Div(
        [
            html.P(
                [icon("message"), html.B(t(f"comments.stance.{theme.stance}"))],
                className="with-icon",
            ),
            html.P(theme.answer, dir="auto"),
            html.Small(by),
        ],
        className="comment-answer",
    )


def _others(found: UnitComments, questions: dict[str, str]) -> Any:
    title = t("comments.others") if found.themes else t("comments.all")
    finding = plural("comments.count", len(found.others))
    return card(title, finding, _said(found.others, questions))


def _moments(found: UnitComments) -> list[Any]:
    """Stories whose writers wanted them told; they name no unit."""
    if not found.moments:
        return []
    said = _said(found.moments, {})
    return [card(t("comments.moments"), t("comments.moments.why"), said, classes="comment-moments")]


def _left_out(found: UnitComments) -> list[Any]:
    """What is counted and not shown, said in public."""
    counted = (
        ("comments.held_back", found.held_back),
        ("comments.withdrawn", found.withdrawn),
        ("comments.held", found.held),
    )
    said = [html.Li(plural(key, n)) for key, n in counted if n > 0]
    return [html.Ul(said, className="comment-left-out")] if said else []


def _said(comments: Sequence[PublicComment], questions: dict[str, str]) -> Any:
    """In their frozen order; the question stands above where there are several."""
    return html.Ul(
        [
            html.Li(
                [
                    html.Small(questions.get(one.question, "")) if len(questions) > 1 else None,
                    html.Q(one.text, dir="auto"),
                ]
            )
            for one in comments
        ],
        className="comment-list",
    )
