"""One unit's page: what the wave says, how it went before, what could help, what was promised."""

from typing import Any

from dashboard.api import Api
from dashboard.components import follow, items, scales
from dashboard.components.common import empty
from dashboard.components.headline import headline
from dashboard.components.shell import header, team_path
from dashboard.components.trend import trend
from dashboard.elements import html
from dashboard.texts import day, t
from survey_api.published.schemas import Me, UnitResult, WaveSummary

INDEX = "index"


def page(api: Api, me: Me, waves: list[WaveSummary], result: UnitResult, scale: str) -> list[Any]:
    """The whole page of a unit, shown or not."""
    top = [header(me, result, waves), *open_waves(waves)]
    if not result.shown:
        return [*top, hidden(result), _grid(trend(result, api.trend(result.unit, scale)))]
    found = api.follow_through(result.wave.id, result.unit)
    once = [html.P(t("one_wave"), className="note")] if result.one_wave_only else []
    note = [html.P(result.small_figures_note, className="note")]
    return [
        *top,
        *once,
        headline(result),
        _grid(
            trend(result, api.trend(result.unit, scale)),
            scales.scales(result),
            items.items(result),
            follow.guidance(found, result),
            follow.commitments(found, result),
        ),
        *(note if result.small_figures_note else []),
    ]


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
