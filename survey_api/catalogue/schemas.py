"""The lobby on the wire: instruments and waves as those in charge send and see them."""

from datetime import date

from pydantic import BaseModel, Field


class InstrumentIn(BaseModel):
    """An instrument as YAML text."""

    source: str = Field(max_length=200_000)


class InstrumentOut(BaseModel):
    """One version of an instrument."""

    id: str
    version: int
    title: str
    n_items: int
    fielded: bool
    digest: str


class WaveIn(BaseModel):
    """A wave to be created as a draft."""

    title: str = Field(max_length=120)
    instrument: str = Field(max_length=64)
    opens_on: date
    closes_on: date
    k: int = 5
    policy: str = Field(default="standard", max_length=12)
    team_days: int = 3


class WaveOut(BaseModel):
    """A wave as those who run it see it; no person of the roster and no unit. ``waits_for`` names
    the key holders whose release a closed wave waits for."""

    id: str
    number: int
    title: str
    state: str
    instrument: str
    k: int
    policy: str
    team_days: int
    opens_on: date
    closes_on: date
    fingerprint: str | None
    participation: str | None
    asked_for: str | None
    trouble: str | None
    waits_for: tuple[str, ...] = ()
