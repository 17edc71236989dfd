"""Everything a released wave says about one unit, and over the waves."""

from datetime import date

from survey_api.published.schemas.earlier import EarlierKind
from survey_api.published.schemas.figures import Figure, ItemScore, Range, Score, Wire
from survey_api.published.schemas.waves import UnitRef, WaveSummary
from survey_api.published.schemas.words import (
    ContinuityState,
    Level,
    PublicText,
    Reason,
    Relation,
    Standing,
    ZoneName,
)


class ScaleMeta(Wire):
    """A named sub-scale and the items in it; ``index`` is the mean over all items."""

    id: str
    label: str
    description: str
    items: list[str]


class ScaleFigure(Wire):
    """One scale's figure here and for the whole organisation."""

    scale: ScaleMeta
    figure: Score
    organisation: Score


class ItemMeta(Wire):
    """One item as it was worded, and the sub-scale it is in."""

    item: str
    text: str
    scale: str
    reversed: bool


class ItemFigure(Wire):
    """One item's figure here (or borrowed) and for the whole organisation."""

    item: str
    text: str
    scale: str
    reversed: bool
    figure: ItemScore
    borrowed_from: UnitRef | None
    organisation: ItemScore


class Continuity(Wire):
    """How a unit relates to the wave before, whose id is ``wave``."""

    state: ContinuityState
    wave: str | None


class Zone(Wire):
    """A unit's place with the likely ranges of both scores."""

    zone: ZoneName
    safety: Range
    accountability: Range


class Gain(Wire):
    """The sub-scale that clearly rose most."""

    scale: str
    label: str
    difference: str


class Conversation(Wire):
    """The sub-scale worth a conversation, and why."""

    scale: str
    label: str
    because: Reason


class CutScale(Wire):
    """One scale of one demographic group."""

    scale: str
    label: str
    figure: Figure


class CutLevel(Wire):
    """One demographic group of 30 or more; several levels may have been merged into it."""

    levels: list[str]
    label: str
    n_band: str
    scales: list[CutScale]
    items: dict[str, ItemScore]


class Cut(Wire):
    """One demographic question in a unit of 50 or more."""

    cut: str
    label: str
    levels: list[CutLevel]


class UnitResult(Wire):
    """Everything a released wave says about one unit.

    ``relation`` is how the viewer stands to it. ``expected_on`` is the day from which they may
    see it, where that is still to come; there is no figure until then. ``supporter`` is whom
    the leader asked to stand beside them, told to these two only.
    """

    wave: WaveSummary
    unit: str
    label: str
    path: list[UnitRef]
    shown: bool
    text: PublicText | None
    nearest: UnitRef | None
    one_wave_only: bool
    n_band: str | None
    participation: str | None
    level: Level | None
    continuity: Continuity
    scales: list[ScaleFigure]
    items: list[ItemFigure]
    zone: Zone | None
    strongest_gain: Gain | None
    worth_a_conversation: Conversation | None
    cuts: list[Cut]
    k: int
    relation: Standing = Standing.OTHER
    expected_on: date | None = None
    supporter: str | None = None


class Line(Wire):
    """One unit beside others: its figures by scale and by item, and its zone."""

    unit: str
    label: str
    shown: bool
    text: PublicText | None
    n_band: str | None
    participation: str | None
    scales: dict[str, Score]
    items: dict[str, ItemScore]
    zone: Zone | None


class Below(Wire):
    """A unit and the units directly under it, by name, with what was asked of all of them."""

    wave: WaveSummary
    scales: list[ScaleMeta]
    items: list[ItemMeta]
    organisation: Line
    unit: Line
    path: list[UnitRef]
    lines: list[Line]


class TrendPoint(Wire):
    """One wave of a trend."""

    wave: str
    number: int
    title: str
    closes_on: date
    figure: Score
    n_band: str | None
    organisation: Score
    continuity: Continuity


class EarlierPoint(Wire):
    """A figure of a survey from before, by another tool (``aggregates``) or of a file behind our
    rule (``protected``). It is marked, and compared with nothing."""

    title: str
    source: str
    kind: EarlierKind
    held_on: date
    relation: Relation
    value: str
    n_band: str


class Trend(Wire):
    """One scale of one unit over all released waves, oldest first. ``led_since`` is the day from
    which the viewer leads it: what lies before was before their time. ``earlier`` lies before the
    first wave."""

    unit: str
    label: str
    scale: ScaleMeta
    points: list[TrendPoint]
    led_since: date | None = None
    earlier: tuple[EarlierPoint, ...] = ()
