"""Which of several workers goes the rounds: one at a time, and another soon after it is gone.

A lease is a row with a holder and an end. It is taken by one compare-and-set in the database, by
the database's own clock, so that hosts whose clocks differ agree. A thread renews it while the
holder lives. It keeps two workers from doing the same at once; that a step done twice does
nothing twice is the steps' own business, since a worker may sleep through the end of its lease.
"""

import secrets
import threading
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import Connection, Engine, Executable, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from survey_api.catalogue.models import LEASE

LEASE_SECONDS = 30.0
RENEWALS = 3  # chances to renew before the end


class Lease:
    """``with Lease(engine, "rounds") as lease: … if lease.is_held(): …``.

    Engine of the published database. Core statements only: a session would raise the revision
    and make every reader's page stale for nothing.
    """

    def __init__(self, engine: Engine, name: str, seconds: float = LEASE_SECONDS) -> None:
        self.engine, self.name, self.seconds = engine, name, seconds
        self.holder = secrets.token_hex(16)
        self._held = threading.Event()
        self._over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name=f"lease {name}", daemon=True)

    def __enter__(self) -> Self:
        self._renew()
        self._keeper.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop renewing and let the next one have it at once."""
        self._over.set()
        self._keeper.join()
        if self._held.is_set():
            self._try(timedelta(0))
        self._held.clear()

    def is_held(self) -> bool:
        """Whether this one has it, as of the last renewal."""
        return self._held.is_set()

    def _keep(self) -> None:
        while not self._over.wait(self.seconds / RENEWALS):
            self._renew()

    def _renew(self) -> None:
        if self._try(timedelta(seconds=self.seconds)):
            self._held.set()
        else:
            self._held.clear()

    def _try(self, term: timedelta) -> bool:
        try:
            with self.engine.begin() as connection:
                return self._set(connection, term)
        except SQLAlchemyError:
            return False  # the database is away: nobody can have it, and it is asked again soon

    def _set(self, connection: Connection, term: timedelta) -> bool:
        """Take a lease that is free, over or one's own."""
        now = _time(connection)
        free = or_(LEASE.c.until <= now, LEASE.c.holder == self.holder)
        mine = {"holder": self.holder, "until": now + term}
        taken = update(LEASE).where(LEASE.c.name == self.name, free).values(**mine)
        if connection.execute(taken).rowcount:
            return True
        first = _unless_there(connection, {"name": self.name, **mine})
        return connection.scalar(first) is not None


def _time(connection: Connection) -> datetime:
    """What the database's clock says; SQLite's is this machine's."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    told: datetime = connection.scalar(select(func.clock_timestamp()))  # type: ignore[assignment]
    return told


def _unless_there(connection: Connection, row: dict[str, object]) -> Executable:
    maker = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return maker(LEASE).values(**row).on_conflict_do_nothing().returning(LEASE.c.name)
