"""Two sheets of three open, one does not, and a typing error is named by its place."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.trustee.errors import (
    PassphraseWeak,
    SheetIncomplete,
    SheetMistyped,
    SheetsOfDifferentSets,
    TooFewSheets,
    WordUnknown,
)
from survey_api.trustee.passphrase import Stretching, check, suggested
from survey_api.trustee.shares import WORDS, join, new_secret, split

SECRETS = st.binary(min_size=16, max_size=16)


@settings(max_examples=25, deadline=None)
@given(secret=SECRETS)
def test_any_two_of_three_sheets_open_and_any_one_does_not(secret: bytes) -> None:
    sheets = split(secret)
    for pair in combinations(sheets, 2):
        assert join(pair) == join(pair[::-1]) == secret
    for one in sheets:
        with pytest.raises(TooFewSheets):
            join([one])
        with pytest.raises(TooFewSheets):
            join([one, one])


def test_sheets_of_two_sets_are_never_mixed_also_when_the_secret_is_the_same() -> None:
    secret = new_secret()
    mine, theirs = split(secret), split(secret)
    assert {len(sheet.split()) for sheet in (*mine, *theirs)} == {WORDS}
    with pytest.raises(SheetsOfDifferentSets):
        join([mine[0], theirs[1]])


def test_words_may_be_typed_as_people_type_them() -> None:
    secret = new_secret()
    first, _, third = split(secret)
    numbered = " ".join(f"{at}. {word.upper()}" for at, word in enumerate(first.split(), 1))
    short = "\n".join(word[:4] for word in third.split())
    assert join([numbered, short, "  "]) == secret


def test_every_kind_of_typing_error_is_named_by_its_place() -> None:
    first, second, _ = (one.split() for one in split(new_secret()))
    missing, swapped = second[:-1], [*second[:5], second[6], second[5], *second[7:]]
    with pytest.raises(SheetIncomplete) as error:
        join([" ".join(first), " ".join(missing)])
    assert "Sheet 2 has 19 words" in error.value.detail
    with pytest.raises(SheetMistyped, match="sheet 2"):
        join([" ".join(first), " ".join(swapped)])
    with pytest.raises(WordUnknown, match="Sheet 1, word 3"):
        join([" ".join([*first[:2], "zzzz", *first[3:]]), " ".join(second)])


def test_no_error_quotes_what_stands_on_a_sheet() -> None:
    first, second, _ = (one.split() for one in split(new_secret()))
    with pytest.raises(SheetMistyped) as error:
        join([" ".join(first), " ".join([*second[:18], second[19], second[18]])])
    shown = set(error.value.detail.lower().replace(".", " ").replace(",", " ").split())
    assert not shown & (set(first[4:]) | set(second[4:])) - {"another", "word", "paper"}


@pytest.mark.parametrize("weak", ["", "works council 2026", "aaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_passphrase_that_is_easily_guessed_is_refused(weak: str) -> None:
    with pytest.raises(PassphraseWeak):
        check(weak)


def test_a_suggested_passphrase_is_strong_and_spaces_do_not_matter() -> None:
    said = suggested()
    check(said)
    stretching = Stretching(bytes(16), passes=1, kibibytes=64, lanes=1)
    assert stretching.secret(f"  {said.replace(' ', '  ')} ") == stretching.secret(said)
    assert Stretching.parse(stretching.document()) == stretching
