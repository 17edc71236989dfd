"""What later waves say after a promise: every combination of published verdicts, and the limits."""

from datetime import date, timedelta
from itertools import product

import pytest

from survey_api.actions.verdicts import REACH, Promised, is_small, sign_of, verdicts
from survey_api.published.schemas.figures import Change, ItemScore, Move, Range, Score
from survey_api.published.schemas.results import (
    Continuity,
    ItemFigure,
    ScaleFigure,
    ScaleMeta,
    UnitResult,
)
from survey_api.published.schemas.waves import UnitRef, WaveSummary
from survey_api.published.schemas.words import (
    ContinuityState,
    Level,
    Relation,
    Sign,
    Since,
    Verdict,
)

V = Verdict
START = date(2026, 1, 10)
SAFETY = ScaleMeta(id="safety", label="Safety", description="", items=["mistakes"])
BIG, SMALL = "20–49", "8–11"
MADE = Promised(number=1, made_on=START + timedelta(days=2), scale="safety")


def move(difference: str | None, beyond: Verdict, everyone: Verdict = V.USUAL_WOBBLE) -> Move:
    return Move(difference=difference, beyond=beyond, everyone=everyone)


def wave(number: int) -> WaveSummary:
    closes = START + timedelta(weeks=4 * (number - 1))
    return WaveSummary(
        id=f"w{number}", number=number, title=f"Wave {number}", state="released",
        opens_on=closes - timedelta(days=10), closes_on=closes, released_on=closes,
        participation=None, level=1, level_sentence="", fingerprint=None, k=5, policy="standard",
    )  # fmt: skip


def result(
    number: int,
    *,
    last: Move | None = None,
    baseline: Move | None = None,
    band: str | None = BIG,
    state: ContinuityState = ContinuityState.CONTINUES,
    noticed: ItemFigure | None = None,
) -> UnitResult:
    score = Score(
        shown=True, value="3.4", relation=Relation.EQUAL, text=None, borrowed=None,
        range=Range(low="3.0", high="3.8"), bin=2, shrunken=None,
        change=Change(last=last, baseline=baseline) if last or baseline else None,
    )  # fmt: skip
    return UnitResult(
        wave=wave(number), unit="u", label="U", path=[], shown=True, text=None, nearest=None,
        one_wave_only=False, n_band=band, participation=None, level=Level.ATOM,
        continuity=Continuity(state=state, wave=f"w{number - 1}"),
        scales=[ScaleFigure(scale=SAFETY, figure=score, organisation=score)],
        items=[noticed] if noticed else [], zone=None, strongest_gain=None,
        worth_a_conversation=None, cuts=[], k=5,
    )  # fmt: skip


def signs(*results: UnitResult, promised: Promised = MADE) -> list[Sign]:
    return [one.sign for one in verdicts(promised, list(results))]


OF_ITS_OWN = {("+0.6", V.CLEAR_RISE): Sign.BEYOND_EVERYONE, ("-0.6", V.CLEAR_FALL): Sign.FELL}
OF_EVERYONE = {("+0.6", V.CLEAR_RISE): Sign.WITH_EVERYONE, ("-0.6", V.CLEAR_FALL): Sign.FELL}


def expected(difference: str, beyond: Verdict, everyone: Verdict, *, small: bool) -> Sign:
    """The table of docs/methods.md, row by row."""
    if beyond in {V.NOT_COMPARABLE, V.CANNOT_BE_SEEN}:
        return Sign.CANNOT_BE_TOLD
    own = OF_ITS_OWN.get((difference, beyond))
    if own or small:
        return own or Sign.ASK_THEM
    is_usual = beyond == V.USUAL_WOBBLE
    shared = OF_EVERYONE.get((difference, everyone)) if is_usual else None
    return shared or Sign.NO_CLEAR_CHANGE


def test_every_pair_of_published_verdicts_has_one_reading() -> None:
    for difference, beyond, everyone, small in product(
        ("+0.6", "-0.6", "0.0"), Verdict, Verdict, (False, True)
    ):
        said = sign_of(move(difference, beyond, everyone), small=small)
        assert said == expected(difference, beyond, everyone, small=small)


@pytest.mark.parametrize(("beyond", "small"), list(product(Verdict, (False, True))))
def test_a_difference_that_is_not_published_cannot_be_told(beyond: Verdict, small: bool) -> None:
    assert sign_of(move(None, beyond, V.CLEAR_RISE), small=small) == Sign.CANNOT_BE_TOLD


def test_a_rise_that_is_smaller_than_everyones_is_not_called_a_fall() -> None:
    assert sign_of(move("+0.1", V.CLEAR_FALL, V.CLEAR_RISE), small=False) == Sign.NO_CLEAR_CHANGE


def test_of_the_whole_organisation_its_own_verdict_counts_and_nobody_is_beyond() -> None:
    rose = move("+0.3", V.NOT_COMPARABLE, V.CLEAR_RISE)
    assert sign_of(rose, small=False, is_whole=True) == Sign.WITH_EVERYONE
    fell = move("-0.3", V.NOT_COMPARABLE, V.CLEAR_FALL)
    assert sign_of(fell, small=False, is_whole=True) == Sign.FELL
    calm = move("+0.1", V.CLEAR_RISE, V.USUAL_WOBBLE)
    assert sign_of(calm, small=False, is_whole=True) == Sign.NO_CLEAR_CHANGE


@pytest.mark.parametrize(
    ("band", "small"),
    [("5–7", True), ("8–11", True), ("12–19", True), ("20–49", False), ("about 120", False)],
)
def test_a_team_is_small_below_twenty(band: str, small: bool) -> None:
    assert is_small(band) is small


def test_a_small_team_is_told_to_ask_unless_its_own_change_is_clear() -> None:
    calm, clear = move("+0.3", V.USUAL_WOBBLE, V.CLEAR_RISE), move("+1.1", V.CLEAR_RISE)
    assert signs(result(2, last=calm, band=SMALL)) == [Sign.ASK_THEM]
    assert signs(result(2, last=clear, band=SMALL)) == [Sign.BEYOND_EVERYONE]


def test_what_is_hidden_or_was_not_asked_cannot_be_told() -> None:
    other = Promised(number=1, made_on=MADE.made_on, scale="not_asked_any_more")
    assert signs(result(2, band=None)) == [Sign.CANNOT_BE_TOLD]
    rose = result(2, last=move("+1.0", V.CLEAR_RISE))
    assert signs(rose, promised=other) == [Sign.CANNOT_BE_TOLD]


def test_only_waves_that_closed_after_the_promise_say_anything() -> None:
    rose = move("+1.0", V.CLEAR_RISE)
    late = Promised(number=1, made_on=wave(2).closes_on, scale="safety")
    found = verdicts(late, [result(1, last=rose), result(2, last=rose), result(3, last=rose)])
    assert [one.wave for one in found] == ["w3"]


def test_a_wave_after_a_withdrawn_promise_says_nothing_about_it() -> None:
    taken = Promised(1, MADE.made_on, "safety", withdrawn_on=wave(2).closes_on)
    rose = move("+1.0", V.CLEAR_RISE)
    assert len(signs(result(2, last=rose), result(3, baseline=rose), promised=taken)) == 1


def test_since_last_time_counts_in_the_first_wave_after_the_promise_only() -> None:
    rose, calm = move("+1.0", V.CLEAR_RISE), move("+0.1", V.USUAL_WOBBLE)
    first = result(2, last=rose, baseline=calm)
    found = verdicts(MADE, [first, result(3, last=rose, baseline=calm), result(4, last=rose)])
    assert [one.sign for one in found] == [
        Sign.BEYOND_EVERYONE,
        Sign.NO_CLEAR_CHANGE,
        Sign.CANNOT_BE_TOLD,
    ]
    assert (found[0].since, found[0].difference) == (Since.LAST, "+1.0")
    assert (found[1].since, found[1].difference) == (None, None)


def test_the_longer_comparison_speaks_where_the_short_one_is_not_clear() -> None:
    calm, fell = move("-0.2", V.USUAL_WOBBLE), move("-0.9", V.CLEAR_FALL)
    (found,) = verdicts(MADE, [result(2, last=calm, baseline=fell)])
    assert (found.sign, found.since, found.difference) == (Sign.FELL, Since.BASELINE, "-0.9")


def test_from_a_break_on_nothing_can_be_told_about_the_promise() -> None:
    rose = move("+1.0", V.CLEAR_RISE)
    for state in set(ContinuityState) - {ContinuityState.CONTINUES}:
        told = signs(result(2, last=rose), result(3, baseline=rose, state=state),
                     result(4, baseline=rose))  # fmt: skip
        assert told == [Sign.BEYOND_EVERYONE, Sign.CANNOT_BE_TOLD, Sign.CANNOT_BE_TOLD]


def test_a_promise_leaves_the_reach_of_the_comparison_after_six_waves() -> None:
    rose = move("+1.0", V.CLEAR_RISE)
    told = signs(*(result(number, baseline=rose) for number in range(2, 2 + REACH + 1)))
    assert told == [Sign.BEYOND_EVERYONE] * REACH + [Sign.CANNOT_BE_TOLD]


def test_what_people_noticed_stands_beside_it_own_or_borrowed_or_not_shown() -> None:
    def noticed(value: str | None, lender: UnitRef | None = None) -> ItemFigure:
        score = ItemScore(
            shown=value is not None, value=value, relation=Relation.EQUAL if value else None,
            text=None, borrowed=lender.unit if lender else None, shares=None, favourable=None,
        )  # fmt: skip
        return ItemFigure(
            item="noticed_change", text="I noticed", scale="trust", reversed=False, figure=score,
            borrowed_from=lender, organisation=score,
        )  # fmt: skip

    wider = UnitRef(unit="ops", label="Operations")
    found = verdicts(
        MADE,
        [
            result(2, noticed=noticed("3.6")),
            result(3, noticed=noticed("3.2", wider)),
            result(4, noticed=noticed(None)),
            result(5),
        ],
    )
    assert [one.noticed and one.noticed.value for one in found] == ["3.6", "3.2", None, None]
    assert [one.noticed_in for one in found] == [None, wider, None, None]
    assert found[2].noticed is not None and not found[2].noticed.shown
