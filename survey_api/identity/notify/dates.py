"""Dates as they are written out in a reader's language."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date


def long_date(day: date, locale: str) -> str:
    """ "December 4, 2026", "4. Dezember 2026"."""
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        known = Locale("en")
    return str(format_date(day, "long", known))
