"""What each field of the roster must look like; a complaint never repeats the value."""

import re
from collections.abc import Callable
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

Complaint = tuple[str, str]  # what is wrong, what to do

MAX_EMPLOYEE_ID, MAX_NAME, MAX_EMAIL, MAX_LOCALE, MAX_TIMEZONE = 64, 200, 254, 16, 64
EMAIL = re.compile(
    r"[^\s@\"(),:;<>\[\\\]]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]"
)


def employee_id(value: str) -> Complaint | None:
    """The key by which a person is recognised at the next import."""
    if not value:
        return "There is no employee number.", "Give one that stays the same over the years."
    if len(value) > MAX_EMPLOYEE_ID or not value.isprintable():
        return "This cannot be an employee number.", "Use at most 64 printable characters."
    return None


def name(value: str) -> Complaint | None:
    """How a mail greets the person."""
    if not value:
        return "There is no name.", "Write the name a mail should greet."
    if len(value) > MAX_NAME or not " ".join(value.split()).isprintable():
        return "This cannot be a name.", "Use at most 200 printable characters."
    return None


def email(value: str) -> Complaint | None:
    """Empty, for somebody who answers by card; else one plain address, nothing that could end
    up in a mail's header."""
    if not value:
        return None
    sound = len(value) <= MAX_EMAIL and value.isprintable() and EMAIL.fullmatch(value)
    if not sound or ".." in value or ".@" in value or value.startswith("."):
        return "This is not an e-mail address.", "Write it as 'somebody@company.example' only."
    return None


def unit(value: str) -> Complaint | None:
    """Everybody belongs somewhere."""
    if not value:
        return "There is no unit.", "Write the path or id of the person's own team."
    return None


def locale(value: str) -> Complaint | None:
    """Empty, or a language tag that is known."""
    if value and canonical_locale(value) is None:
        return "This is not a language.", "Write for example en, de or pt-BR, or leave it empty."
    return None


def timezone(value: str) -> Complaint | None:
    """Empty, or a zone of the tz database."""
    if value and not _is_zone(value):
        remedy = "Write for example Europe/Berlin, or leave it empty."
        return "This time zone is unknown.", remedy
    return None


EXPLAIN: dict[str, Callable[[str], Complaint | None]] = {
    "employee_id": employee_id,
    "name": name,
    "email": email,
    "unit": unit,
    "locale": locale,
    "timezone": timezone,
}


@lru_cache(maxsize=1024)
def canonical_locale(value: str) -> str | None:
    """``pt_br`` as ``pt-BR``; None when empty or unknown."""
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,4}){0,2}", value):
        return None
    try:
        parsed = Locale.parse(value.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None
    return str(parsed).replace("_", "-") if len(str(parsed)) <= MAX_LOCALE else None


@lru_cache(maxsize=1024)
def _is_zone(value: str) -> bool:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        return False
    return len(value) <= MAX_TIMEZONE
