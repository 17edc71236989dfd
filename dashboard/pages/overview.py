"""The first page: the viewer's whole view in one look, then the groups in it."""

from typing import Any

from dashboard.components import annulled, beside, follow, guidance_card, heat, ranges, scales
from dashboard.components.answers import answers
from dashboard.components.common import grid
from dashboard.components.header import header
from dashboard.components.headline import headline
from dashboard.components.participation import participation
from dashboard.components.trend import trend
from dashboard.pages import team
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.results import Below, UnitResult

INDEX = "index"


def page(view: View) -> Page:
    """Overview of where the viewer's view begins."""
    result = view.result(view.top)
    head = header(view, result.label, unit=result.unit, lead=t("overview.lead"))
    waves = [*annulled.notes(view), *team.open_waves(view.waves)]
    top = [head, *waves, *beside.ahead(result)]
    body = [*top, *_shown(view, result)] if result.shown else [*top, team.hidden(result)]
    return Page(t("nav.overview"), body, None, "")


def _shown(view: View, result: UnitResult) -> list[Any]:
    is_whole = result.unit in view.wholes
    found = view.api.follow_through(result.wave.id, result.unit)
    below = view.api.below(result.wave.id, result.unit)
    over_time = None
    if not result.one_wave_only:
        past, promised = view.api.trend(result.unit, INDEX), view.api.commitments(result.unit)
        over_time = trend(result, past, is_whole=is_whole, is_short=True, promised=promised)
    return [
        *team.notes(result, is_whole=is_whole),
        answers(result, found, is_whole=is_whole),
        headline(result, is_whole=is_whole),
        grid(
            over_time,
            _beside(result, below, is_whole=is_whole),
            heat.heat(below, of="scales") if below.lines else None,
            participation(below) if below.lines else None,
            guidance_card.guidance(found),
            follow.commitments(found, result),
        ),
    ]


def _beside(result: UnitResult, below: Below, *, is_whole: bool) -> Any:
    """The groups under this one, or what its score is made of where there are none."""
    if below.lines:
        return ranges.ranges(below, INDEX, classes="wide-5")
    return scales.scales(result, is_whole=is_whole)
