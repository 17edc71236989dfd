"""What is kept how long, and what people asked about themselves."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from survey_api.published.schemas.figures import Wire


class Waits(StrEnum):
    """What must happen before somebody can be forgotten."""

    ROSTER = "roster"
    WAVE = "wave"
    WORKER = "worker"


class KeptOut(Wire):
    """One kind of data: how many there are and how many are due. ``days`` is the period of people
    who left."""

    kind: str
    days: int
    held: int
    due: int


class KeepingOut(Wire):
    """Every kind, and how many people wait to be forgotten."""

    kinds: tuple[KeptOut, ...]
    n_waiting: int


class ErasureWaiting(Wire):
    """Somebody who waits to be forgotten, and for what."""

    email: str
    name: str
    asked_on: date
    waits_for: Waits


class PersonIn(Wire):
    """Whom it is about."""

    email: str = Field(max_length=254)
