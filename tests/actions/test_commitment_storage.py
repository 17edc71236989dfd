"""A promise in the database: two people who save at the same moment do not overwrite each other."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from survey_api import clock
from survey_api.access import Role, Viewer
from survey_api.actions import commitments
from survey_api.actions.commitments import ChangedMeanwhile
from survey_api.catalogue import waves
from survey_api.conduct.rooms import Rooms
from survey_api.published.models import Commitment, CommitmentChange
from survey_api.published.schemas.commitments import CommitmentEdit, CommitmentIn
from tests import factories
from tests.installing import installed

LEADER = Viewer("1", "Ada", frozenset({Role.LEADER}), frozenset({"u"}), "u", frozenset({"u"}))
NEXT = Viewer("2", "Ben", frozenset({Role.LEADER}), frozenset({"u"}), "u", frozenset({"u"}))
DUE = clock.today() + timedelta(days=20)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    opened = Rooms(installed(tmp_path / "data", engine=request.param))
    yield opened
    opened.dispose()


def said(what: str, version: int, due_on: date = DUE) -> CommitmentEdit:
    return CommitmentEdit(what=what, due_on=due_on, owner="Ada", version=version)


def test_the_later_of_two_who_read_the_same_version_is_refused(rooms: Rooms) -> None:
    number = factories.draft_wave(rooms)
    with rooms.published() as session:
        wave = waves.find(session, number).id
        made = commitments.make(
            session, LEADER, wave=wave, unit="u", said=CommitmentIn(what="First", due_on=DUE)
        )
    with rooms.reading() as session:
        stale = session.get_one(Commitment, made.id)
    with rooms.published() as session:
        one = session.get_one(Commitment, made.id)
        commitments.edit(session, NEXT, one, said("Second", version=1))
    for version in (1, 2):  # by the number that was read, and with a number that was guessed
        with pytest.raises(ChangedMeanwhile), rooms.published() as session:
            commitments.edit(session, LEADER, stale, said("Third", version=version))
    with rooms.reading() as session:
        assert session.get_one(Commitment, made.id).what == "Second"
        (before,) = session.scalars(select(CommitmentChange)).all()
        assert (before.what, before.who, before.version) == ("First", "Ben", 1)
