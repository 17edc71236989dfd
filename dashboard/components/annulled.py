"""The public note that stands where an annulled wave's results would have been."""

from typing import Any

from dashboard.components.common import icon
from dashboard.elements import html
from dashboard.pages.view import View
from dashboard.texts import day, t
from survey_api.published.schemas.waves import WaveSummary


def notes(view: View) -> list[Any]:
    """Every annulled wave between the chosen one and its neighbours; all where none is shown."""
    shown = [one.number for one in view.waves if one.state == "released"]
    here = view.wave.number if view.wave else 0
    before = max((one for one in shown if one < here), default=0)
    after = min((one for one in shown if one > here), default=None)
    return [
        _note(one)
        for one in view.waves
        if one.annulled_on and before < one.number and (after is None or one.number < after)
    ]


def _note(wave: WaveSummary) -> Any:
    on = day(wave.annulled_on) if wave.annulled_on else ""
    title = html.B(t("annulled.title", title=wave.title, day=on))
    why = t("annulled.why", reason=wave.annulled_because or "")
    said = [html.P(why), html.P(t("annulled.what"), className="under")]
    return html.Section([icon("alert"), title, *said], className="card open-wave annulled")
