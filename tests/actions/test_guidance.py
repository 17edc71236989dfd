"""The guidance texts: complete for every situation, role and language, and ready in two minutes."""

import re
from pathlib import Path

import pytest

from survey_api import languages
from survey_api.actions import guidance
from survey_api.actions.guidance import SITUATIONS, load
from survey_api.actions.guidance_text import BEFORE, HEADINGS, Part
from survey_api.published.schemas.guidance import GuidanceRole, Practice

FOLDER = Path(guidance.__file__).with_name("guidance")
LOCALES = ("en", "de")
HR = GuidanceRole.HR
SHORTEST, LONGEST = 190, 360
TERMINATION_HR = 680  # names the steps of the law
EACH = [(name, role, locale) for name in SITUATIONS for role in GuidanceRole for locale in LOCALES]
SAID = {"en": re.compile(r"^[“A-Z]"), "de": re.compile(r"^[„A-ZÄÖÜ]")}


def said(part: Part) -> list[str]:
    steps = [text for _, text in part.steps]
    return [
        part.lead,
        *part.before,
        *steps,
        *part.try_these,
        *part.avoid,
        *part.follow,
        part.not_this,
    ]


def test_the_folder_holds_every_situation_in_every_language_and_nothing_else() -> None:
    found = {path.name for path in FOLDER.iterdir()}
    assert found == {f"{name}.{locale}.md" for name in SITUATIONS for locale in LOCALES}
    assert set(LOCALES) == set(languages.known())


@pytest.mark.parametrize(("name", "role", "locale"), EACH)
def test_every_part_is_complete_and_short_enough(
    name: str, role: GuidanceRole, locale: str
) -> None:
    part = load(name, locale).parts[role]
    assert {practice for practice, _ in part.steps} == set(Practice)
    assert len(part.steps) == len(Practice)
    assert len(part.try_these) >= 3 and len(part.avoid) >= 3 and len(part.follow) >= 2
    assert all(len(text.split()) >= 3 for text in said(part) if text not in part.avoid)
    longest = TERMINATION_HR if (name, role) == ("termination", HR) else LONGEST
    assert SHORTEST <= sum(len(text.split()) for text in said(part)) <= longest


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_every_file_has_the_same_headings_and_says_when_it_fits(name: str, locale: str) -> None:
    text = (FOLDER / f"{name}.{locale}.md").read_text(encoding="utf-8")
    parts = re.findall(r"^# (.+)$", text, re.M)
    assert parts == [*GuidanceRole, "sources"]
    found = [one for one in re.findall(r"^## (.+)$", text, re.M) if one != BEFORE]
    assert found == list(HEADINGS) * len(GuidanceRole)
    assert (f"## {BEFORE}" in text) == (name == "termination")
    read = load(name, locale)
    assert (read.id, read.locale) == (name, locale)
    assert read.question.endswith("?") and read.title and read.when.endswith(".")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_sources_are_named_with_a_year_and_the_wording_is_ours(name: str, locale: str) -> None:
    *works, own = load(name, locale).sources
    dated = [work for work in works if re.search(r"\((19|20)\d\d\)\. ", work)]
    assert len(dated) >= 3
    assert ("ours" if locale == "en" else "unsere eigenen") in own


@pytest.mark.parametrize("name", SITUATIONS)
def test_both_languages_say_the_same_things(name: str) -> None:
    english, german = (load(name, locale) for locale in LOCALES)
    assert english.reserved == german.reserved
    assert len(english.sources) == len(german.sources)
    for role in GuidanceRole:
        here, there = english.parts[role], german.parts[role]
        assert [one for one, _ in here.steps] == [one for one, _ in there.steps]
        for one, other in zip(said(here), said(there), strict=True):
            assert one != other


@pytest.mark.parametrize(("name", "role", "locale"), EACH)
def test_quotes_and_apostrophes_are_the_languages_own(
    name: str, role: GuidanceRole, locale: str
) -> None:
    part = load(name, locale).parts[role]
    text = "\n".join(said(part))
    assert '"' not in text and "'" not in text
    opening, closing = ("“", "”") if locale == "en" else ("„", "“")
    assert text.count(opening) == text.count(closing)
    for sentence in (*part.try_these, *part.avoid):
        assert sentence.startswith(opening), sentence
        assert closing in sentence


@pytest.mark.parametrize("locale", LOCALES)
def test_burnout_names_professional_help_and_is_no_diagnosis(locale: str) -> None:
    found = load("burnout", locale)
    assert "112" in found.parts[GuidanceRole.MANAGER].not_this
    words = ("doctor", "physician", "therap") if locale == "en" else ("ärzt", "Ärzt", "Therap")
    for part in found.parts.values():
        assert any(word in " ".join(said(part)) for word in words)
    lead = found.parts[GuidanceRole.MANAGER].lead
    assert ("no diagnosis" if locale == "en" else "keine Diagnose") in lead


@pytest.mark.parametrize("locale", LOCALES)
def test_only_the_hr_part_of_a_termination_names_the_law_and_others_are_sent_to_hr(
    locale: str,
) -> None:
    found = load("termination", locale)
    assert found.reserved == {HR}
    law = " ".join(found.parts[HR].before)
    assert "§\N{NO-BREAK SPACE}102 BetrVG" in law and "§\N{NO-BREAK SPACE}623 BGB" in law
    for role, part in found.parts.items():
        if role != HR:
            text = " ".join(said(part))
            assert "§" not in text and not part.before
            assert ("HR first" if locale == "en" else "zuerst mit HR") in text


def test_nothing_but_the_hr_part_of_a_termination_is_reserved() -> None:
    assert [name for name in SITUATIONS if load(name, "en").reserved] == ["termination"]


def test_a_language_without_texts_reads_the_english_one(tmp_path: Path) -> None:
    (tmp_path / "xx.json").write_text('{"language": {"name": "Probe"}}')
    try:
        languages.use(tmp_path)
        assert load("shame", "xx").locale == "en"
    finally:
        languages.use(Path())


@pytest.mark.parametrize("name", ["../guidance", "a_mistake_surfaces", "", "shame.en"])
def test_an_unknown_situation_is_not_there(name: str) -> None:
    with pytest.raises(guidance.NoSuchGuidance):
        load(name, "en")
