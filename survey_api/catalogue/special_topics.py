"""Notices words in a questionnaire that ask for what the law protects most (Art. 9 and 10 GDPR).

A word is no proof: the warning is for people to read, and nothing is refused because of it. It
knows English and German; other languages are not looked at, and ``check`` says which.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey_api.catalogue.instrument import Instrument, Texts

WORDS: dict[str, dict[str, str]] = {
    "health": {
        "en": r"health|illness(es)?|disease\w*|disab(led|ility|ilities)|pregnan\w+|depress\w+"
        r"|anxiety|burn-?(ed )?out|medication\w*|sick(ness| leave)?|diagnos\w+|addict\w+",
        "de": r"gesundheit\w*|krank\w*|erkrank\w*|behinderung\w*|schwerbehindert\w*|schwanger\w*"
        r"|depressi\w*|burn-?out|medikament\w*|diagnos\w*|süchtig|psychisch\w*",
    },
    "belief": {
        "en": r"religio\w+|church\w*|mosque\w*|synagogue\w*|christian\w*|muslim\w*|jewish"
        r"|atheis\w+|pray(er|ers|ing)?",
        "de": r"religi\w+|kirche\w*|moschee\w*|synagoge\w*|konfession\w*|weltanschau\w*"
        r"|christlich\w*|muslimisch\w*|jüdisch\w*|gebet\w*",
    },
    "politics": {
        "en": r"political (party|parties|view\w*|opinion\w*|belief\w*)|vote for|elections?",
        "de": r"partei(en|mitglied\w*)?|politisch\w*|wahlentscheidung\w*",
    },
    "union": {"en": r"(trade|labou?r) unions?|union members?\w*", "de": r"gewerkschaft\w*"},
    "origin": {
        "en": r"ethnic\w*|racial\w*|race|skin colou?r|nationalit\w+|immigrants?|mother tongue",
        "de": r"ethni\w+|rassi\w*|hautfarbe|nationalität\w*|migrationshinter\w*|muttersprache\w*",
    },
    "sexuality": {
        "en": r"sexual\w*|gay|lesbian|bisexual|homosexual\w*|transgender|gender identit\w+",
        "de": r"sexuell\w*|sexual\w*|schwul|lesbisch|homosexuell\w*|geschlechtsidentität\w*",
    },
    "body": {
        "en": r"genetic\w*|dna|biometric\w*|blood (type|test)s?",
        "de": r"genetisch\w*|dna|biometrisch\w*|blutgruppe\w*",
    },
    "offences": {
        "en": r"criminal record\w*|convicted|arrested|prison",
        "de": r"vorstraf\w*|straftat\w*|vorbestraft|gefängnis\w*",
    },
}
FOUND = {
    (topic, language): re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for topic, by_language in WORDS.items()
    for language, words in by_language.items()
}


@dataclass(frozen=True)
class Notice:
    """``word`` of a text at ``where`` may ask for a ``topic`` that the law protects most."""

    where: str
    topic: str
    word: str

    def __str__(self) -> str:
        return (
            f"Look again: {self.where} says '{self.word}', which may ask about {self.topic}. The "
            "law protects such answers most (Art. 9 and 10 GDPR): leave it out, or ask your "
            "data-protection officer first."
        )


def notices(instrument: Instrument) -> tuple[Notice, ...]:
    """Each once, in the order of the questionnaire."""
    found = [
        Notice(where, topic, match.group())
        for where, texts in _texts(instrument)
        for language, text in texts.items()
        for (topic, known), pattern in FOUND.items()
        if language.split("-")[0] == known
        for match in pattern.finditer(text)
    ]
    return tuple(dict.fromkeys(found))


def unread(instrument: Instrument) -> tuple[str, ...]:
    """The languages in which nobody looked."""
    known = {language for _, language in FOUND}
    return tuple(one for one in instrument.locales if one.split("-")[0] not in known)


def _texts(instrument: Instrument) -> Iterator[tuple[str, Texts]]:
    """Where each text stands, and the text in every language."""
    yield "title", instrument.title
    yield "intro", instrument.intro
    for item in instrument.items:
        yield f"item {item.id}", item.text
    for cut in instrument.cuts:
        yield f"cut {cut.id}", cut.label
        for level in cut.levels:
            yield f"cut {cut.id}, level {level.id}", level.label
    for comment in instrument.comments:
        yield f"comment {comment.id}", comment.text
