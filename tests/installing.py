"""Installations for tests: real directories, real keys, real databases of either kind."""

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from survey_api.cli import installing
from survey_api.conduct.rooms import Rooms
from survey_api.settings import Settings
from tests import postgres
from tests.ports import free_ports

ORGANISATION = "Test & Sons"


def settings_in(folder: Path, **changes: object) -> Settings:
    """Settings of an installation in ``folder`` with ports of its own."""
    app, survey, ballot, dashboard, smtp = free_ports(5)
    bare = Settings(
        data_dir=folder,
        app_url=f"http://localhost:{app}",
        survey_url=f"http://127.0.0.1:{survey}",
        ballot_url=f"http://127.0.0.1:{ballot}",
        app_port=app,
        survey_port=survey,
        ballot_port=ballot,
        dashboard_port=dashboard,
        smtp_port=smtp,
        organisation=ORGANISATION,
        voucher="Ines Albrecht, works council",
    )
    return replace(bare, **changes).with_defaults()  # type: ignore[arg-type]


def installed(folder: Path, *, engine: str = "sqlite") -> Settings:
    """A complete installation; SQLite files are copied from a template made once a run."""
    if engine == "postgresql":
        cluster = postgres.cluster()
        rooms = ("identity", "ballots", "published")
        urls = {f"{room}_url": cluster.create_database(room) for room in rooms}
        settings = settings_in(folder, **urls)
        _install(settings)
        return settings
    shutil.copytree(_template(), folder, dirs_exist_ok=True)
    return settings_in(folder)


def _install(settings: Settings) -> None:
    rooms = Rooms(settings)
    installing.install(rooms)
    rooms.dispose()


@cache
def _template() -> Path:
    folder = Path(mkdtemp(prefix="safetosay-template-"))
    _install(settings_in(folder))
    return folder
