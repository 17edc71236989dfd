"""This installation's settings as they are in force: where each comes from, and the few that those
who run the survey change themselves.

Secrets are never shown, only whether they are set. What is changed stands in ``settings.env`` and
is in force when the service is started again (decision 0032).
"""

import os
from dataclasses import fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import make_url

from survey_api import audit
from survey_api.access import Viewer
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict, Invalid
from survey_api.published.schemas.settings import SettingOut, SettingsIn, SettingsOut
from survey_api.settings import (
    ENVIRONMENT,
    FILE,
    PREFIX,
    Settings,
    origins,
    settings_file,
    written_in,
)

EDITABLE = tuple(SettingsIn.model_fields)
DATABASES = ("identity_url", "ballots_url", "published_url")
LONGEST = 200


class SettingNotHere(Conflict):
    """This setting is not changed here: the environment of the process gives it, or the file
    cannot be written. Change it where the service is started."""


class SettingUnusable(Invalid):
    """A setting is one line of at most 200 characters without quotation marks, and a time zone
    has a name such as Europe/Berlin. Nothing was changed."""


def show(rooms: Rooms) -> SettingsOut:
    """Every setting, in the order in which they are declared."""
    settings = rooms.settings
    where, written = origins(settings.data_dir), written_in(settings.data_dir)
    return SettingsOut(
        settings=tuple(
            SettingOut(
                name=one.name,
                variable=PREFIX + one.name.upper(),
                value=_shown(settings, one.name, is_secret=not one.repr),
                origin=where[one.name],
                is_editable=_is_editable(settings, one.name, where[one.name]),
                next_value=_next(settings, one.name, where[one.name], written),
            )
            for one in fields(Settings)
            if one.name != "demo"
        )
    )


def change(rooms: Rooms, viewer: Viewer | None, said: SettingsIn) -> SettingsOut:
    """Write what was said to the file, all of it or nothing; what was not said stays."""
    wanted = {name: _text(value) for name, value in said.model_dump().items() if value is not None}
    where = origins(rooms.settings.data_dir)
    for name, text in wanted.items():
        _check_usable(name, text)
        if not _is_editable(rooms.settings, name, where[name]):
            raise SettingNotHere
    audit.record(rooms.published_engine, viewer, "change settings", ", ".join(sorted(wanted)))
    try:
        _write(settings_file(rooms.settings.data_dir), wanted)
    except OSError as error:
        raise SettingNotHere from error
    return show(rooms)


def _shown(settings: Settings, name: str, *, is_secret: bool) -> str:
    value = getattr(settings, name)
    if is_secret:
        return "***" if value else ""
    if name in DATABASES:
        return make_url(value).render_as_string(hide_password=True)
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "" if value == Path() else str(value).strip()


def _is_editable(settings: Settings, name: str, origin: str) -> bool:
    """A file of one machine says nothing to processes on others."""
    is_one_machine = settings.identity_url.startswith("sqlite")
    has_file = is_one_machine or settings_file(settings.data_dir).is_file()
    return name in EDITABLE and origin != ENVIRONMENT and has_file


def _next(settings: Settings, name: str, origin: str, written: dict[str, Any]) -> str | None:
    """What the file says for the next start, where that differs."""
    if name not in EDITABLE or origin != FILE or written[name] == getattr(settings, name):
        return None
    return _text(written[name])


def _check_usable(name: str, text: str) -> None:
    if len(text) > LONGEST or '"' in text or not text.isprintable():
        raise SettingUnusable
    if name == "time_zone":
        try:
            ZoneInfo(text)
        except (ValueError, OSError, KeyError) as error:
            raise SettingUnusable from error


def _write(path: Path, wanted: dict[str, str]) -> None:
    """A new file takes the place of the old one whole; its other lines and comments stay."""
    variables = {PREFIX + name.upper(): text for name, text in wanted.items()}
    old = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [line for line in old if line.split("=", 1)[0].strip() not in variables]
    lines = [*kept, *(f'{name}="{text}"' for name, text in variables.items())]
    with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as new:
        new.write("\n".join(lines) + "\n")
        new.flush()
        os.fsync(new.fileno())
    Path(new.name).replace(path)
