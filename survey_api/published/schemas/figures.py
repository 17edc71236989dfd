"""Published numbers and what may be said of them."""

from pydantic import BaseModel, ConfigDict

from survey_api.published.schemas.words import PublicText, Relation, Verdict


class Wire(BaseModel):
    """Base of everything on the wire: immutable, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(Wire):
    """The ends of a likely range, one decimal on the answer scale."""

    low: str
    high: str


class Figure(Wire):
    """One published number on the answer scale (one decimal), or why there is none.

    ``borrowed`` names the nearest wider unit whose figure stands in for an item that has
    too few answers here; ``value`` is then that unit's.
    """

    shown: bool
    value: str | None
    relation: Relation | None
    text: PublicText | None
    borrowed: str | None


class Move(Wire):
    """One change: its ``difference`` ("+0.3"; None when it cannot be told), the verdict on this
    unit ``beyond`` everyone, and on ``everyone`` together."""

    difference: str | None
    beyond: Verdict
    everyone: Verdict


class Change(Wire):
    """Since the wave before, and since the unit's own earlier waves together."""

    last: Move | None
    baseline: Move | None


class Score(Figure):
    """A scale's figure with its likely range, its fixed bin (0 lowest to 4), where it lies when
    shrunk towards all groups, and its changes."""

    range: Range | None
    bin: int | None
    shrunken: str | None
    change: Change | None


class Favourable(Wire):
    """Percent who gave one of the two best answers, with its likely range."""

    share: int
    low: int
    high: int


class ItemScore(Figure):
    """An item's figure; ``shares`` are percentages of the answers 1 to 5, for big units only."""

    shares: list[int] | None
    favourable: Favourable | None
