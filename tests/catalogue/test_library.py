"""The questionnaires that ship: our own wording, short, with the keying the design names."""

import json

import pytest

from survey_api.catalogue import library
from survey_api.catalogue.instruments import digest, parse_instrument, questionnaire

EVERY = library.names()


def test_the_five_questionnaires_are_there() -> None:
    design = ("empathy_in_practice", "psychological_safety", "pulse_short", "trust_and_action")
    assert set(EVERY) == {*design, "team_climate"}


@pytest.mark.parametrize("name", EVERY)
def test_every_item_is_one_short_sentence(name: str) -> None:
    for item in library.load(name).items:
        words = {locale: text.split() for locale, text in item.text.items()}
        assert len(words["en"]) <= 14 and len(words["de"]) <= 19
        assert all(one[-1].endswith(".") for one in words.values())


@pytest.mark.parametrize("name", EVERY)
def test_every_questionnaire_is_free_and_says_that_it_is_not_published(name: str) -> None:
    instrument = library.load(name)
    assert instrument.licence == "CC0-1.0"
    assert "not a published scale" in instrument.note
    assert "not a published scale" in library.source(name).split("\nid:")[0]


@pytest.mark.parametrize("name", EVERY)
def test_every_questionnaire_speaks_english_and_german(name: str) -> None:
    assert library.load(name).locales == ("en", "de")


@pytest.mark.parametrize(
    ("name", "n_items", "reversed_items"),
    [
        ("psychological_safety", 8, {"mistakes", "voice_upward"}),
        ("empathy_in_practice", 8, set()),
        ("trust_and_action", 3, set()),
        ("pulse_short", 6, {"mistakes"}),
        ("team_climate", 11, {"mistakes", "slips_ignored"}),
    ],
)
def test_number_of_items_and_keying(name: str, n_items: int, reversed_items: set[str]) -> None:
    items = library.load(name).items
    assert len(items) == n_items
    assert {item.id for item in items if item.is_reversed} == reversed_items


def test_leadership_has_five_behaviours_and_three_items_of_accountability() -> None:
    scales = {scale.id: len(scale.items) for scale in library.load("empathy_in_practice").scales}
    assert scales == {"practice": 5, "accountability": 3}


def test_team_climate_has_both_sides_of_the_zones_and_two_voluntary_cuts() -> None:
    instrument = library.load("team_climate")
    scales = {scale.id: len(scale.items) for scale in instrument.scales}
    assert scales == {"safety": 3, "accountability": 3, "practice": 3, "trust": 2}
    cuts = {cut.id: (cut.ordered, len(cut.levels)) for cut in instrument.cuts}
    assert cuts == {"tenure": (True, 4), "workplace": (False, 3)}
    assert not any(library.load(name).cuts for name in EVERY if name != "team_climate")


def test_an_item_has_the_same_words_in_every_questionnaire() -> None:
    texts: dict[str, set[tuple[str, str, bool]]] = {}
    for name in EVERY:
        for item in library.load(name).items:
            said = (item.text["en"], item.text["de"], item.is_reversed)
            texts.setdefault(item.id, set()).add(said)
    assert all(len(found) == 1 for found in texts.values())


@pytest.mark.parametrize("name", EVERY)
def test_what_respondents_are_served_is_canonical(name: str) -> None:
    served = questionnaire(library.load(name))
    document = json.loads(served)
    again = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == served
    assert set(document["keying"]) == {item["id"] for item in document["items"]}
    assert isinstance(document["comments"], list)
    assert [option["value"] for option in document["options"]] == [1, 2, 3, 4, 5]


def test_the_digest_ignores_layout_and_notices_words() -> None:
    text = library.source("trust_and_action")
    first = digest(parse_instrument(text, name="a"))
    assert len(first) == 43
    assert digest(parse_instrument("# a remark\n" + text, name="b")) == first
    assert digest(parse_instrument(text.replace("stay safe", "are safe"), name="c")) != first


def test_everybody_is_served_every_language_the_instruments_own_first() -> None:
    instrument = library.load("pulse_short")
    document = json.loads(questionnaire(instrument))
    assert document["locales"] == list(instrument.locales)
    assert all(set(one["text"]) == set(instrument.locales) for one in document["items"])


def test_a_name_that_is_not_in_the_library_is_answered_with_the_names_that_are() -> None:
    with pytest.raises(library.NoSuchInstrument, match="pulse_short"):
        library.source("../secrets")
