"""What people may say about themselves: read with the items, explained with lines when wrong."""

import json

import pytest

from survey_api.catalogue.instruments import check, digest, parse_instrument, questionnaire
from tests.catalogue.test_instrument_check import SOUND

CUTS = """\
cuts:
  - id: tenure
    label: {en: Time with us}
    ordered: true
    levels:
      - {id: under_1, label: {en: Under a year}}
      - {id: 10_or_more, label: {en: Ten years or more}}
"""
ASKED = SOUND + CUTS
FIRST = len(SOUND.splitlines()) + 1  # the line of "cuts:"


def with_levels(n: int) -> str:
    """A file whose one cut has so many levels."""
    levels = ", ".join(f"{{id: l{at}, label: {{en: Level {at}}}}}" for at in range(n))
    return ASKED[: ASKED.index("levels:")] + f"levels: [{levels}]\n"


def with_cuts(n: int) -> str:
    """A file with so many cuts."""
    entry = CUTS.removeprefix("cuts:\n")
    more = (entry.replace("tenure", f"c{n}").replace("Time", f"Time {n}") for n in range(n - 1))
    return ASKED + "".join(more)


def test_a_sound_file_with_cuts_has_no_mistakes() -> None:
    assert check(ASKED) == []
    assert check(with_levels(2)) == check(with_levels(8)) == check(with_cuts(3)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("ordered: true", "ordered: yes", 3, "neither true nor false"),
        ("    ordered: true\n", "", 1, "'ordered' is missing"),
        ("id: tenure", "id: Tenure", 1, "cannot be used as an id"),
        ("id: tenure", "id: index", 1, "is taken"),
        ("id: tenure", "id: early", 1, "already names an item"),
        ("id: tenure", "id: talk", 1, "already names a scale"),
        ("id: 10_or_more", "id: _10", 6, "cannot be used as an id"),
        ("id: 10_or_more", "id: under_1", 6, "used twice in this cut"),
        ("{en: Ten years or more}", "{en: under a YEAR}", 6, "same text stands in line"),
        ("{en: Ten years or more}", "{de: Zehn Jahre}", 6, "'en' is missing"),
        ("{en: Time with us}", "Time with us", 2, "no language"),
        ("    ordered: true", "    order: 1\n    ordered: true", 3, "Unknown key 'order'"),
    ],
)
def test_a_mistake_in_a_cut_is_named_with_its_line(
    old: str, new: str, line: int, says: str
) -> None:
    text = SOUND + CUTS.replace(old, new, 1)
    assert text != ASKED
    found = check(text)
    assert any(says in one.what and one.line == FIRST + line for one in found), list(
        map(str, found)
    )
    assert all(mistake.remedy.endswith(".") for mistake in found)


@pytest.mark.parametrize("n", [1, 9])
def test_a_cut_has_two_to_eight_levels(n: int) -> None:
    (mistake,) = check(with_levels(n))
    assert mistake.what == f"A cut needs 2 to 8 levels; here are {n}."


def test_levels_in_one_line_with_the_same_id_or_text_are_found() -> None:
    twice = with_levels(3).replace("l2", "l1").replace("Level 2", "Level 1")
    assert len(check(twice)) == 2


def test_a_fourth_cut_is_too_many() -> None:
    (mistake,) = check(with_cuts(4))
    assert mistake.what == "4 cuts are too many."


def test_the_same_cut_twice_is_refused_but_levels_may_be_called_alike() -> None:
    again = CUTS.removeprefix("cuts:\n").replace("Time with us", "Time elsewhere")
    assert check(ASKED + again.replace("tenure", "elsewhere")) == []
    assert f"already used in line {FIRST + 1}" in check(ASKED + again)[0].what


def test_respondents_are_served_the_cuts_with_their_levels_in_order() -> None:
    (cut,) = json.loads(questionnaire(parse_instrument(ASKED, name="x")))["cuts"]
    levels = [
        {"id": "under_1", "label": {"en": "Under a year"}},
        {"id": "10_or_more", "label": {"en": "Ten years or more"}},
    ]
    label = {"en": "Time with us"}
    assert cut == {"id": "tenure", "label": label, "ordered": True, "levels": levels}


def test_the_digest_notices_cuts_and_stays_as_it_was_without_them() -> None:
    plain, asked = (digest(parse_instrument(text, name="x")) for text in (SOUND, ASKED))
    assert asked != plain
    assert digest(parse_instrument(ASKED.replace("true", "false"), name="x")) != asked
    assert plain == "IEVKPJ_FG0Tcg12qlqqfrEXpIq2h44RpxO3e5Nj6Uz0"
