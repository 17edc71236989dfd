"""A withdrawal is an empty envelope: it takes the answers out of every count and breaks none."""

from survey_api.credentials.envelope import CastMessage
from tests.release.factories import ITEMS, SmallWave, by_unit
from tests.release.test_opening import opened
from tests.release.test_publishing import ledger_of

FOURS = dict.fromkeys(ITEMS, 4)
REST = {"night": 7, "desk": 6, "tools": 9, "apps": 10}


def care_of(wave: SmallWave, n: int, withdrawn: int) -> list[CastMessage]:
    """Answers of ``n`` people, the first ``withdrawn`` of whom take them back."""
    people = [wave.respondent("care") for _ in range(n)]
    blanks = [one.cast({}, ver=2) for one in people[:withdrawn]]
    return [one.cast(FOURS) for one in people] + blanks


def test_whoever_withdraws_is_in_no_figure_and_in_no_number_of_people(wave: SmallWave) -> None:
    others = wave.casts(REST)
    withdrawn = ledger_of(wave, care_of(wave, 12, 3) + others)
    never = ledger_of(wave, care_of(wave, 9, 0) + others)
    assert withdrawn == never and {one["n"] for one in withdrawn.values()} >= {9}


def test_the_statement_counts_the_empty_envelope_as_accepted_once(wave: SmallWave) -> None:
    said = wave.stated(care_of(wave, 12, 12) + wave.casts(REST))
    assert (said["accepted"], said["superseded"]) == (12 + sum(REST.values()), 12)
    assert "care" in said["counts_agree"] and said["withheld_units"] == []
    assert said["rejected"] == {}


def test_a_group_that_withdrew_is_not_shown(wave: SmallWave) -> None:
    others = wave.casts(REST)
    shown, hidden = (
        by_unit(wave.release(care_of(wave, 12, withdrawn) + others))["care"] for withdrawn in (0, 8)
    )
    assert shown["figures"] and not hidden["figures"]


def test_new_answers_after_a_withdrawal_count_again(wave: SmallWave) -> None:
    who = wave.respondent("care")
    first, blank, again = who.cast(FOURS), who.cast({}, ver=2), who.cast(FOURS, ver=3)
    (ballot,) = opened(wave, again, blank, first).ballots
    assert ballot.answers == FOURS
    (ballot,) = opened(wave, first, blank).ballots
    assert ballot.answers == {} and ballot.comments == ()
