"""The four headline cards: score, participation, strongest gain, worth a conversation."""

from dataclasses import asdict, dataclass
from typing import Any

from survey_api.published.reports.findings import HALF, index_of
from survey_api.published.reports.model import Report
from survey_api.published.reports.words import DOWN, EM_DASH, EN_DASH, UP
from survey_api.published.schemas.figures import Move
from survey_api.published.schemas.words import Verdict

ARROWS = {Verdict.CLEAR_RISE: UP, Verdict.CLEAR_FALL: DOWN}
TONES = {Verdict.CLEAR_RISE: "up", Verdict.CLEAR_FALL: "down"}


@dataclass(frozen=True)
class Card:
    """A title, one big word or number, and lines of plain words; ``mark`` is a change."""

    title: str
    big: str
    lines: list[str]
    small: str = ""
    is_name: bool = False
    mark: str = ""
    tone: str = "wobble"


def cards(report: Report) -> list[dict[str, Any]]:
    """All four as plain values."""
    return [asdict(one) for one in headline(report)]


def headline(report: Report) -> list[Card]:
    """All four."""
    return [_score(report), _participation(report), _gain(report), _conversation(report)]


def _score(report: Report) -> Card:
    words, index = report.words, index_of(report.head)
    lines = []
    if index.figure.range:
        lines.append(words.say("card.range", range=words.between(index.figure.range)))
    if not report.is_whole:
        lines.append(words.say("card.organisation", value=words.sign(index.organisation)))
    mark, tone = _change(report, index.figure.change.last if index.figure.change else None)
    small = words.say("card.of") if index.figure.value else ""
    big = words.figure(index.figure)
    return Card(words.say("index.label"), big, lines, small, mark=mark, tone=tone)


def _change(report: Report, move: Move | None) -> tuple[str, str]:
    if move is None:
        return "", "wobble"
    verdict = move.everyone if report.is_whole else move.beyond
    arrow = ARROWS.get(verdict, EN_DASH)
    said = report.words.moved(move, is_whole=report.is_whole)
    return f"{arrow} {said}", TONES.get(verdict, "wobble")


def _participation(report: Report) -> Card:
    words, head = report.words, report.head
    lines = [words.say("card.people", band=words.band(head.n_band))]
    if head.participation == HALF:
        lines.append(words.say("card.silence"))
    if head.participation is None:
        lines.append(words.say("card.participation.unknown"))
    return Card(words.say("card.participation"), head.participation or EM_DASH, lines)


def _gain(report: Report) -> Card:
    words, gain = report.words, report.head.strongest_gain
    title = words.say("card.gain")
    if gain is None:
        has_past = any(one.figure.change for one in report.head.scales)
        why = words.say("card.gain.none" if has_past else "card.gain.first")
        return Card(title, "", [why])
    mark = f"{UP} {words.number(gain.difference)}, {words.say('verdict.clear_rise')}"
    return Card(title, gain.label, [], is_name=True, mark=mark, tone="up")


def _conversation(report: Report) -> Card:
    words, found = report.words, report.head.worth_a_conversation
    title = words.say("card.worth")
    if found is None:
        return Card(title, "", [words.say("card.worth.none")])
    score = next(one.figure for one in report.head.scales if one.scale.id == found.scale)
    lines = [
        words.say("card.value", value=words.figure(score)),
        words.say(f"worth.{found.because}"),
    ]
    return Card(title, found.label, lines, is_name=True)
