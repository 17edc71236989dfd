"""The only place time comes from, so that tests and the demo can live through months."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _travelled.get() or datetime.now(UTC)


def today() -> date:
    """The present date in UTC."""
    return now().date()


@contextmanager
def travel(instant: datetime) -> Iterator[None]:
    """Let ``instant`` (aware) be the present inside the block."""
    if instant.tzinfo is None:
        raise ValueError("travel() needs an aware datetime; add tzinfo=UTC.")
    token = _travelled.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _travelled.reset(token)
