"""Changes in words: an arrow, a sign and a verdict; grey with a dash where nothing is clear."""

from typing import Any

from dashboard.elements import html
from dashboard.texts import EM_DASH, EN_DASH, signed, t
from survey_api.published.schemas.figures import Move, Score
from survey_api.published.schemas.results import UnitResult
from survey_api.published.schemas.words import Verdict

ARROWS = {Verdict.CLEAR_RISE: "\N{UPWARDS ARROW}", Verdict.CLEAR_FALL: "\N{DOWNWARDS ARROW}"}
CLASSES = {Verdict.CLEAR_RISE: "up", Verdict.CLEAR_FALL: "down"}


def last(score: Score) -> Move | None:
    """Since the wave before."""
    return score.change.last if score.change else None


def baseline(score: Score) -> Move | None:
    """Since the unit's own earlier waves together."""
    return score.change.baseline if score.change else None


def foremost(score: Score, *, is_whole: bool = False) -> tuple[Move, str] | None:
    """The change to begin with, and since when: a clear one, else since last time."""
    moves = _both(score)
    clear = [one for one in moves if own_verdict(one[0], is_whole=is_whole) in ARROWS]
    return next(iter(clear or moves), None)


def _both(score: Score) -> list[tuple[Move, str]]:
    """The changes there are, each with the words for since when."""
    both = ((last(score), "change.last"), (baseline(score), "change.baseline"))
    return [(move, t(since)) for move, since in both if move is not None]


def own_verdict(move: Move, *, is_whole: bool) -> Verdict:
    """Of the whole organisation there is nobody beyond: its own verdict is everyone's."""
    return move.everyone if is_whole else move.beyond


def said(move: Move | None, *, is_whole: bool = False) -> str:
    """ "+0.4, clear rise"; a dash when there is nothing to compare with."""
    if move is None:
        return EM_DASH
    verdict = t(f"verdict.{own_verdict(move, is_whole=is_whole)}")
    return f"{signed(move.difference)}, {verdict}" if move.difference else verdict


def chip(move: Move, since: str, *, is_whole: bool = False) -> Any:
    """One change since ``since``; never by colour alone."""
    verdict = own_verdict(move, is_whole=is_whole)
    mark = html.Span(ARROWS.get(verdict, EN_DASH), className="arrow", **{"aria-hidden": "true"})
    amount = [html.B(signed(move.difference))] if move.difference else []
    parts = [mark, *amount, html.Span(t(f"verdict.{verdict}")), html.Span(since, className="since")]
    return html.P(parts, className=f"chip {CLASSES.get(verdict, 'wobble')}")


def chips(score: Score, *, is_whole: bool = False) -> list[Any]:
    """Both comparisons of a score, then one sentence about everyone, of the foremost."""
    found = [chip(move, since, is_whole=is_whole) for move, since in _both(score)]
    first = foremost(score)
    if first and not is_whole:
        found.append(html.P(t(f"everyone.{first[0].everyone}"), className="under"))
    return found


def has_past(result: UnitResult) -> bool:
    """Whether any score here can be compared with an earlier wave."""
    return any(one.figure.change for one in result.scales)
