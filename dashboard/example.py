"""A made-up team, so that everybody can see what a leader will see before anybody answers.

The page is the real one; only the numbers are invented, and it says so.
"""

from datetime import date
from typing import Any

from dashboard.api import Api, ApiProblem, Door
from dashboard.texts import t
from survey_api.published.schemas.commitments import CommitmentOut
from survey_api.published.schemas.figures import (
    Change,
    Favourable,
    Figure,
    ItemScore,
    Move,
    Range,
    Score,
)
from survey_api.published.schemas.follow import FollowThrough
from survey_api.published.schemas.results import (
    Continuity,
    Conversation,
    Gain,
    ItemFigure,
    ScaleFigure,
    ScaleMeta,
    Trend,
    TrendPoint,
    UnitResult,
)
from survey_api.published.schemas.statistics import OrganisationStatistics
from survey_api.published.schemas.waves import Me, UnitRef, WaveSummary
from survey_api.published.schemas.words import (
    ContinuityState,
    Level,
    PublicText,
    Reason,
    Relation,
    Verdict,
)

UNIT = "example"
WAVES = ((date(2026, 3, 20), "3.1"), (date(2026, 6, 19), "3.3"), (date(2026, 9, 18), None))
NOW, NOW_VALUE, WHOLE = date(2026, 11, 20), "3.7", "3.6"
SCALES = (("safety", "3.8", "3.6"), ("accountability", "4.1", "3.9"), ("practice", "2.9", "3.3"))
ITEMS = (
    ("problems", "safety", "4.2"),
    ("mistakes", "safety", "3.4"),
    ("agreements", "accountability", "4.1"),
    ("support", "practice", None),
)
STEADY = Move(difference="+0.1", beyond=Verdict.USUAL_WOBBLE, everyone=Verdict.USUAL_WOBBLE)
RISE = Move(difference="+0.6", beyond=Verdict.CLEAR_RISE, everyone=Verdict.USUAL_WOBBLE)


class ExampleApi(Api):
    """Answers like the API, from the numbers above; it asks nobody."""

    def __init__(self) -> None:
        super().__init__(Door(""), "")

    def me(self) -> Me:
        """Somebody who leads the made-up team."""
        return Me(
            name="",
            organisation=t("example.organisation"),
            roles=["leader"],
            permissions=["see_results"],
            units=[UnitRef(unit=UNIT, label=t("example.unit"))],
            own_unit=UNIT,
            demo=True,
        )

    def unit(self, wave: str, unit: str) -> UnitResult:
        """The team's page."""
        return _result()

    def trend(self, unit: str, scale: str) -> Trend:
        """Four waves, one of which is not shown."""
        points = [_point(at, *one) for at, one in enumerate((*WAVES, (NOW, NOW_VALUE)))]
        return Trend(unit=UNIT, label=t("example.unit"), scale=_index(), points=points)

    def follow_through(self, wave: str, unit: str) -> FollowThrough:
        """Nothing was promised in a made-up team."""
        return FollowThrough(may_commit=False, guidance=None, commitments=[])

    def commitments(self, unit: str) -> list[CommitmentOut]:
        """So there is nothing on the time line either."""
        return []

    def statistics(self, wave: str) -> OrganisationStatistics:
        """There is no made-up organisation."""
        raise ApiProblem(404)


def wave() -> WaveSummary:
    """The wave the example is of."""
    return WaveSummary(
        id=UNIT,
        number=len(WAVES) + 1,
        title=t("example.wave"),
        state="released",
        opens_on=NOW,
        closes_on=NOW,
        released_on=NOW,
        participation=None,
        level=1,
        level_sentence="",
        fingerprint=None,
        k=5,
        policy="standard",
    )


def _result() -> UnitResult:
    metas = [(_index(), NOW_VALUE, WHOLE)]
    metas += [(_meta(scale), value, whole) for scale, value, whole in SCALES]
    return UnitResult(
        wave=wave(),
        unit=UNIT,
        label=t("example.unit"),
        path=[],
        shown=True,
        text=None,
        nearest=None,
        one_wave_only=False,
        n_band="8–11",
        participation="≥ 80 %",
        level=Level.ATOM,
        continuity=Continuity(state=ContinuityState.CONTINUES, wave=UNIT),
        scales=[_scale(*one) for one in metas],
        items=[_item(*one) for one in ITEMS],
        zone=None,
        strongest_gain=Gain(scale="safety", label=_label("safety"), difference="+0.6"),
        worth_a_conversation=Conversation(
            scale="practice", label=_label("practice"), because=Reason.LOW
        ),
        cuts=[],
        k=5,
    )


def _label(scale: str) -> str:
    return t(f"example.scale.{scale}")


def _index() -> ScaleMeta:
    return ScaleMeta(id="index", label=t("score.title"), description="", items=[])


def _meta(scale: str) -> ScaleMeta:
    return ScaleMeta(id=scale, label=_label(scale), description="", items=[])


def _scale(meta: ScaleMeta, value: str, whole: str) -> ScaleFigure:
    move = RISE if meta.id in {"safety", "index"} else STEADY
    figure = _score(value, Change(last=None, baseline=move))
    return ScaleFigure(scale=meta, figure=figure, organisation=_score(whole))


def _score(value: str | None, change: Change | None = None) -> Score:
    ends = (
        Range(low=f"{float(value) - 0.5:.1f}", high=f"{float(value) + 0.5:.1f}") if value else None
    )
    return Score(**_figure(value), range=ends, bin=None, shrunken=None, change=change)


def _item(name: str, scale: str, value: str | None) -> ItemFigure:
    return ItemFigure(
        item=name,
        text=t(f"example.item.{name}"),
        scale=scale,
        reversed=False,
        figure=_item_score(value),
        borrowed_from=None,
        organisation=_item_score(WHOLE),
    )


def _item_score(value: str | None) -> ItemScore:
    nothing: Favourable | None = None
    return ItemScore(**_figure(value), shares=None, favourable=nothing)


def _figure(value: str | None) -> dict[str, Any]:
    return Figure(
        shown=value is not None,
        value=value,
        relation=Relation.EQUAL if value else None,
        text=None if value else PublicText.NOT_THIS_TIME,
        borrowed=None,
    ).model_dump()


def _point(at: int, closes: date, value: str | None) -> TrendPoint:
    return TrendPoint(
        wave=f"{UNIT}-{at}",
        number=at + 1,
        title=t("example.wave.number", n=at + 1),
        closes_on=closes,
        figure=_score(value),
        n_band="8–11" if value else None,
        organisation=_score(WHOLE),
        continuity=Continuity(state=ContinuityState.CONTINUES, wave=None),
    )
