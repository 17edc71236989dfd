"""What no table may hold: times and sequences in the ballots room, keys across a wall."""

import re

import pytest
from sqlalchemy import Date, DateTime, MetaData, Time
from sqlalchemy.schema import Column, Table

from survey_api.ballots import models as ballots
from survey_api.ballots.database import BallotBase
from survey_api.catalogue.database import PublishedBase
from survey_api.identity import models as identity
from survey_api.identity.database import IdentityBase
from survey_api.published import models as published

ROOMS = {
    "identity": IdentityBase.metadata,
    "ballots": BallotBase.metadata,
    "published": PublishedBase.metadata,
}
TELLS_WHEN_OR_WHERE = re.compile(
    r"(_at|_on|time|date|created|updated|address|agent|ip|unit|person|email|seq)$"
)


def test_the_models_of_all_three_rooms_are_loaded() -> None:
    assert {ballots, identity, published}
    assert all(len(metadata.tables) >= 6 for metadata in ROOMS.values())


@pytest.mark.parametrize("column", [c for t in ROOMS["ballots"].tables.values() for c in t.columns])
def test_no_column_of_the_ballots_room_tells_when_where_or_who(column: Column[object]) -> None:
    assert not isinstance(column.type, DateTime | Date | Time), column
    assert not TELLS_WHEN_OR_WHERE.search(column.name), column
    assert column.autoincrement is not True, column


@pytest.mark.parametrize("table", ROOMS["ballots"].tables.values(), ids=str)
def test_no_table_of_the_ballots_room_has_a_hidden_row_number(table: Table) -> None:
    assert table.dialect_options["sqlite"]["with_rowid"] is False


@pytest.mark.parametrize("name", ROOMS)
def test_no_foreign_key_leaves_its_room(name: str) -> None:
    metadata: MetaData = ROOMS[name]
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            assert key.column.table.name in metadata.tables


def test_invitations_hold_no_time_and_nothing_that_was_answered() -> None:
    columns = set(identity.Invitation.__table__.columns.keys())
    assert columns == {"id", "wave", "person_id", "unit", "request_hash"}


def test_the_outbox_holds_no_text_and_no_secret() -> None:
    columns = set(identity.OutboxMessage.__table__.columns.keys())
    assert columns == {"id", "kind", "wave", "person_id", "state", "attempts", "due_at"}
