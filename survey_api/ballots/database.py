"""Room 2's database: its base class and its session type; no route of the app ever opens it."""

from sqlalchemy.orm import DeclarativeBase, Session

from survey_api.database import metadata

JOURNAL_MODE = "DELETE"


class BallotBase(DeclarativeBase):
    """Tables that know envelopes and nobody who sent one."""

    metadata = metadata()


class BallotSession(Session):
    """A session of the ballots database."""
