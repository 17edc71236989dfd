"""Every mistake in an instrument file is explained with its line and a remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.catalogue import library
from survey_api.catalogue.instruments import InstrumentFaulty, Mistake, check, parse_instrument

SOUND = """\
id: own_questions
version: 1
licence: CC0-1.0
note: Ours.
title: {en: Our questions}
intro: {en: A few words.}
options:
  - {value: 1, label: {en: Never}}
  - {value: 2, label: {en: Rarely}}
  - {value: 3, label: {en: Sometimes}}
  - {value: 4, label: {en: Often}}
  - {value: 5, label: {en: Always}}
scales:
  - id: talk
    label: {en: Talk}
    description: {en: Whether we talk.}
    items: [early, openly]
items:
  - id: early
    text: {en: We talk early.}
    keying: straight
  - id: openly
    text: {en: We hide things.}
    keying: reversed
"""


def only(text: str) -> Mistake:
    """The one mistake in a file."""
    found = check(text)
    assert len(found) == 1, [str(mistake) for mistake in found]
    return found[0]


def test_a_sound_file_has_no_mistakes() -> None:
    assert check(SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("licence:", "license:", 3, "Unknown key 'license'"),
        ("note: Ours.", "note:", 4, "There is no text."),
        ("note: Ours.", "note: ~", 4, "There is no text."),
        ("version: 1", "version: one", 2, "whole number"),
        ("version: 1", "version: 1\nversion: 2", 3, "given twice"),
        ("id: own_questions", "id: Own-Questions", 1, "cannot be used as an id"),
        ("id: talk", "id: index", 14, "is taken"),
        ("  - id: openly", "  - id: early", 22, "already used in line 19"),
        ("[early, openly]", "[early, openly, aloud]", 17, "There is no item 'aloud'"),
        ("[early, openly]", "[early, openly, early]", 17, "named 2 times"),
        ("keying: reversed", "keying: backwards", 24, "keying 'backwards' is unknown"),
        ("    text: {en: We hide things.}\n", "", 22, "'text' is missing"),
        ("{en: We hide things.}", "{de: Wir schweigen.}", 23, "'en' is missing"),
        ("{en: We hide things.}", "We hide things.", 23, "no language"),
        ("{en: We hide things.}", "{en: We talk EARLY.}", 23, "same text stands in line 20"),
        ("{en: Always}", "{en: often}", 12, "same text stands in line 11"),
        ("{en: Talk}", "{English: Talk, en: Talk}", 15, "not a language tag"),
        ("  - {value: 5, label: {en: Always}}\n", "", 8, "here are 4"),
        ("value: 5", "value: 6", 8, "valued 1 to 5"),
        ("We hide things.", "We " + "never " * 40, 23, "characters"),
        ("title: {en: Our questions}", "title: [a]", 5, "no language"),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: int, says: str) -> None:
    text = SOUND.replace(old, new, 1)
    assert text != SOUND
    found = check(text)
    assert any(says in mistake.what and mistake.line == line for mistake in found), [
        str(mistake) for mistake in found
    ]
    assert all(mistake.remedy.endswith(".") for mistake in found)


def test_an_item_in_no_scale_and_one_in_two_are_named() -> None:
    third = SOUND + "  - id: aloud\n    text: {en: We laugh.}\n    keying: straight\n"
    assert only(third).what == "It is in no scale."
    twice = SOUND.replace(
        "items:\n  - id: early",
        "  - id: more\n    label: {en: More}\n    description: {en: More.}\n"
        "    items: [early, openly]\nitems:\n  - id: early",
    )
    assert all("already in scale 'talk'" in mistake.what for mistake in check(twice))
    assert len(check(twice)) == 2


def test_a_scale_of_one_item_is_refused_since_it_would_show_that_item_of_a_small_team() -> None:
    found = check(SOUND.replace("[early, openly]", "[early]"))
    assert any("at least two items" in mistake.what for mistake in found)


def test_more_than_thirty_items_are_too_many() -> None:
    extra = "".join(
        f"  - id: more_{n}\n    text: {{en: Statement number {n}.}}\n    keying: straight\n"
        for n in range(29)
    )
    members = ", ".join(["early", "openly", *(f"more_{n}" for n in range(29))])
    mistake = only(SOUND.replace("early, openly", members) + extra)
    assert "31 items" in mistake.what


@pytest.mark.parametrize("text", ["", "\n# only a remark\n"])
def test_an_empty_file_is_called_empty(text: str) -> None:
    assert only(text).what == "It is empty."


@pytest.mark.parametrize(
    "text", ["a: [", "\tid: x", "a: b: c", "- 1\n- 2", "just words", "[" * 3000, "\x00", "%", "*a"]
)
def test_what_is_no_yaml_is_explained_and_never_crashes(text: str) -> None:
    assert len(check(text)) == 1


def test_all_mistakes_come_at_once_in_the_order_of_lines() -> None:
    broken = SOUND.replace("version: 1", "version: x").replace("straight", "up")
    lines = [mistake.line for mistake in check(broken)]
    assert lines == [2, 21]


def test_a_faulty_file_is_refused_with_every_mistake() -> None:
    with pytest.raises(InstrumentFaulty, match=r"mine\.yaml has 2 mistakes") as raised:
        parse_instrument(SOUND.replace("CC0-1.0", "").replace("Ours.", ""), name="mine.yaml")
    assert [row["line"] for row in raised.value.problem()["errors"]] == [3, 4]


def test_norwegian_is_a_language_and_not_a_truth_value() -> None:
    text = SOUND.replace("{en: ", "{no: ")
    assert parse_instrument(text, name="x").locales == ("no",)


@given(st.data())
def test_no_cut_or_doubled_line_makes_the_check_fail_itself(data: st.DataObject) -> None:
    lines = library.source("pulse_short").splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    n = data.draw(st.integers(0, 3))
    junk = data.draw(st.sampled_from(["", "x", "- ", "  : ", "a: &b [*b]\n", "'", "!!int x\n"]))
    text = "".join([*lines[:at], junk, *lines[at + n :]])
    for mistake in check(text):
        assert mistake.line >= 1
        assert mistake.what
        assert mistake.remedy
