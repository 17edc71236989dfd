"""The lobby on the wire: instruments as those in charge send and see them."""

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
