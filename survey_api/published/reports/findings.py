"""What a report says in sentences: one finding for each picture, and the plain next steps."""

from decimal import Decimal

from survey_api.published.reports.model import INDEX, Report
from survey_api.published.reports.words import Words
from survey_api.published.schemas.figures import Score
from survey_api.published.schemas.results import ItemFigure, ScaleFigure, Trend, UnitResult
from survey_api.published.schemas.words import ContinuityState, Standing, Verdict

HALF, LOW = "< 50 %", Decimal("3.0")
CLEAR = {Verdict.CLEAR_RISE, Verdict.CLEAR_FALL}


def index_of(result: UnitResult) -> ScaleFigure:
    """The overall score."""
    return next(one for one in result.scales if one.scale.id == INDEX)


def trend_finding(trend: Trend, words: Words, *, is_whole: bool = False) -> str:
    """What the newest wave says, and whether it is more than the usual wobble."""
    if not trend.points:
        return words.say("trend.none")
    last = trend.points[-1]
    if not last.figure.value:
        return words.say("trend.hidden", wave=last.title)
    values = {"wave": last.title, "here": words.figure(last.figure)}
    beside = {"organisation": words.figure(last.organisation)}
    told = words.say("trend.whole" if is_whole else "trend.here", **values, **beside)
    moved = foremost(last.figure, words, is_whole=is_whole)
    return f"{told} {moved}".strip()


def foremost(score: Score, words: Words, *, is_whole: bool) -> str:
    """The change since last time, and what everyone did meanwhile; nothing when there is none."""
    move = score.change.last if score.change else None
    if move is None:
        return ""
    verdict = move.everyone if is_whole else move.beyond
    untold = "" if move.difference else ".untold"
    said = words.say(f"change.{verdict}{untold}", difference=words.number(move.difference or ""))
    return said if is_whole else f"{said} {words.say(f'everyone.{move.everyone}')}"


def scales_finding(result: UnitResult, words: Words) -> str:
    """Which part is highest and which is lowest."""
    parts = [one for one in result.scales if one.scale.id != INDEX and one.figure.value]
    if not parts:
        return words.say("scales.none")
    ranked = sorted(parts, key=lambda one: Decimal(one.figure.value or "0"))
    low, high = ranked[0], ranked[-1]
    if low.figure.value == high.figure.value:
        return words.say("scales.same")
    return words.say("scales.finding", high=high.scale.label, low=low.scale.label)


def items_finding(result: UnitResult, words: Words) -> str:
    """Which statement has the lowest figure of this unit's own."""
    own = [one for one in result.items if one.figure.value and one.borrowed_from is None]
    if not own:
        return words.say("items.none")
    lowest = min(own, key=lambda one: Decimal(one.figure.value or "0"))
    return words.say("items.finding", text=lowest.text)


def groups_finding(report: Report) -> str:
    """How many units are shown."""
    n = sum(one.shown for one in report.results)
    return report.words.say("groups.finding", n=n, of=len(report.results))


def item_note(item: ItemFigure, words: Words) -> str:
    """What must be said beside an item's figure."""
    notes = []
    if item.reversed:
        notes.append(words.say("items.reversed"))
    if item.borrowed_from:
        notes.append(words.say("items.borrowed", unit=item.borrowed_from.label))
    return " · ".join(notes)


def before_figures(report: Report) -> list[str]:
    """What is said before any number: to whoever leads, of a beginning, of silence."""
    result, words = report.head, report.words
    index = index_of(result).figure.value
    is_low = index is not None and Decimal(index) < LOW
    said = {
        "before.beside": is_low and result.relation == Standing.LEADER,
        "before.support": is_low and result.relation in {Standing.ABOVE, Standing.HR},
        "before.start": result.shown and result.continuity.state == ContinuityState.FIRST,
        "before.new": result.shown and result.continuity.state == ContinuityState.NEW,
        "before.silence": result.participation == HALF,
    }
    return [words.say(key) for key, is_so in said.items() if is_so]


def next_steps(result: UnitResult, words: Words) -> list[tuple[str, str]]:
    """Three steps that fit every result: no diagnosis is made from scores."""
    first = "1" if result.shown else "hidden"
    return [
        (words.say(f"next.{at}.title"), words.say(f"next.{at}.text")) for at in (first, "2", "3")
    ]
