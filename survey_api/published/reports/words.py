"""How a report speaks: texts, figures, dates and names, in one language."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import get_decimal_symbol

from survey_api import languages
from survey_api.published.schemas.figures import Figure, Move, Range
from survey_api.published.schemas.words import PublicText, Relation

EN_DASH, EM_DASH, MINUS = "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}"
LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"  # keeps a sign before its number between Arabic words
ELLIPSIS, UP, DOWN = "\N{HORIZONTAL ELLIPSIS}", "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}"
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
SIGNS = {Relation.AT_MOST: "≤\N{NO-BREAK SPACE}", Relation.AT_LEAST: "≥\N{NO-BREAK SPACE}"}
ABOUT = "≈\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Words:
    """Everything a report says goes through here."""

    locale: str

    def say(self, key: str, **values: object) -> str:
        """A text of our own; an unknown key is an error."""
        return languages.texts(self.locale, "report")[key].format(**values)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in languages.texts(self.locale, "report")

    @property
    def is_rtl(self) -> bool:
        """Whether the language runs from right to left."""
        return languages.direction(self.locale) == "rtl"

    def day(self, when: date) -> str:
        """ "3 December 2026", "3. Dezember 2026"."""
        if self.locale == languages.FALLBACK:
            return f"{when.day} {when:%B %Y}"
        return str(format_date(when, "long", self._babel))

    def month(self, when: date) -> str:
        """ "Dec 26", "Dez. 26": short, for an axis."""
        return str(format_date(when, "LLL yy", self._babel))

    def number(self, value: str) -> str:
        """A decimal as written here, with a minus sign as wide as the plus."""
        said = value.replace("-", MINUS).replace(".", str(get_decimal_symbol(self._babel)))
        return f"{LEFT_TO_RIGHT}{said}" if self.is_rtl else said

    def public(self, text: PublicText | None) -> str:
        """Why a figure is not shown."""
        return self.say(f"public.{text.name.lower()}") if text else self.say("public.none")

    def relation(self, relation: Relation | None) -> str:
        """How a value is to be read, for a column of its own."""
        return self.say(f"relation.{relation.name.lower()}") if relation else ""

    def figure(self, figure: Figure) -> str:
        """ "3.4", "at most 2.8", "about 3.5", or why there is none."""
        if figure.value is None or figure.relation is None:
            return self.public(figure.text)
        key = f"figure.{figure.relation.name.lower()}"
        return self.say(key, value=self.number(figure.value))

    def sign(self, figure: Figure) -> str:
        """The short form for tight places: "3.4", "≤ 2.8"; a dash when it is not shown."""
        if figure.value is None:
            return EM_DASH
        mark = {**SIGNS, Relation.ABOUT: ABOUT}.get(figure.relation or Relation.EQUAL, "")
        return mark + self.number(figure.value)

    def between(self, ends: Range | None) -> str:
        """ "3.0–3.9"; a dash when there is no likely range."""
        return f"{self.number(ends.low)}{EN_DASH}{self.number(ends.high)}" if ends else EM_DASH

    def band(self, people: str | None) -> str:
        """How many answered: "5–7", "about 120"; a dash when it is not told."""
        if people is None:
            return EM_DASH
        rounded = people.removeprefix("about ")
        return people if rounded == people else self.say("figure.about", value=rounded)

    def moved(self, move: Move | None, *, is_whole: bool = False) -> str:
        """ "+0.4, clear rise"; a dash when there is nothing to compare with."""
        if move is None:
            return EM_DASH
        verdict = self.say(f"verdict.{move.everyone if is_whole else move.beyond}")
        return f"{self.number(move.difference)}, {verdict}" if move.difference else verdict

    @property
    def _babel(self) -> Locale:
        try:
            return Locale.parse(self.locale.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            return Locale(languages.FALLBACK)


def clean(text: str) -> str:
    """Text without what could change the order of reading or is no character at all."""
    kept = TURNING.sub("", text)
    return "".join(one for one in kept if one == "\n" or unicodedata.category(one) not in GONE)


GONE = {"Cc", "Cs", "Co", "Cn"}


def short(text: str, longest: int) -> str:
    """A text for a tight place; an ellipsis says that there is more of it."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + ELLIPSIS


def file_name(*parts: str, ending: str) -> str:
    """A harmless name of a file: small letters, digits and hyphens, 90 at most."""
    plain = unicodedata.normalize("NFKD", " ".join(parts).lower().replace("ß", "ss"))
    letters = plain.encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:90].strip("-")
    return f"{slug or 'report'}.{ending}"
