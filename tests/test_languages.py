"""Languages: every file complete, every text with the same places, a new language in one file."""

import json
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey_api import languages
from survey_api.settings import Settings

PLACES = string.Formatter()
NAMED = re.compile(r"\{(\w+)\}")
BOTH = [(section, key) for section in languages.SECTIONS for key in languages.texts("en", section)]


@pytest.fixture(autouse=True)
def packaged() -> Iterator[None]:
    yield
    languages.use(Path())


def read(name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((languages.HERE / f"{name}.json").read_text())
    return found


@pytest.mark.parametrize("section", languages.SECTIONS)
def test_german_says_exactly_what_english_says(section: str) -> None:
    english, german = read("en")[section], read("de")[section]
    forms = {key for key in english if key.endswith((".one", ".other"))}
    assert set(english) - forms == set(german) - forms
    assert list(english) == sorted(english) and list(german) == sorted(german)
    assert english


def test_every_translation_has_the_same_places_for_values() -> None:
    for section, key in BOTH:
        there, here = (languages.texts(one, section)[key] for one in ("en", "de"))
        assert set(NAMED.findall(here)) == set(NAMED.findall(there)), (section, key)


def test_no_german_text_was_left_in_english() -> None:
    same = [
        key
        for section, key in BOTH
        if len(text := languages.texts("en", section)[key].split()) > 3
        and languages.texts("de", section)[key].split() == text
    ]
    assert same == []


def test_typography_is_the_languages_own() -> None:
    for section in languages.SECTIONS:
        for key, text in read("de")[section].items():
            assert '"' not in text and "“" not in text.replace("“", "", text.count("„")), key


def test_a_language_is_one_file_and_english_stands_in_for_the_rest(tmp_path: Path) -> None:
    own = {"language": {"name": "Probe", "direction": "rtl"}, "dashboard": {"back": "KCAB"}}
    (tmp_path / "xx.json").write_text(json.dumps(own))
    languages.use(tmp_path)
    assert languages.known() == ("de", "en", "xx")
    assert languages.direction("xx") == "rtl" and languages.own_name("xx") == "Probe"
    said = languages.texts("xx", "dashboard")
    assert said["back"] == "KCAB" and said["skip"] == languages.texts("en", "dashboard")["skip"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not a readable JSON"),
        ("[]", "sections"),
        ('{"dashboard": "x"}', "sections"),
        ('{"dashbord": {}}', "no section dashbord"),
        ('{"language": {"name": "X", "direction": "up"}}', "ltr or rtl"),
    ],
)
def test_a_faulty_file_says_where_and_what(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "xx.json").write_text(text)
    with pytest.raises(languages.LanguageFaulty, match=reason) as refused:
        languages.use(tmp_path)
    assert "xx.json" in str(refused.value)


@pytest.mark.parametrize(
    ("header", "spoken"),
    [
        ("de-AT,en;q=0.8", "de"),
        ("fr, de;q=0.4, en;q=0.9", "en"),
        ("de;q=0, en;q=0.1", "en"),
        ("", "en"),
        ("de;q=x", "en"),
        ("*", "en"),
    ],
)
def test_the_first_known_language_by_rank_is_spoken(header: str, spoken: str) -> None:
    assert languages.asked_for(header) == spoken


def test_a_text_in_several_languages_falls_back_to_its_first() -> None:
    said = {"de": "Hallo", "en": "Hello"}
    assert languages.pick(said, "en-GB") == "Hello"
    assert languages.pick(said, "fr") == "Hallo"
    assert languages.pick("as it is", "fr") == "as it is"


def test_a_child_process_takes_no_languages_from_the_folder_it_is_started_in() -> None:
    settings = Settings().with_defaults()
    assert Settings.load(settings.environment()) == settings
