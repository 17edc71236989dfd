"""The three questions a leader comes with: did it get better, is it real, what next."""

from typing import Any

from dashboard.components.changes import foremost, own_verdict
from dashboard.components.headline import INDEX
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.texts import signed, t
from survey_api.published.schemas.figures import Move
from survey_api.published.schemas.follow import FollowThrough
from survey_api.published.schemas.results import UnitResult
from survey_api.published.schemas.words import Standing, Verdict

CLEAR = {Verdict.CLEAR_RISE, Verdict.CLEAR_FALL}
MARKS = {
    Verdict.CLEAR_RISE: ("up", "\N{UPWARDS ARROW}"),
    Verdict.CLEAR_FALL: ("down", "\N{DOWNWARDS ARROW}"),
}


def answers(result: UnitResult, found: FollowThrough | None, *, is_whole: bool = False) -> Any:
    """Three short answers in the order of the questions."""
    index = next(one.figure for one in result.scales if one.scale.id == INDEX)
    first = foremost(index, is_whole=is_whole)
    return html.Section(
        [
            html.H2(t("answers.title"), className="sr"),
            _answer("answers.better", *_better(first, is_whole=is_whole)),
            _answer("answers.real", "", "", _real(first, is_whole=is_whole)),
            _next(result, found),
        ],
        className="answers-three",
    )


def _answer(question: str, look: str, mark: str, said: str, *more: Any) -> Any:
    arrow = [html.Span(mark, className=f"arrow {look}", **{"aria-hidden": "true"})] if mark else []
    return html.Div(
        [
            html.H3(t(question), className="asked"),
            html.P([*arrow, said], className="answer-said"),
            *more,
        ]
    )


def _better(found: tuple[Move, str] | None, *, is_whole: bool) -> tuple[str, str, str]:
    if found is None:
        return "", "", t("answers.better.first")
    move, since = found
    verdict = own_verdict(move, is_whole=is_whole)
    look, mark = MARKS.get(verdict, ("", ""))
    amount = signed(move.difference) if move.difference else ""
    return look, mark, t(f"answers.better.{verdict}", amount=amount, since=since)


def _real(found: tuple[Move, str] | None, *, is_whole: bool) -> str:
    if found is None:
        return t("answers.real.first")
    move, _ = found
    verdict = own_verdict(move, is_whole=is_whole)
    if verdict not in CLEAR:
        return t(f"answers.real.{verdict}")
    if is_whole:
        return t("answers.real.whole")
    return t("answers.real.both") if move.everyone == verdict else t("answers.real.beyond")


def _next(result: UnitResult, found: FollowThrough | None) -> Any:
    about, leads = result.worth_a_conversation, result.relation == Standing.LEADER
    said = t("answers.next.keep") if leads else t("answers.next.well")
    if about:
        key = "answers.next.talk" if leads else "answers.next.worth"
        said = t(key, label=about.label)
    links = [html.A(t("answers.next.how"), href="#guidance")] if found and found.guidance else []
    if found and found.may_commit:
        scale = about.scale if about else None
        to = address("commitments", result.unit, wave=result.wave.id, scale=scale)
        links.append(html.A(t("answers.next.promise"), href=f"{to}#promise"))
    return _answer("answers.next", "", "", said, html.P(links, className="links"))
