"""What a process needs and does not have just now; its ``/readyz`` names it."""

import os

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from survey_api.conduct.keyring import Keyring
from survey_api.conduct.rooms import Rooms
from survey_api.watching import short_of


def of_api(rooms: Rooms) -> list[str]:
    """Databases of both origins, and the key that seals what is issued."""
    engines = {
        "identity database": rooms.identity_engine,
        "published database": rooms.reader_engine,
    }
    return [*_away(engines), *_keys(rooms)]


def of_worker(rooms: Rooms) -> list[str]:
    """All three databases, the keys, and room on the disk."""
    engines = {
        "identity database": rooms.identity_engine,
        "ballots database": rooms.ballots_engine,
        "published database": rooms.published_engine,
    }
    return [*_away(engines), *_keys(rooms), *short_of(rooms.settings.data_dir)]


def _away(engines: dict[str, Engine]) -> list[str]:
    return [name for name, engine in engines.items() if not _answers(engine)]


def _answers(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _keys(rooms: Rooms) -> list[str]:
    found = os.access(Keyring(rooms.settings).identity, os.R_OK)
    return [] if found else ["key identity.key"]
