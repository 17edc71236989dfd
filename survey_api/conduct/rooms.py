"""The engines of the three rooms side by side; only conduct and the composition roots hold it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Engine

from survey_api.ballots.database import BallotSession
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.database import make_engine, transaction
from survey_api.identity.database import IdentitySession
from survey_api.settings import Settings


@dataclass(frozen=True)
class Rooms:
    """Three engines, opened when first used; each transaction writes one database."""

    settings: Settings

    @cached_property
    def identity_engine(self) -> Engine:
        return self._engine(self.settings.identity_url)

    @cached_property
    def ballots_engine(self) -> Engine:
        return self._engine(self.settings.ballots_url, journal_mode="DELETE")

    @cached_property
    def published_engine(self) -> Engine:
        return self._engine(self.settings.published_url)

    @cached_property
    def reader_engine(self) -> Engine:
        return self._engine(self.settings.published_url, read_only=True)

    def _engine(self, url: str, *, journal_mode: str = "WAL", read_only: bool = False) -> Engine:
        limit = self.settings.database_connections
        return make_engine(url, journal_mode=journal_mode, read_only=read_only, connections=limit)

    def identity(self) -> AbstractContextManager[IdentitySession]:
        """One transaction of the identity database."""
        return transaction(self.identity_engine, IdentitySession)

    def ballots(self) -> AbstractContextManager[BallotSession]:
        """One transaction of the ballots database."""
        return transaction(self.ballots_engine, BallotSession)

    def published(self) -> AbstractContextManager[PublishedSession]:
        """One transaction of the published database."""
        return transaction(self.published_engine, PublishedSession)

    def reading(self) -> AbstractContextManager[PublishedReader]:
        """One read of the published database."""
        return transaction(self.reader_engine, PublishedReader)

    def dispose(self) -> None:
        """Close every connection that was opened."""
        for name in ("identity_engine", "ballots_engine", "published_engine", "reader_engine"):
            if name in self.__dict__:
                self.__dict__[name].dispose()
