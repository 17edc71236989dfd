"""What later waves can say after a promise: published changes put beside it, never a grade.

Pure, and over released figures only: the same a reader sees on the unit's page. The rule stands
in docs/methods.md, "What a commitment's verdict says".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from survey_api.published.schemas.commitments import CommitmentVerdict
from survey_api.published.schemas.figures import Change, Figure, Move
from survey_api.published.schemas.results import UnitResult
from survey_api.published.schemas.waves import UnitRef
from survey_api.published.schemas.words import ContinuityState, Sign, Since, Verdict

INDEX, NOTICED = "index", "noticed_change"
BIG_ENOUGH = 20  # respondents; below, a change of half a point mostly stays unseen
REACH = 6  # later waves whose comparison still holds the wave of the promise
CLEAR = frozenset({Sign.BEYOND_EVERYONE, Sign.WITH_EVERYONE, Sign.FELL})
UNTOLD = Sign.CANNOT_BE_TOLD
RISE, FALL = Verdict.CLEAR_RISE, Verdict.CLEAR_FALL
BLIND = frozenset({Verdict.NOT_COMPARABLE, Verdict.CANNOT_BE_SEEN})
Told = tuple[Sign, Move | None, Since | None]
NOTHING: Told = (UNTOLD, None, None)


@dataclass(frozen=True)
class Promised:
    """What was promised, as far as a verdict needs it: on which wave, when, about which scale,
    and whether it was taken back. ``is_whole`` when it is about the whole organisation."""

    number: int
    made_on: date
    scale: str = INDEX
    withdrawn_on: date | None = None
    is_whole: bool = False


def verdicts(promised: Promised, results: Sequence[UnitResult]) -> list[CommitmentVerdict]:
    """One for every wave that closed after the promise and before it was taken back; ``results``
    are the unit's, oldest first."""
    later = [one for one in results if _follows(promised, one)]
    found: list[CommitmentVerdict] = []
    is_same = True
    for nth, result in enumerate(later, start=1):
        is_same = is_same and result.continuity.state == ContinuityState.CONTINUES
        found.append(_verdict(result, _of(promised, result, nth) if is_same else NOTHING))
    return found


def is_small(band: str | None) -> bool:
    """Whether a band of people lies below the size where a score can show a change."""
    first = (band or "").split("\N{EN DASH}")[0]
    return first.isdigit() and int(first) < BIG_ENOUGH


def sign_of(move: Move, *, small: bool, is_whole: bool = False) -> Sign:
    """The verdict on one published change."""
    own = move.everyone if is_whole else move.beyond
    if move.difference is None or own in BLIND:
        return UNTOLD
    amount = Decimal(move.difference)
    if own == RISE and amount > 0:
        return Sign.WITH_EVERYONE if is_whole else Sign.BEYOND_EVERYONE
    if own == FALL and amount < 0:
        return Sign.FELL
    if small:
        return Sign.ASK_THEM
    return _with_everyone(move, amount) if own == Verdict.USUAL_WOBBLE else Sign.NO_CLEAR_CHANGE


def _with_everyone(move: Move, amount: Decimal) -> Sign:
    if move.everyone == RISE and amount > 0:
        return Sign.WITH_EVERYONE
    return Sign.FELL if move.everyone == FALL and amount < 0 else Sign.NO_CLEAR_CHANGE


def _follows(promised: Promised, result: UnitResult) -> bool:
    closed = result.wave.closes_on
    is_over = promised.withdrawn_on is not None and closed > promised.withdrawn_on
    return result.wave.number > promised.number and closed > promised.made_on and not is_over


def _verdict(result: UnitResult, told: Told) -> CommitmentVerdict:
    sign, move, since = told
    noticed, noticed_in = _noticed(result)
    is_clear = sign in CLEAR
    return CommitmentVerdict(
        wave=result.wave.id,
        title=result.wave.title,
        sign=sign,
        difference=move.difference if move and is_clear else None,
        since=since if is_clear else None,
        noticed=noticed,
        noticed_in=noticed_in,
    )


def _of(promised: Promised, result: UnitResult, nth: int) -> Told:
    """The first clear one of the comparisons that begin before the promise, else the first."""
    change = next(
        (one.figure.change for one in result.scales if one.scale.id == promised.scale), None
    )
    told: list[Told] = [
        (sign_of(move, small=is_small(result.n_band), is_whole=promised.is_whole), move, since)
        for move, since in _reaching_back(change, nth)
    ]
    clear = [one for one in told if one[0] in CLEAR]
    return next(iter(clear or told), NOTHING)


def _reaching_back(change: Change | None, nth: int) -> list[tuple[Move, Since]]:
    """ "Since last time" is since the promise in the first wave after it only; the mean of the
    unit's own earlier waves holds the wave of the promise for ``REACH`` waves."""
    if change is None or nth > REACH:
        return []
    both = [(change.last, Since.LAST)] if nth == 1 else []
    return [(move, since) for move, since in (*both, (change.baseline, Since.BASELINE)) if move]


def _noticed(result: UnitResult) -> tuple[Figure | None, UnitRef | None]:
    """What people say they noticed, where the wave asked it."""
    for one in result.items:
        if one.item == NOTICED:
            kept = one.figure.model_dump(include=set(Figure.model_fields))
            return Figure(**kept), one.borrowed_from
    return None, None
