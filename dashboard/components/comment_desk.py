"""The desk of those who read comments: name a theme, put comments under it, answer it once,
hold back what names somebody. Every write is a plain call of the API by the page's script."""

from typing import Any

from dashboard.components.common import card, empty
from dashboard.elements import html
from dashboard.texts import day, plural, t
from survey_api.published.schemas.comments import CommentDesk, DeskComment, DeskTheme, Stance

MOMENT, SHOWN, HELD_BACK = "moment", "shown", "held_back"


def desk(found: CommentDesk) -> Any:
    """Everything on one page: themes first, then every comment in its frozen order."""
    base = f"/actions/waves/{found.wave}/comments"
    until = "comments.desk.out" if found.published_on else "comments.desk.until"
    on = day(found.published_on or found.publish_on)
    return html.Section(
        [
            html.H2(t("comments.desk.title")),
            html.P(t(until, day=on), className="lead"),
            html.P(t("comments.desk.rule"), className="note"),
            html.P(t("comments.desk.failed"), role="alert", hidden=True, className="failed"),
            _new_theme(base),
            *[_theme(one, base, found) for one in found.themes],
            _comments(found, base),
        ],
        className="comment-desk",
        id="desk",
    )


def _new_theme(base: str) -> Any:
    given = {"data-type": "text", "data-name": "title", "data-id": "theme", "data-max": "120"}
    return html.Form(
        [
            html.Label(t("comments.desk.theme"), htmlFor="theme"),
            html.Div(className="slot-input", **given, **{"data-required": "true"}),
            html.Button(t("comments.desk.create"), type="submit", className="primary"),
        ],
        className="comment-form card",
        action=f"{base}/themes",
        method="post",
        **{"data-verb": "POST"},
    )


def _theme(theme: DeskTheme, base: str, found: CommentDesk) -> Any:
    n = sum(one.theme == theme.id and one.state == SHOWN for one in found.comments)
    remove = _button("comments.desk.remove", "DELETE", f"{base}/themes/{theme.id}")
    summary = html.Summary(t("comments.desk.answer"))
    folded = html.Details(
        [summary, _answer(theme, base)], open=theme.answer is None, className="comment-fold"
    )
    said = [html.P(theme.answer, dir="auto")] if theme.answer else []
    return card(theme.title, plural("comments.count", n), *said, folded, remove)


def _answer(theme: DeskTheme, base: str) -> Any:
    """How the answer begins, and the answer; a later one replaces it."""
    stance, text = f"stance-{theme.id}", f"answer-{theme.id}"
    chosen = theme.stance or Stance.HEARD
    options = [
        html.Option(
            t(f"comments.stance.{one}"), value=one, selected="selected" if one == chosen else None
        )
        for one in Stance
    ]
    return html.Form(
        [
            html.Label(t("comments.desk.stance"), htmlFor=stance),
            html.Select(options, id=stance, name="stance"),
            html.Label(t("comments.desk.text"), htmlFor=text),
            html.Textarea(
                theme.answer or "", id=text, name="answer", maxLength=1000, rows=3, required=True
            ),
            html.Button(t("comments.desk.publish"), type="submit", className="primary"),
        ],
        className="comment-form",
        action=f"{base}/themes/{theme.id}/answer",
        method="post",
        **{"data-verb": "PUT"},
    )


def _comments(found: CommentDesk, base: str) -> Any:
    if not found.comments:
        return empty("message", t("comments.desk.empty"), t("comments.few.why"))
    rows = [_row(one, found, base) for one in found.comments]
    held = [html.P(plural("comments.held", found.held), className="note")] if found.held else []
    listed = html.Ul(rows, className="comment-rows")
    n = plural("comments.count", len(rows))
    return card(t("comments.desk.all"), n, listed, *held)


def _row(one: DeskComment, found: CommentDesk, base: str) -> Any:
    question = next((asked.text for asked in found.questions if asked.id == one.question), "")
    kind = t("comments.desk.moment") if one.kind == MOMENT else one.label
    text = html.Q(one.text, dir="auto") if one.text else html.Em(t("comments.desk.gone"))
    state = html.B(t(f"comments.state.{one.state}")) if one.state != SHOWN else None
    under = html.Small([kind, " · ", question])
    tools = html.Div(_tools(one, found, f"{base}/{one.place}"), className="comment-tools")
    return html.Li([html.Div([text, state, under], className="comment-said"), tools])


def _tools(one: DeskComment, found: CommentDesk, at: str) -> list[Any]:
    """What can still be done with a comment."""
    if one.state == HELD_BACK and one.text:
        return [_button("comments.desk.show_again", "DELETE", f"{at}/held-back")]
    if one.state != SHOWN:
        return []
    if one.kind == MOMENT:
        return [_button("comments.desk.withdraw", "PUT", f"{at}/withdrawn")]
    hold = _button("comments.desk.hold_back", "PUT", f"{at}/held-back")
    return [_choice(one, found, at), hold] if found.themes else [hold]


def _choice(one: DeskComment, found: CommentDesk, at: str) -> Any:
    """The theme a comment stands under."""
    named = [("", t("comments.desk.no_theme")), *((each.id, each.title) for each in found.themes)]
    options = [
        html.Option(title, value=id_, selected="selected" if id_ == (one.theme or "") else None)
        for id_, title in named
    ]
    select = html.Select(
        options,
        id=f"theme-{one.place}",
        className="comment-choice",
        **{"data-address": f"{at}/theme"},
    )
    name = html.Span(t("comments.desk.under"), className="sr")
    return html.Label([name, select], htmlFor=f"theme-{one.place}")


def _button(key: str, verb: str, address: str) -> Any:
    return html.Button(
        t(key),
        type="button",
        className="quiet comment-do",
        **{"data-verb": verb, "data-address": address},
    )
