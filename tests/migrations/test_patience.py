"""An upgrade beside a running service: it does not hold everybody up, and two do not collide."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from survey_api import migrations
from survey_api.migrations import SchemaOutdated, TablesBusy
from survey_api.settings import Settings
from tests import postgres
from tests.installing import installed, settings_in

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
ROOMS = ("identity", "ballots", "published")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return installed(tmp_path / "data", engine="postgresql")


@pytest.mark.postgres
def test_an_upgrade_gives_up_before_it_holds_everybody_up(settings: Settings) -> None:
    url = settings.identity_url
    command.downgrade(migrations.config("identity", url), "0002")
    engine = create_engine(url)
    with engine.begin() as reader:
        reader.execute(text("SELECT count(*) FROM person"))
        with ThreadPoolExecutor() as pool:
            upgrade = pool.submit(
                migrations.to_revision, "identity", url, "head", wait=0.2, attempts=2
            )
            time.sleep(0.1)
            with engine.connect() as another:  # waits behind the upgrade, then goes on
                assert another.scalar(text("SELECT count(*) FROM person")) == 0
            with pytest.raises(TablesBusy):
                upgrade.result()
    assert migrations.revision("identity", url) == "0002"
    migrations.upgrade(settings)
    migrations.check(settings)
    engine.dispose()


@pytest.mark.postgres
def test_an_upgrade_tries_again_until_the_table_is_free(settings: Settings) -> None:
    url = settings.identity_url
    command.downgrade(migrations.config("identity", url), "0002")
    engine = create_engine(url)
    reader = engine.connect()
    reader.execute(text("SELECT count(*) FROM person"))
    threading.Timer(0.5, reader.close).start()
    migrations.to_revision("identity", url, "head", wait=0.2)
    assert migrations.revision("identity", url) == migrations.head("identity")
    engine.dispose()


@pytest.mark.postgres
def test_two_upgrades_at_once_do_the_work_once(tmp_path: Path) -> None:
    made = {f"{room}_url": postgres.cluster().create_database(room) for room in ROOMS}
    settings = settings_in(tmp_path, **made)
    run = [sys.executable, "-m", "survey_api.cli", "db", "upgrade"]
    both = [subprocess.Popen(run, env=settings.environment()) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    migrations.check(settings)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_process_of_the_last_version_starts_on_the_next_ones_tables(
    tmp_path: Path, engine: str
) -> None:
    settings = installed(tmp_path / "data", engine=engine)
    change(settings, "ALTER TABLE person ADD COLUMN shoe_size integer")
    change(settings, "UPDATE alembic_version_identity SET version_num = '9999'")
    migrations.check(settings)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "taken", ["ALTER TABLE person DROP COLUMN wants_steps", "DROP TABLE sign_in_link"]
)
def test_it_does_not_start_where_something_it_needs_is_gone(
    tmp_path: Path, engine: str, taken: str
) -> None:
    settings = installed(tmp_path / "data", engine=engine)
    change(settings, taken)
    change(settings, "UPDATE alembic_version_identity SET version_num = '9999'")
    with pytest.raises(SchemaOutdated, match="identity"):
        migrations.check(settings)


@pytest.mark.postgres
def test_nor_where_it_would_have_to_fill_in_what_it_does_not_know(settings: Settings) -> None:
    change(settings, "ALTER TABLE person ADD COLUMN shoe_size integer NOT NULL")
    change(settings, "UPDATE alembic_version_identity SET version_num = '9999'")
    with pytest.raises(SchemaOutdated):
        migrations.check(settings)


def change(settings: Settings, statement: str) -> None:
    engine = create_engine(settings.identity_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
