"""The desk's texts in its reader's language, also for errors that have words there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from survey_api import languages
from survey_api.errors import SafeToSayError

SECTION = "trustee"


@dataclass(frozen=True)
class Words:
    """One language."""

    locale: str = languages.FALLBACK

    def __call__(self, key: str, **values: Any) -> str:
        """A text with its values put in."""
        return languages.texts(self.locale, SECTION)[key].format(**values)

    def problem(self, error: SafeToSayError) -> str:
        """What went wrong and what to do; in English where no language has it."""
        kind = error.problem()["type"].rpartition(":")[2].replace("-", "_")
        text = languages.texts(self.locale, SECTION).get(f"problem.{kind}")
        return text.format(**getattr(error, "values", {})) if text else error.detail

    def day(self, day: date | None) -> str:
        """A date as the language writes it; a dash where there is none yet."""
        if day is None:
            return "–"
        try:
            return format_date(day, "long", locale=Locale.parse(self.locale, sep="-"))
        except (UnknownLocaleError, ValueError):
            return day.isoformat()

    @property
    def others(self) -> list[tuple[str, str]]:
        """The other languages with their own names."""
        return [(one, languages.own_name(one)) for one in languages.known() if one != self.locale]

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return languages.direction(self.locale)
