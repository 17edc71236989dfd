"""One unit's page: what the wave says, how it went before, what could help, what was promised."""

from typing import Any

from dashboard.components import (
    annulled,
    beside,
    follow,
    guidance_card,
    items,
    scales,
    sureness,
)
from dashboard.components.answers import answers
from dashboard.components.common import empty, grid
from dashboard.components.cuts import cuts
from dashboard.components.header import header, unit_crumbs
from dashboard.components.headline import headline
from dashboard.components.likert import has_shares, likert
from dashboard.components.shell import team_path
from dashboard.components.trend import trend
from dashboard.components.zones import zone
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, public, t
from survey_api.published.schemas.results import UnitResult
from survey_api.published.schemas.statistics import OrganisationStatistics
from survey_api.published.schemas.waves import WaveSummary
from survey_api.published.schemas.words import ContinuityState

INDEX = "index"
STARTS = {ContinuityState.FIRST, ContinuityState.NEW}


def page(view: View) -> Page:
    """The whole page of a unit, shown or not."""
    result = view.result(view.focus if view.rest else view.me.own_unit or view.top)
    is_whole = result.unit in view.wholes
    crumbs = unit_crumbs("team", result.path, result.wave.id)
    head = header(view, result.label, crumbs=crumbs, unit=result.unit)
    top = [head, *annulled.notes(view), *open_waves(view.waves)]
    first = beside.opening(result, result.relation)
    top = [*top, first] if first is not None else top
    over_time = _over_time(view, result, is_whole=is_whole)
    body = [*top, hidden(result), grid(over_time, _without_figure(view, result))]
    if result.shown:
        body = [*top, *_shown(view, result, over_time, is_whole=is_whole)]
    return Page(result.label, body, result.unit, "team")


def _shown(view: View, result: UnitResult, over_time: Any, *, is_whole: bool) -> list[Any]:
    found = view.api.follow_through(result.wave.id, result.unit)
    worth = view.api.statistics(result.wave.id) if is_whole else None
    return [
        *notes(result, is_whole=is_whole),
        answers(result, found, is_whole=is_whole),
        headline(result, is_whole=is_whole),
        grid(
            over_time,
            scales.scales(result, is_whole=is_whole, classes="wide-5" if over_time else "wide-12"),
            likert(result) if has_shares(result) else items.items(result),
            *_certainty(result, worth),
            cuts(result),
            guidance_card.guidance(found),
            follow.commitments(found, result),
        ),
    ]


def _without_figure(view: View, result: UnitResult) -> Any:
    """What a conversation needs when there is no figure; none where the page comes later."""
    if result.shown or result.expected_on is not None:
        return None
    return guidance_card.guidance(view.api.follow_through(result.wave.id, result.unit))


def _over_time(view: View, result: UnitResult, *, is_whole: bool) -> Any:
    if result.one_wave_only:
        return None
    known = {one.scale.id for one in result.scales}
    scale = view.asked.get("scale", INDEX)
    found = view.api.trend(result.unit, scale if scale in known else INDEX)
    if not found.points:
        return None
    promised = view.api.commitments(result.unit)
    return trend(result, found, is_whole=is_whole, promised=promised)


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
    if result.expected_on is not None:
        return beside.waiting(result.label, result.expected_on)
    text = public(result.text)
    way = []
    if result.nearest:
        href = team_path(result.nearest.unit, result.wave.id)
        label = t("hidden.nearest", label=result.nearest.label)
        way = [html.A(label, href=href, className="primary")]
    return empty(
        "lock",
        t("hidden.title", label=result.label, text=text),
        t(f"hidden.why.{result.text.name.lower()}" if result.text else "hidden.way"),
        html.P(t("hidden.way")),
        *way,
    )


def open_waves(waves: list[WaveSummary]) -> list[Any]:
    """A quiet card for every wave that is open."""
    return [_open(one) for one in waves if one.state in {"open", "closed"}]


def _open(wave: WaveSummary) -> Any:
    said = t("open.why", closes=day(wave.closes_on))
    if wave.participation:
        said += " " + t("open.participation", participation=wave.participation)
    if wave.leader_on and wave.team_on:
        said += " " + t("open.results", leader=day(wave.leader_on), team=day(wave.team_on))
    title = html.B(t("open.title", title=wave.title))
    return html.Section([title, html.P(said)], className="card open-wave")
