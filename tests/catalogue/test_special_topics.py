"""Words that ask for what the law protects most are noticed, in English and in German."""

from dataclasses import replace

import pytest

from survey_api.catalogue import instruments, library
from survey_api.catalogue.instrument import Comment
from survey_api.catalogue.instrument_writing import to_yaml
from survey_api.catalogue.special_topics import WORDS, notices, unread

ASKED = {
    "health": ("How is your health?", "Waren Sie zuletzt oft krank?"),
    "belief": ("Can you live your religion at work?", "Welcher Konfession gehören Sie an?"),
    "politics": ("I may voice a political opinion.", "Ich darf meine politische Meinung sagen."),
    "union": ("Are you in a trade union?", "Sind Sie Mitglied einer Gewerkschaft?"),
    "origin": ("What is your ethnic background?", "Haben Sie einen Migrationshintergrund?"),
    "sexuality": ("My sexual orientation is accepted.", "Ich darf offen lesbisch leben."),
    "body": ("I was asked for a genetic test.", "Uns werden biometrische Merkmale abverlangt."),
    "offences": ("Do you have a criminal record?", "Sind Sie vorbestraft?"),
}
HARMLESS = (
    ("We give each other healthy disagreement.", "Wir ringen gesund um die Sache."),
    ("Reunions of our team do us good.", "Ich glaube, dass wir uns einig sind."),
    ("We race nobody; we embrace each other.", "Unsere Führungskraft ist nicht parteiisch."),
)


@pytest.mark.parametrize("topic", WORDS)
def test_each_topic_is_noticed_in_both_languages(topic: str) -> None:
    english, german = ASKED[topic]
    base = library.load("pulse_short")
    asking = replace(base, comments=(Comment("own", {"en": english, "de": german}),))
    found = notices(asking)
    assert {one.topic for one in found} == {topic}
    assert len(found) >= 2
    assert {one.where for one in found} == {"comment own"}
    assert "data-protection officer" in str(found[0])


@pytest.mark.parametrize(("english", "german"), HARMLESS[:2])
def test_words_that_only_look_alike_are_left_alone(english: str, german: str) -> None:
    base = library.load("pulse_short")
    assert not notices(replace(base, comments=(Comment("own", {"en": english, "de": german}),)))


@pytest.mark.parametrize("name", library.names())
def test_the_library_asks_for_none_of_it(name: str) -> None:
    assert notices(library.load(name)) == ()


def test_a_language_that_nobody_looked_at_is_named() -> None:
    base = library.load("pulse_short")
    assert unread(replace(base, title={**base.title, "fr": "Notre équipe"})) == ("fr",)


@pytest.mark.parametrize("name", library.names())
def test_a_questionnaire_that_is_written_out_reads_as_the_same(name: str) -> None:
    parsed = library.load(name)
    again = instruments.parse_instrument(to_yaml(parsed), name=name)
    assert again == parsed
    assert instruments.digest(again) == instruments.digest(parsed)
