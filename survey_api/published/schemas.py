"""What the published API says; the one module of ours that the dashboard imports."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class PublicText(StrEnum):
    """The only two things ever said about a figure that is not shown."""

    TOO_SMALL = "too small by design"
    NOT_THIS_TIME = "not shown this time"


class Relation(StrEnum):
    """How a value is to be read: as it stands, as a limit, or as about."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="
    ABOUT = "~"


class Wire(BaseModel):
    """Base of everything on the wire: immutable, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class ScaleMeta(Wire):
    """A named sub-scale and the items in it; ``index`` is the mean over all items."""

    id: str
    label: str
    description: str
    items: list[str]


class WaveSummary(Wire):
    """A wave as any colleague may know it."""

    id: str
    number: int
    title: str
    state: str
    opens_on: date
    closes_on: date
    released_on: date | None
    participation: str | None
    level_sentence: str
    fingerprint: str | None


class UnitNode(Wire):
    """A unit in the viewer's view, in one wave."""

    unit: str
    label: str
    parent: str | None
    kind: str
    shown: bool
    text: PublicText | None
    n_band: str | None


class UnitRef(Wire):
    """A unit named beside another."""

    unit: str
    label: str


class ScaleFigure(Wire):
    """One scale's figure here and for the whole organisation."""

    scale: ScaleMeta
    figure: Figure
    organisation: Figure


class ItemFigure(Wire):
    """One item's figure here (or borrowed) and for the whole organisation."""

    item: str
    text: str
    scale: str
    reversed: bool
    figure: Figure
    borrowed_from: UnitRef | None
    organisation: Figure


class UnitResult(Wire):
    """Everything a released wave says about one unit."""

    wave: WaveSummary
    unit: str
    label: str
    path: list[UnitRef]
    shown: bool
    text: PublicText | None
    nearest: UnitRef | None
    one_wave_only: bool
    small_figures_note: str | None
    n_band: str | None
    participation: str | None
    scales: list[ScaleFigure]
    items: list[ItemFigure]
    k: int


class TrendPoint(Wire):
    """One wave of a trend."""

    wave: str
    number: int
    title: str
    closes_on: date
    figure: Figure
    n_band: str | None
    organisation: Figure


class Trend(Wire):
    """One scale of one unit over all released waves, oldest first."""

    unit: str
    label: str
    scale: ScaleMeta
    points: list[TrendPoint]


class Me(Wire):
    """Who is looking and what they may do; ``units`` are the roots of their view."""

    name: str
    organisation: str
    roles: list[str]
    permissions: list[str]
    units: list[UnitRef]
    own_unit: str | None
    demo: bool


class GuidanceSection(Wire):
    """A heading with paragraphs and list items in reading order."""

    heading: str
    paragraphs: list[str]
    points: list[str]


class GuidanceCard(Wire):
    """One guidance text and why it was chosen for this result."""

    id: str
    title: str
    because: str
    sections: list[GuidanceSection]


class CommitmentOut(Wire):
    """What somebody promised to do about a result, and by when."""

    id: str
    wave: str
    unit: str
    what: str
    due_on: date
    owner: str
    made_on: date
    done_on: date | None


class CommitmentIn(Wire):
    """A commitment as written by a leader."""

    what: str
    due_on: date


class FollowThrough(Wire):
    """Guidance for a result, and the commitments made on it."""

    may_commit: bool
    guidance: GuidanceCard | None
    commitments: list[CommitmentOut]
