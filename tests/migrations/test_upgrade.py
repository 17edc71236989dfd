"""The three databases are made by migrations, on both engines, exactly as the models say."""

from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text

from survey_api import migrations
from survey_api.migrations import ROOMS, SchemaOutdated
from survey_api.settings import Settings
from tests.installing import installed, settings_in

EARLIER_WAVE = """
insert into wave
    (id, number, title, instrument_id, instrument_version, k, opens_on, closes_on, state)
values ('w', 1, 'Spring', 'pulse_short', 1, 6, '2026-01-01', '2026-01-15', 'released')
"""
SOMEBODY = (
    "insert into person (id, employee_id, name, unit, locale, timezone, active)"
    " values (:id, '1', 'Ada', 'ops', 'en', 'UTC', true)"
)
ROLE = "insert into role_grant (person_id, role, unit) values (:id, 'hr', '')"
EARLIER_UNIT = """
insert into wave_unit (wave_id, unit, label, kind, eligible) values ('w', 'ops', 'Ops', 'unit', 9)
"""


@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_after_the_upgrade_the_tables_are_those_of_the_models(engine: str, tmp_path: Path) -> None:
    settings = installed(tmp_path / "data", engine=engine)
    migrations.check(settings)
    migrations.upgrade(settings)
    migrations.check(settings)


@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_waves_of_an_earlier_version_keep_their_units_and_get_the_standard_policy(
    engine: str, tmp_path: Path
) -> None:
    settings = installed(tmp_path / "data", engine=engine)
    room = migrations.config("published", settings.published_url)
    command.downgrade(room, "0001")
    lobby = create_engine(settings.published_url)
    with lobby.begin() as session:
        session.execute(text(EARLIER_WAVE))
        session.execute(text(EARLIER_UNIT))
    command.upgrade(room, "head")
    with lobby.connect() as session:
        assert session.execute(text("select k, policy from wave")).all() == [(6, "standard")]
    command.downgrade(room, "0001")
    with lobby.connect() as session:
        assert session.execute(text("select unit from wave_unit")).all() == [("ops",)]
    lobby.dispose()


@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_a_roster_of_before_cards_keeps_its_people_and_what_refers_to_them(
    engine: str, tmp_path: Path
) -> None:
    settings = installed(tmp_path / "data", engine=engine)
    room = migrations.config("identity", settings.identity_url)
    identity = create_engine(settings.identity_url)
    with identity.begin() as session:
        who = {"id": uuid4().hex}
        session.execute(text(SOMEBODY), who)
        session.execute(text(ROLE), who)
    command.downgrade(room, "0003")
    with identity.connect() as session:
        address = session.execute(text("select email from person")).scalar_one()
        assert address.startswith("card-") and address.endswith("@left.invalid")
    command.upgrade(room, "head")
    with identity.connect() as session:
        held = "select name from person join role_grant on person_id = id"
        assert session.execute(text(held)).all() == [("Ada",)]
    identity.dispose()


def test_an_empty_database_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(SchemaOutdated, match="safetosay init"):
        migrations.check(settings)


def test_all_three_rooms_may_share_one_database_without_touching_each_other(tmp_path: Path) -> None:
    shared = f"sqlite:///{tmp_path}/shared.sqlite"
    settings: Settings = settings_in(
        tmp_path, identity_url=shared, ballots_url=shared, published_url=shared
    )
    migrations.upgrade(settings)
    migrations.check(settings)
    tables = set(inspect(create_engine(shared)).get_table_names())
    assert {f"alembic_version_{room}" for room in ROOMS} <= tables
