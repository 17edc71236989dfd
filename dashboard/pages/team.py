"""One unit's page: what the wave says, how it went before, what could help, what was promised."""

from typing import Any

from dashboard.api import Api
from dashboard.components import follow, items, scales, sureness
from dashboard.components.common import empty
from dashboard.components.cuts import cuts
from dashboard.components.headline import headline
from dashboard.components.likert import has_shares, likert
from dashboard.components.shell import header, team_path
from dashboard.components.trend import trend
from dashboard.components.zones import zone
from dashboard.elements import html
from dashboard.texts import day, t
from survey_api.published.schemas import (
    ContinuityState,
    Me,
    OrganisationStatistics,
    UnitResult,
    WaveSummary,
)

INDEX = "index"
STARTS = {ContinuityState.FIRST, ContinuityState.NEW}


def page(
    api: Api,
    me: Me,
    waves: list[WaveSummary],
    result: UnitResult,
    scale: str,
    *,
    is_whole: bool = False,
) -> list[Any]:
    """The whole page of a unit, shown or not; ``is_whole`` for the organisation itself."""
    top = [header(me, result, waves), *open_waves(waves)]
    over_time = None
    if not result.one_wave_only:
        over_time = trend(result, api.trend(result.unit, scale), is_whole=is_whole)
    if not result.shown:
        return [*top, hidden(result), _grid(over_time)]
    found = api.follow_through(result.wave.id, result.unit)
    worth = api.statistics(result.wave.id) if is_whole else None
    return [
        *top,
        *notes(result, is_whole=is_whole),
        headline(result, is_whole=is_whole),
        _grid(
            over_time,
            scales.scales(result, is_whole=is_whole, classes="wide-5" if over_time else "wide-12"),
            likert(result) if has_shares(result) else items.items(result),
            *_certainty(result, worth),
            cuts(result),
            follow.guidance(found, result),
            follow.commitments(found, result),
        ),
    ]


def _certainty(result: UnitResult, worth: OrganisationStatistics | None) -> list[Any]:
    """The zone beside what goes together, where there is that; then how sure we can be."""
    known = sureness.drivers(worth) if worth else None
    found = [zone(result, classes="wide-5" if known else "wide-12"), known]
    return [*found, sureness.sureness(worth, alone=result.zone is not None)] if worth else found


def notes(result: UnitResult, *, is_whole: bool = False) -> list[Any]:
    """What to know before reading: a first wave, another group than last time, or one wave."""
    state = result.continuity.state
    if result.one_wave_only:
        return [html.P(t("one_wave"), className="note")]
    if state in STARTS:
        return [] if is_whole else [html.P(t("start"), className="note")]
    if state == ContinuityState.CONTINUES:
        return []
    return [html.P(t("changed", reason=t(f"break.{state}")), className="note")]


def hidden(result: UnitResult) -> Any:
    """The state of a unit that is not shown, with a way on."""
    text = str(result.text)
    way = []
    if result.nearest:
        href = team_path(result.nearest.unit, result.wave.id)
        label = t("hidden.nearest", label=result.nearest.label)
        way = [html.A(label, href=href, className="primary")]
    return empty(
        "lock",
        t("hidden.title", label=result.label, text=text),
        t(f"hidden.why.{text}"),
        html.P(t("hidden.way")),
        *way,
    )


def open_waves(waves: list[WaveSummary]) -> list[Any]:
    """A quiet card for every wave that is open."""
    return [_open(one) for one in waves if one.state in {"open", "closed"}]


def _open(wave: WaveSummary) -> Any:
    said = t("open.why", closes=day(wave.closes_on))
    if wave.participation:
        told = wave.participation[:1].upper() + wave.participation[1:]
        said += " " + t("open.participation", participation=told)
    title = html.B(t("open.title", title=wave.title))
    return html.Section([title, html.P(said)], className="card open-wave")


def _grid(*cards: Any) -> Any:
    return html.Div([one for one in cards if one is not None], className="grid")
