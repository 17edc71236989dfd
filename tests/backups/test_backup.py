"""A backup is all that is in the databases and nothing of when; it comes back on either engine."""

import base64
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from psycopg import sql
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from survey_api import clock, migrations
from survey_api.backups import files, restoring, tables, writing
from survey_api.cli import installing
from survey_api.cli.main import app
from survey_api.conduct.rooms import Rooms
from survey_api.errors import SafeToSayError
from survey_api.settings import Settings
from tests import factories, postgres
from tests.installing import installed, settings_in
from tests.migrations.first_version import left

ROOMS = ("identity", "ballots", "published")
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
Contents = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    """Two released waves, of which one was erased, brought up to date."""
    rooms = Rooms(left(tmp_path_factory.mktemp("first-version"), "sqlite").settings)
    installing.install(rooms)
    yield rooms
    rooms.dispose()


@pytest.fixture(scope="module")
def folder(place: Rooms, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("backups") / "monday"
    writing.back_up(place, made)
    return made


def empty_site(home: Path, engine: str) -> Settings:
    """Settings with keys elsewhere and databases without a table."""
    home.mkdir()
    if engine == "sqlite":
        return settings_in(home)
    made = {f"{room}_url": postgres.cluster().create_database(room) for room in ROOMS}
    return settings_in(home, **made)


def rows(folder: Path, room: str) -> Contents:
    """Everything in a backup, read without our code."""
    with zipfile.ZipFile(folder / f"{room}.backup") as archive:
        parts = [one for one in archive.namelist() if one.endswith(".jsonl")]
        return {one[:-6]: list(map(json.loads, archive.open(one))) for one in parts}


@pytest.mark.parametrize("engine", ENGINES)
def test_what_comes_back_is_what_was_there(
    place: Rooms, folder: Path, tmp_path: Path, engine: str
) -> None:
    rooms = Rooms(empty_site(tmp_path / "new", engine))
    restoring.restore(rooms, folder)
    migrations.check(rooms.settings)
    writing.back_up(rooms, tmp_path / "again")
    for room in ROOMS:
        assert rows(tmp_path / "again", room) == rows(folder, room), room
        assert files.read_about(folder / f"{room}.backup").tables
    factories.open_wave(
        Rooms(_with_keys(rooms.settings, place.settings)), title="November", weeks_ago=-30
    )
    rooms.dispose()


def _with_keys(settings: Settings, before: Settings) -> Settings:
    return replace(settings, keys_dir=before.keys_dir, holder_dir=before.holder_dir)


def test_rows_lie_in_the_order_of_their_keys(place: Rooms, folder: Path) -> None:
    engine = place.ballots_engine
    with engine.connect() as connection:
        keys = {
            one.name: [column.name for column in one.primary_key.columns]
            for one in tables.of_room(connection, "ballots")
        }
    found = rows(folder, "ballots")
    assert len(found["envelope"]) == 54
    for name, listed in found.items():
        raw = [tuple(map(_bytes, (one[key] for key in keys[name]))) for one in listed]
        assert raw == sorted(raw), name


def _bytes(value: object) -> bytes:
    text_ = str(value)
    try:
        return base64.b64decode(text_, validate=True) if len(text_) == 44 else text_.encode()
    except ValueError:
        return text_.encode()


def test_a_backup_says_no_time_and_holds_no_session(folder: Path) -> None:
    for room in ROOMS:
        with zipfile.ZipFile(folder / f"{room}.backup") as archive:
            assert {one.date_time for one in archive.infolist()} == {files.EPOCH}
            assert "session.jsonl" not in archive.namelist()
            assert "lease.jsonl" not in archive.namelist()
        assert (folder / f"{room}.backup").stat().st_mode & 0o077 == 0


def test_the_same_databases_give_the_same_bytes(place: Rooms, folder: Path, tmp_path: Path) -> None:
    writing.back_up(place, tmp_path / "tuesday")
    for room in ROOMS:
        first, second = ((one / f"{room}.backup") for one in (folder, tmp_path / "tuesday"))
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("spoilt", ["shorter", "other rows", "not a zip"])
def test_a_damaged_backup_changes_nothing(folder: Path, tmp_path: Path, spoilt: str) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for room in ROOMS:
        (copy / f"{room}.backup").write_bytes((folder / f"{room}.backup").read_bytes())
    _spoil(copy / "identity.backup", spoilt)
    rooms = Rooms(empty_site(tmp_path / "new", "sqlite"))
    with pytest.raises(files.BackupDamaged):
        restoring.restore(rooms, copy)
    assert not list((tmp_path / "new").glob("*.sqlite"))


def _spoil(path: Path, how: str) -> None:
    if how == "shorter":
        path.write_bytes(path.read_bytes()[:-2000])
    elif how == "not a zip":
        path.write_bytes(b"hello")
    else:
        with zipfile.ZipFile(path) as archive:
            parts = {one: archive.read(one) for one in archive.namelist()}
        parts["person.jsonl"] = parts["person.jsonl"].replace(b"p0@", b"q0@")
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)


def test_a_restore_never_overwrites(place: Rooms, folder: Path) -> None:
    with pytest.raises(restoring.DatabaseNotEmpty):
        restoring.restore(place, folder)


def test_a_backup_of_a_newer_version_is_refused(folder: Path, tmp_path: Path) -> None:
    about = files.read_about(folder / "identity.backup")
    with (tmp_path / "identity.backup").open("wb") as sink:
        files.Writing(sink).finish("identity", "9999", "7.0")
    assert about.revision != "9999"
    with pytest.raises(restoring.BackupNewer, match=r"7\.0"):
        restoring.restore(Rooms(empty_site(tmp_path / "new", "sqlite")), tmp_path)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backup_of_an_earlier_version_comes_back_with_this_versions_tables(
    tmp_path: Path, engine: str
) -> None:
    settings = installed(tmp_path / "data", engine=engine)
    rooms = Rooms(settings)
    factories.staffed(rooms)
    command.downgrade(migrations.config("identity", settings.identity_url), "0002")
    writing.back_up(rooms, tmp_path / "old", ("identity",))
    again = empty_site(tmp_path / "new", "sqlite")
    restoring.restore(Rooms(again), tmp_path / "old")
    migrations.check(again, ("identity",))
    with create_engine(again.identity_url).connect() as connection:
        assert connection.scalar(text("select count(*) from person")) == 54


@pytest.mark.postgres
def test_a_role_that_may_not_read_everything_is_told_who_may(tmp_path: Path) -> None:
    settings = installed(tmp_path / "data", engine="postgresql")
    cluster = postgres.cluster()
    name, role = settings.identity_url.rsplit("/", 1)[1], cluster.create_role()
    cluster.run(sql.SQL("GRANT SELECT ON person TO {}").format(sql.Identifier(role)), database=name)
    given = replace(settings, identity_url=cluster.url(name, role=role))
    with pytest.raises(writing.NotAllToRead, match="owner of the tables"):
        writing.back_up(Rooms(given), tmp_path / "monday", ("identity",))
    assert list((tmp_path / "monday").iterdir()) == []


def test_while_a_wave_is_open_only_what_everybody_may_see_is_backed_up(tmp_path: Path) -> None:
    settings = installed(tmp_path / "data")
    rooms = Rooms(settings)
    factories.staffed(rooms)
    factories.open_wave(rooms)
    run = CliRunner()
    refused = run.invoke(app, ["db", "backup", str(tmp_path / "a")], env=settings.environment())
    assert isinstance(refused.exception, SafeToSayError)
    assert "--while-open" in refused.exception.detail
    assert {one.name for one in (tmp_path / "a").iterdir()} == {"published.backup"}
    given = ["db", "backup", str(tmp_path / "b"), "--while-open"]
    assert run.invoke(app, given, env=settings.environment()).exit_code == 0
    assert len(list((tmp_path / "b").iterdir())) == 3
    with clock.travel(clock.now() + timedelta(days=1)), rooms.reading() as session:
        deeds = session.execute(text("select action from audit_event")).scalars().all()
    assert deeds.count("back up") == 2
