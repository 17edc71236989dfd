"""People who left are forgotten on time, as far as a frozen frame allows, and in the raw files."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from survey_api import clock
from survey_api.cli.main import app
from survey_api.conduct import erasing, persons, retention
from survey_api.conduct.closing import close_wave
from survey_api.conduct.persons import StillOnTheRoster
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.roster import import_csv
from survey_api.identity.leavers import StillAsked
from survey_api.identity.models import Invitation, Person
from tests import factories
from tests.installing import installed
from tests.running import Running
from tests.walls.postgres_files import raw

GONE = "p3@example.org"
NAME = "Wilhelmina Vanishing"


@pytest.fixture(params=["sqlite", "postgresql"])
def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path, engine=request.param))
    import_csv(made, _roster())
    yield made
    made.dispose()


def _roster(*without: str) -> bytes:
    lines = factories.roster_csv(24).decode().replace("Person 3,", f"{NAME},").splitlines()
    return "\n".join(one for one in lines if not any(mail in one for mail in without)).encode()


def _person(rooms: Rooms, email: str) -> Person:
    with rooms.identity() as session:
        return session.scalars(select(Person).where(Person.email == email)).one()


def _raw(rooms: Rooms) -> bytes:
    """Every byte of the databases' files, after PostgreSQL has written them."""
    settings = rooms.settings
    if rooms.identity_engine.dialect.name == "postgresql":
        return raw(settings.identity_url) + raw(settings.published_url)
    return b"".join(one.read_bytes() for one in settings.data_dir.rglob("*") if one.is_file())


def test_a_leaver_loses_their_name_after_thirty_days_and_in_every_file(rooms: Rooms) -> None:
    person = _person(rooms, GONE).id
    import_csv(rooms, _roster(GONE))
    assert retention.apply(rooms)["leavers"] == 0
    assert NAME.encode() in _raw(rooms)
    with clock.travel(clock.now() + timedelta(days=31)):
        assert {one.kind: one.due for one in retention.status(rooms)}["leavers"] == 1
        done = retention.apply(rooms)
        assert (done["leavers"], done["rows of leavers"]) == (1, 1)
        assert not any(retention.apply(rooms).values())
    assert NAME.encode() not in _raw(rooms)
    assert GONE.encode() not in _raw(rooms)
    with rooms.identity() as session:
        assert session.get(Person, person) is None


def test_a_leaver_in_a_running_wave_is_kept_until_its_release_and_their_row_as_long_as_it_counts(
    tmp_path: Path,
) -> None:
    with Running(installed(tmp_path)) as running:
        rooms = running.rooms
        import_csv(rooms, _roster())
        person = _person(rooms, GONE).id
        wave = factories.open_wave(rooms)
        factories.answer_all(factories.links(rooms, wave))
        import_csv(rooms, _roster(GONE))
        with clock.travel(clock.now() + timedelta(days=31)):
            assert retention.apply(rooms)["leavers"] == 0
            with pytest.raises(StillAsked):
                retention.erase_person(rooms, person)
        close_wave(rooms, wave)
        with clock.travel(clock.now() + timedelta(days=31)):
            erasing.erase_due(rooms)
            done = retention.apply(rooms)
            assert (done["leavers"], done["rows of leavers"], done["frames"]) == (1, 0, 0)
            with rooms.identity() as session:
                kept = session.get_one(Person, person)
                assert (kept.name, kept.email, kept.employee_id[:5]) == ("", None, "left-")
                assert session.query(Invitation).filter_by(person_id=person).count() == 1
            factories.open_wave(rooms, title="Next")
        with clock.travel(clock.now() + timedelta(days=62)):
            done = retention.apply(rooms)
            assert (done["frames"], done["rows of leavers"]) == (24, 1)


def test_whoever_comes_back_is_themselves_again(rooms: Rooms) -> None:
    import_csv(rooms, _roster(GONE))
    with clock.travel(clock.now() + timedelta(days=29)):
        import_csv(rooms, _roster())
    with clock.travel(clock.now() + timedelta(days=60)):
        assert retention.apply(rooms)["leavers"] == 0
    assert _person(rooms, GONE).left_on is None


def test_a_person_gets_what_is_held_about_them_and_is_taken_out(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in rooms.settings.environment().items():
        monkeypatch.setenv(name, value)
    run = CliRunner().invoke
    told = json.loads(run(app, ["person", "export", GONE]).output)
    assert told["person"]["name"] == NAME
    assert "request_hash" not in json.dumps(told)
    with pytest.raises(StillOnTheRoster):
        persons.erase(rooms, GONE)
    import_csv(rooms, _roster(GONE))
    assert run(app, ["person", "erase", GONE]).exit_code == 0
    assert NAME.encode() not in _raw(rooms)
    assert run(app, ["retention", "status"]).exit_code == 0
    assert run(app, ["retention", "apply"]).exit_code == 0
