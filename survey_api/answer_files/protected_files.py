"""Reads the release.json of ``protect`` again: its figures, and the day it was held."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from survey_api.disclosure.earlier import LOWEST, POINTS, Kept
from survey_api.disclosure.policy import Policy
from survey_api.errors import Invalid

RELATIONS = {"=", "<=", ">=", "~"}
BAND = re.compile(r"[0-9]{1,7}\u2013[0-9]{1,7}|about [0-9]{1,7}")
VALUE = re.compile(r"[0-9]\.[0-9]")
LONGEST_NAME = 64


class ReleaseUnreadable(Invalid):
    """This is no release.json that `safetosay protect` wrote with its noise on; nothing was
    stored."""


@dataclass(frozen=True)
class ProtectedRelease:
    """What it says and may be shown."""

    held_on: date | None
    figures: tuple[Kept, ...]


def read(content: str) -> ProtectedRelease:
    """Every shown figure; raises ``ReleaseUnreadable`` for anything that is not exactly as we
    write it, and for a release that was made for checking only."""
    try:
        release = json.loads(content)
        if release["checking_only"] is not False or release["policy"]["k"] < Policy().k:
            raise ReleaseUnreadable
        day = date.fromisoformat(release["closes"]) if release["closes"] else None
        shown = [record for record in release["units"] if record["shown"] is True]
        return ProtectedRelease(day, tuple(one for record in shown for one in _figures(record)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReleaseUnreadable from error


def _figures(record: Mapping[str, Any]) -> Iterator[Kept]:
    for measure, figure in (*record["figures"].items(), *record["items"].items()):
        if figure["shown"] is True and figure["value"] is not None:
            one = Kept(record["unit"], measure, figure["relation"], figure["value"], _band(record))
            _check(one)
            yield one


def _band(record: Mapping[str, Any]) -> str:
    return str(record["n_band"])


def _check(one: Kept) -> None:
    is_plain = len(one.unit) <= LONGEST_NAME and len(one.measure) <= LONGEST_NAME
    is_number = VALUE.fullmatch(one.value) and LOWEST <= float(one.value) <= POINTS
    if not (is_plain and is_number and one.relation in RELATIONS and BAND.fullmatch(one.n_band)):
        raise ReleaseUnreadable
