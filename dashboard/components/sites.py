"""The second reporting tree: sites by name, made of the teams that are shown there."""

from typing import Any

from dashboard.components.common import card, not_shown, table
from dashboard.elements import html
from dashboard.texts import band, t, with_relation
from survey_api.published.schemas.sites import SiteLine, Sites


def sites(found: Sites, scale: str) -> Any:
    """A table, or nothing where no sites were said before the wave opened."""
    if not found.lines:
        return None
    label = next(one.label for one in found.scales if one.id == scale)
    head = [t("sites.site"), label, t("table.people"), t("sites.teams")]
    rows = [_row(one, scale) for one in found.lines]
    return card(
        t("sites.title", scale=label),
        t("sites.finding"),
        html.Div(table(head, rows), className="scroller plain-table", tabIndex="0"),
        classes="wide-12",
    )


def _row(line: SiteLine, scale: str) -> list[Any]:
    figure = line.scales[scale]
    said = with_relation(figure) if figure.shown else not_shown()
    return [line.site, said, band(line.n_band), t("sites.of", shown=line.n_shown, n=line.n_teams)]
