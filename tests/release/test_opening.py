"""Which envelopes count: each is verified, opened and checked, and the newest one stands."""

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from survey_api.credentials import envelope, keys
from survey_api.credentials.encoding import b64u
from survey_api.credentials.envelope import CastMessage
from survey_api.release.checks import check
from survey_api.release.opening import Opened, Rejection, open_all
from survey_api.release.publishing import publish
from tests.release.factories import ITEMS, PADDED, SmallWave, questionnaire, token_key

FOURS = dict.fromkeys(ITEMS, 4)
FIVES = dict.fromkeys(ITEMS, 5)


@cache
def with_cut() -> SmallWave:
    """A wave that also asks for how long one has been there."""
    levels = [{"id": name, "label": name.title()} for name in ("short", "long")]
    cut = {"id": "tenure", "label": "Time here", "ordered": True, "levels": levels}
    return SmallWave(asked={**questionnaire(), "cuts": [cut]})


def opened(wave: SmallWave, *casts: CastMessage) -> Opened:
    """All of them, in a box and a log that hold exactly these."""
    box = wave.box(list(casts))
    return open_all(box.envelopes, frozenset(box.log_leaves), check(box), wave.tally)


def one_answer(wave: SmallWave, *casts: CastMessage) -> int:
    """What the one ballot that counts says."""
    (ballot,) = opened(wave, *casts).ballots
    return ballot.answers["calm"]


def resigned(wave: SmallWave, sealed: bytes, by: Any) -> CastMessage:
    """An envelope around other bytes, signed as it should be."""
    sigma = envelope.cast_signature(by.key, wave.mh, sealed)
    return CastMessage(by.prefix, keys.raw_public(by.key), by.sig, sealed, sigma)


def test_the_highest_version_stands_in_whatever_order_they_lie(wave: SmallWave) -> None:
    who = wave.respondent("care")
    first, second = who.cast(FOURS), who.cast(FIVES, ver=2)
    assert one_answer(wave, first, second) == one_answer(wave, second, first) == 5
    assert opened(wave, first, second).superseded == 1


def test_of_equal_versions_the_smaller_leaf_stands(wave: SmallWave) -> None:
    who = wave.respondent("care")
    both = [who.cast(FOURS), who.cast(FIVES)]
    smaller = min(both, key=wave.leaf)
    expected = 4 if smaller is both[0] else 5
    assert one_answer(wave, *both) == one_answer(wave, *reversed(both)) == expected


def test_a_newer_version_that_is_invalid_does_not_displace_a_valid_one(wave: SmallWave) -> None:
    who = wave.respondent("care")
    first = who.cast(FOURS)
    broken = who.cast({**FIVES, "calm": 6}, ver=2)
    strange = who.cast(FIVES, ver=3, **{"pass": b64u(bytes(32))})
    found = opened(wave, first, broken, strange)
    assert [ballot.answers["calm"] for ballot in found.ballots] == [4]
    assert found.rejected == Counter({Rejection.MALFORMED: 1, Rejection.WRONG_PASS: 1})
    assert found.superseded == 0


def test_two_people_never_supersede_each_other(wave: SmallWave) -> None:
    found = opened(wave, *wave.casts({"care": 3}))
    assert len(found.ballots) == 3 and found.superseded == 0


def test_the_pass_of_another_unit_is_rejected_at_the_tally(wave: SmallWave) -> None:
    stolen = b64u(wave.pass_of("night"))
    found = opened(wave, wave.respondent("care").cast(FOURS, **{"pass": stolen}))
    assert found.rejected == Counter({Rejection.WRONG_PASS: 1})
    found = opened(wave, wave.respondent("care").cast(FOURS, unit="nowhere"))
    assert found.rejected == Counter({Rejection.WRONG_PASS: 1})
    found = opened(wave, wave.respondent("van").cast(FOURS))
    assert found.rejected == Counter({Rejection.WRONG_PASS: 1})


def test_a_forged_token_and_a_forged_signature_are_rejected(wave: SmallWave) -> None:
    good = wave.respondent("care").cast(FOURS)
    found = opened(wave, replace(good, sig=bytes(384)))
    assert found.rejected == Counter({Rejection.FORGED_TOKEN: 1})
    found = opened(wave, replace(good, prefix=bytes(32)))
    assert found.rejected == Counter({Rejection.FORGED_TOKEN: 1})
    found = opened(wave, replace(good, sigma=bytes(64)))
    assert found.rejected == Counter({Rejection.FORGED_SIGNATURE: 1})


def test_a_token_of_another_wave_is_rejected(wave: SmallWave) -> None:
    other = SmallWave(eligible={"care": 12, "night": 7})
    assert token_key().public.public_numbers().e == 65537
    found = opened(wave, other.respondent("care").cast(FOURS))
    assert found.rejected == Counter({Rejection.FORGED_TOKEN: 1})


def test_a_tampered_envelope_breaks_its_signature(wave: SmallWave) -> None:
    good = wave.respondent("care").cast(FOURS)
    tampered = replace(good, sealed=good.sealed[:-1] + bytes([good.sealed[-1] ^ 1]))
    assert opened(wave, tampered).rejected == Counter({Rejection.FORGED_SIGNATURE: 1})


def test_an_envelope_that_does_not_open_is_counted_as_such(wave: SmallWave) -> None:
    who = wave.respondent("care")
    bpk = keys.raw_public(who.key)
    to_somebody_else = envelope.seal(
        keys.generate_tally_key().public_bytes, wave.mh, bpk, {"v": 1}, PADDED
    )
    found = opened(wave, resigned(wave, to_somebody_else, who))
    assert found.rejected == Counter({Rejection.CANNOT_OPEN: 1})
    copied = wave.respondent("care").cast(FOURS).sealed
    found = opened(wave, resigned(wave, copied, who))
    assert found.rejected == Counter({Rejection.CANNOT_OPEN: 1})


def test_an_envelope_outside_the_public_log_does_not_count(wave: SmallWave) -> None:
    casts = wave.casts({"care": 2})
    box = wave.box(casts)
    found = open_all(box.envelopes, frozenset(box.log_leaves[:1]), check(box), wave.tally)
    assert len(found.ballots) == 1
    assert found.rejected == Counter({Rejection.NOT_IN_LOG: 1})


def test_an_envelope_that_lies_in_the_box_twice_is_one(wave: SmallWave) -> None:
    casts = wave.casts({"care": 5})
    once = wave.box(casts)
    twice = replace(once, envelopes=(*casts, casts[0]))
    assert publish(twice, wave.tally).bundle == publish(once, wave.tally).bundle


def test_an_envelope_taken_out_of_the_box_is_seen_in_the_log(wave: SmallWave) -> None:
    casts = wave.casts({"care": 6})
    box = wave.box(casts)
    found = open_all(box.envelopes[2:], frozenset(box.log_leaves), check(box), wave.tally)
    assert len(found.ballots) == 4
    assert found.rejected == Counter({Rejection.NOT_IN_BOX: 2})


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {"calm": 0}},
        {"answers": {"calm": 6}},
        {"answers": {"calm": 4.0}},
        {"answers": {"calm": True}},
        {"answers": {"unknown": 3}},
        {"answers": [4]},
        {"cuts": {"tenure": "forever"}},
        {"cuts": {"shoe_size": "long"}},
        {"cuts": ["tenure"]},
        {"ver": 0},
        {"ver": 6},
        {"pass": "short"},
        {"v": 2},
        {"extra": 1},
    ],
)
def test_a_ballot_with_anything_else_inside_is_malformed(
    change: dict[str, Any],
) -> None:
    wave = with_cut()
    fields = {"answers": FOURS, **change}
    found = opened(wave, wave.respondent("care").cast(**fields))
    assert not found.ballots
    assert found.rejected == Counter({Rejection.MALFORMED: 1})


def test_what_somebody_said_about_themselves_comes_with_the_answers() -> None:
    wave = with_cut()
    said, silent = (wave.respondent("care").cast(FOURS, cuts=c) for c in ({"tenure": "long"}, {}))
    found = opened(wave, said, silent)
    assert sorted(str(ballot.cuts) for ballot in found.ballots) == ["{'tenure': 'long'}", "{}"]


def test_a_wave_without_cuts_takes_none(wave: SmallWave) -> None:
    found = opened(wave, wave.respondent("care").cast(FOURS, cuts={"tenure": "long"}))
    assert found.rejected == Counter({Rejection.MALFORMED: 1})


def test_nothing_of_a_ballot_shows_when_it_is_printed() -> None:
    wave = with_cut()
    (ballot,) = opened(wave, wave.respondent("care").cast(FOURS, cuts={"tenure": "long"})).ballots
    assert "calm" not in repr(ballot)
    assert "tenure" not in repr(ballot)
