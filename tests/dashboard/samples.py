"""Pages' parts made by hand, as the published API would say them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from survey_api.published.schemas.figures import (
    Change,
    Favourable,
    Figure,
    ItemScore,
    Move,
    Range,
    Score,
)
from survey_api.published.schemas.results import (
    Continuity,
    ItemFigure,
    ScaleFigure,
    ScaleMeta,
    Trend,
    TrendPoint,
    UnitResult,
)
from survey_api.published.schemas.waves import WaveSummary
from survey_api.published.schemas.words import ContinuityState, Level, PublicText, Relation, Verdict

INDEX = ScaleMeta(id="index", label="Overall score", description="", items=["a", "b"])
SAFETY = ScaleMeta(id="safety", label="Safety", description="", items=["a"])
DUTY = ScaleMeta(id="accountability", label="Accountability", description="", items=["b"])
SAME = ContinuityState.CONTINUES
WAVE = WaveSummary(
    id="w1",
    number=1,
    title="November 2026",
    state="released",
    opens_on=date(2026, 11, 2),
    closes_on=date(2026, 11, 16),
    released_on=date(2026, 11, 16),
    participation=None,
    level_sentence="",
    fingerprint=None,
    level=1,
    k=5,
    policy="standard",
)


def figure(value: str | None, relation: Relation = Relation.EQUAL) -> Figure:
    """A figure, or the public text of one that is not shown."""
    return Figure(**_plain(value, relation))


def score(
    value: str | None,
    relation: Relation = Relation.EQUAL,
    *,
    ends: tuple[str, str] | None = None,
    change: Change | None = None,
) -> Score:
    """A scale's figure."""
    between = Range(low=ends[0], high=ends[1]) if ends else None
    return Score(**_plain(value, relation), range=between, bin=None, shrunken=None, change=change)


def moved(
    difference: str | None,
    beyond: Verdict,
    everyone: Verdict = Verdict.USUAL_WOBBLE,
) -> Change:
    """A change since the wave before."""
    return Change(last=Move(difference=difference, beyond=beyond, everyone=everyone), baseline=None)


def item(name: str, shares: list[int] | None, *, reversed_: bool = False) -> ItemFigure:
    """An item of a big unit; None for one without a distribution."""
    liked = shares and Favourable(share=sum(shares[3:]), low=sum(shares[3:]) - 5, high=99)
    own = ItemScore(**_plain("3.4", Relation.EQUAL), shares=shares, favourable=liked)
    return ItemFigure(
        item=name,
        text=f"About {name}",
        scale="safety",
        reversed=reversed_,
        figure=own,
        borrowed_from=None,
        organisation=own,
    )


def result(scores: dict[str, Score] | None = None, **changes: Any) -> UnitResult:
    """A shown unit's page."""
    scores = scores or {}
    scales = [
        ScaleFigure(scale=meta, figure=scores.get(meta.id, score("3.4")), organisation=score("3.5"))
        for meta in (INDEX, SAFETY, DUTY)
    ]
    parts: dict[str, Any] = {
        "wave": WAVE,
        "unit": "u1",
        "label": "Night shift",
        "path": [],
        "shown": True,
        "text": None,
        "nearest": None,
        "one_wave_only": False,
        "n_band": "8–11",
        "participation": "≥ 80 %",
        "level": Level.ATOM,
        "continuity": Continuity(state=SAME, wave="w0"),
        "scales": scales,
        "items": [],
        "zone": None,
        "strongest_gain": None,
        "worth_a_conversation": None,
        "cuts": [],
        "k": 5,
    }
    return UnitResult(**{**parts, **changes})


def trend(values: list[str | None], states: dict[int, ContinuityState] | None = None) -> Trend:
    """A trend with a likely range of 0.4 to both sides; ``states`` by position."""
    points = [
        TrendPoint(
            wave=f"w{at}",
            number=at + 1,
            title=f"Wave {at + 1}",
            closes_on=date(2026, 1, 1) + timedelta(days=28 * at),
            figure=score(value, ends=_around(value) if value else None),
            n_band="8–11" if value else None,
            organisation=score("3.5"),
            continuity=Continuity(state=(states or {}).get(at, SAME), wave=None),
        )
        for at, value in enumerate(values)
    ]
    return Trend(unit="u1", label="Night shift", scale=INDEX, points=points)


def words_of(part: Any) -> str:
    """Every word a reader or a screen reader meets, in order."""
    return " ".join(" ".join(_words(part)).split())


def parts_of(part: Any) -> Iterator[Any]:
    """Every element, outermost first."""
    if part is None or isinstance(part, str | int | float):
        return
    if isinstance(part, list | tuple):
        for one in part:
            yield from parts_of(one)
        return
    yield part
    yield from parts_of(getattr(part, "children", None))


def _words(part: Any) -> Iterator[str]:
    if part is None:
        return
    if isinstance(part, str | int | float):
        yield str(part)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _words(one)
    else:
        yield from [part.to_plotly_json()["props"].get("aria-label", "")]
        yield from _words(getattr(part, "children", None))


def _around(value: str) -> tuple[str, str]:
    return f"{float(value) - 0.4:.1f}", f"{float(value) + 0.4:.1f}"


def _plain(value: str | None, relation: Relation) -> dict[str, Any]:
    shown = value is not None
    return {
        "shown": shown,
        "value": value,
        "relation": relation if shown else None,
        "text": None if shown else PublicText.NOT_THIS_TIME,
        "borrowed": None,
    }
