"""One number says whether anything published has changed, in the transaction that changes it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, select, update

from survey_api.catalogue.database import PublishedReader, PublishedSession, revision
from survey_api.catalogue.models import ReportingUnit
from survey_api.conduct.rooms import Rooms
from survey_api.database import transaction
from tests.installing import installed


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    rooms = Rooms(installed(tmp_path))
    return rooms.published_engine


def now(engine: Engine) -> int:
    with transaction(engine, PublishedReader) as session:
        return revision(session)


def test_every_kind_of_change_raises_the_number_once(engine: Engine) -> None:
    before = now(engine)
    with transaction(engine, PublishedSession) as session:
        session.add(ReportingUnit(id="a", label="A"))
        session.flush()
        session.add(ReportingUnit(id="b", label="B"))
    assert now(engine) == before + 1
    for change in (
        insert(ReportingUnit).values(id="c", label="C", active=True),
        update(ReportingUnit).values(label="Z"),
        delete(ReportingUnit).where(ReportingUnit.id == "c"),
    ):
        with transaction(engine, PublishedSession) as session:
            session.execute(change)
    assert now(engine) == before + 4


def test_reading_and_going_back_change_nothing(engine: Engine) -> None:
    before = now(engine)
    with transaction(engine, PublishedSession) as session:
        session.scalars(select(ReportingUnit)).all()
    with pytest.raises(ZeroDivisionError), transaction(engine, PublishedSession) as session:
        session.add(ReportingUnit(id="a", label="A"))
        session.flush()
        raise ZeroDivisionError
    assert now(engine) == before
