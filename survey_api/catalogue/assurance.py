"""Who could open ballots of a wave: one rule, from the manifest alone, for every page, mail and
file that has to say it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from survey_api import languages

OBJECTION_DAYS = 14  # of waves whose manifest is older than the field


@dataclass(frozen=True)
class Assurance:
    """What a manifest says of it: the level, who keeps the key, for how many days after the
    release, and which program people answer with."""

    level: int
    custodians: tuple[str, ...]
    objection_days: int
    client_sha256: str = ""

    def sentence(self, locale: str) -> str:
        """One sentence. How many of the key holders it takes is not in the manifest."""
        said = languages.texts(locale, "report")[f"level.{self.level}"]
        return said.format(who=", ".join(self.custodians))


def of(manifest: bytes) -> Assurance:
    """Read from the bytes as signed."""
    said: dict[str, Any] = json.loads(manifest)
    return Assurance(
        level=said["level"],
        custodians=tuple(_named(one) for one in said["custodians"]),
        objection_days=said.get("objection_days", OBJECTION_DAYS),
        client_sha256=said.get("client_sha256", ""),
    )


def gone(keys: date | None, ballots: date | None, locale: str) -> str:
    """What was destroyed, and when; nothing as long as nothing was."""
    texts = languages.texts(locale, "report")
    if keys and keys == ballots:
        return texts["level.gone.both"].format(day=_day(keys, locale))
    told = {"level.gone.keys": keys, "level.gone.ballots": ballots}
    return " ".join(texts[key].format(day=_day(on, locale)) for key, on in told.items() if on)


def _named(custodian: dict[str, str]) -> str:
    name, role = custodian["name"], custodian["role"]
    return f"{name} ({role})" if role else name


def _day(on: date, locale: str) -> str:
    """As reports write a day."""
    if locale == languages.FALLBACK:
        return f"{on.day} {on:%B %Y}"
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        known = Locale(languages.FALLBACK)
    return str(format_date(on, "long", known))
