"""Questions in people's own words: read with the items, explained with lines when wrong."""

import json

import pytest

from survey_api.catalogue import library
from survey_api.catalogue.instruments import check, digest, parse_instrument, questionnaire
from tests.catalogue.test_instrument_check import SOUND
from tests.catalogue.test_instrument_cuts import CUTS

COMMENTS = """\
comments:
  - id: wish
    text: {en: What should be different here}
  - id: went_well
    text: {en: What went well}
"""
ASKED = SOUND + COMMENTS
FIRST = len(SOUND.splitlines()) + 1  # the line of "comments:"


def with_questions(n: int) -> str:
    """A file that asks for so many comments."""
    entries = (f"  - {{id: c{at}, text: {{en: Question {at}}}}}\n" for at in range(n))
    return SOUND + "comments:\n" + "".join(entries)


def test_up_to_three_questions_are_no_mistake() -> None:
    assert check(ASKED) == check(with_questions(3)) == check(SOUND + CUTS + COMMENTS) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("id: wish", "id: Wish", 1, "cannot be used as an id"),
        ("id: went_well", "id: wish", 3, "already used in line"),
        ("id: wish", "id: early", 1, "already names an item"),
        ("id: wish", "id: talk", 1, "already names a scale"),
        ("{en: What went well}", "What went well", 4, "no language"),
        ("{en: What went well}", "{de: Was lief gut}", 4, "'en' is missing"),
        ("{en: What went well}", "{en: what should be DIFFERENT here}", 4, "same text stands in"),
        ("    text: {en: What should be different here}\n", "", 1, "'text' is missing"),
        ("  - id: wish", "  - limit: 9\n    id: wish", 1, "Unknown key 'limit'"),
        ("What went well", "x" * 201, 4, "Keep it within 200"),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: int, says: str) -> None:
    mistakes = check(ASKED.replace(old, new, 1))
    assert (FIRST + line, True) in {(one.line, says in str(one)) for one in mistakes}


def test_a_fourth_question_is_one_too_many() -> None:
    (mistake,) = check(with_questions(4))
    assert mistake.line == FIRST + 4
    assert "too many" in mistake.what


def test_an_id_of_a_cut_is_taken() -> None:
    (mistake,) = check(SOUND + CUTS + COMMENTS.replace("wish", "tenure"))
    assert "already names a cut" in mistake.what


def test_files_without_comments_keep_their_digest_and_those_with_have_another() -> None:
    without = parse_instrument(SOUND, name="it")
    asked = parse_instrument(ASKED, name="it")
    assert json.loads(questionnaire(without))["comments"] == []
    assert digest(without) != digest(asked)
    assert json.loads(questionnaire(asked))["comments"] == [
        {"id": "wish", "text": {"en": "What should be different here"}},
        {"id": "went_well", "text": {"en": "What went well"}},
    ]


def test_team_climate_asks_for_one_comment_in_both_languages() -> None:
    (asked,) = library.load("team_climate").comments
    assert set(asked.text) == {"en", "de"}
