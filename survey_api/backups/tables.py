"""Which tables a room has, as the database itself says, so that old backups come back as well."""

from typing import Final

from sqlalchemy import Connection, MetaData, Table, inspect

import survey_api.ballots.models
import survey_api.identity.models
import survey_api.published.models  # noqa: F401  (each module makes its tables known)
from survey_api.ballots.database import BallotBase
from survey_api.catalogue.database import PublishedBase
from survey_api.identity.database import IdentityBase

_OWN: Final = {
    "identity": IdentityBase.metadata,
    "ballots": BallotBase.metadata,
    "published": PublishedBase.metadata,
}
# Sessions and sign-in links say who was there and when, and are worth nothing later; who went
# the rounds is of no use at all.
_LEFT_OUT: Final = {"session", "sign_in_link", "lease"}


def of_room(connection: Connection, room: str) -> list[Table]:
    """The tables of a room, those that others refer to first; rooms may share a database."""
    others = {name for other, own in _OWN.items() if other != room for name in own.tables}
    names = {one for one in inspect(connection).get_table_names() if one not in others}
    names = {one for one in names if not one.startswith("alembic_version_")}
    found = MetaData()
    found.reflect(connection, only=sorted(names))
    return found.sorted_tables


def kept(tables: list[Table]) -> list[Table]:
    """Those whose rows belong in a backup."""
    return [one for one in tables if one.name not in _LEFT_OUT]
