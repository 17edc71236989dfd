"""A migrated identity database for each test, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey_api.database import make_engine
from survey_api.settings import Settings
from tests import postgres
from tests.identity.factories import Room, migrate

NEEDS_POSTGRES = pytest.mark.skipif(not postgres.available(), reason="no PostgreSQL here")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "identity.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation in a folder of its own."""
    return Settings(
        data_dir=tmp_path, organisation="Harbour & Sons", voucher="Noor Haddad, works council"
    ).with_defaults()


@pytest.fixture
def room(settings: Settings, template: Path) -> Iterator[Room]:
    """Room 1 in a SQLite file."""
    shutil.copy(template, settings.data_dir / "identity.sqlite")
    engine = make_engine(settings.identity_url)
    yield Room(engine, settings).prepare()
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=NEEDS_POSTGRES)])
def any_room(request: pytest.FixtureRequest, settings: Settings, template: Path) -> Iterator[Room]:
    """Room 1 on either database."""
    if request.param == "sqlite":
        shutil.copy(template, settings.data_dir / "identity.sqlite")
        url = settings.identity_url
    else:
        url = migrate(postgres.cluster().create_database("identity"))
    engine = make_engine(url)
    yield Room(engine, settings).prepare()
    engine.dispose()
