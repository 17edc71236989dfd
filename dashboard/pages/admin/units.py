"""Today's unit tree: who is how large, what has no leader, and what could be shown by itself."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components.common import card, empty, grid
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.running import UnitToday

SMALLEST = 5


def page(view: View) -> Page:
    """The tree as nested lists, and what to look at."""
    units = Administration(view.api).roster().units
    title = t("admin.units.title")
    head = header(view, title, lead=t("admin.units.lead"))
    if not units:
        way = html.A(t("admin.units.bring"), href="/dashboard/admin/roster", className="primary")
        body = empty("network", t("admin.units.none"), t("admin.units.none.why"), way)
    else:
        body = grid(_tree(units), _look(units))
    return Page(title, [head, body], None, "admin/units", is_sure=False)


def _tree(units: tuple[UnitToday, ...]) -> Any:
    below: dict[str | None, list[UnitToday]] = {}
    for one in units:
        below.setdefault(one.parent, []).append(one)
    return card(
        t("admin.units.tree"),
        t("admin.units.tree.finding", n=len(units)),
        _listed(below, None),
        classes="wide-7 unit-tree",
    )


def _listed(below: dict[str | None, list[UnitToday]], parent: str | None) -> Any:
    units = sorted(below.get(parent, []), key=lambda one: one.label.casefold())
    return html.Ul([html.Li(_unit(below, one)) for one in units])


def _unit(below: dict[str | None, list[UnitToday]], one: UnitToday) -> list[Any]:
    facts = [t("admin.units.people", n=one.n_people)]
    if one.n_leaders:
        facts.append(t("admin.units.leaders", n=one.n_leaders))
    else:
        facts.append(t("admin.units.no_leader"))
    line = html.Span([html.B(one.label), html.Span(" · ".join(facts), className="under")])
    if one.id not in below:
        return [line]
    return [html.Details([html.Summary(line), _listed(below, one.id)], open=True)]


def _look(units: tuple[UnitToday, ...]) -> Any:
    parents = {one.parent for one in units}
    small = [one for one in units if one.n_people < SMALLEST and one.id not in parents]
    leaderless = [one for one in units if not one.n_leaders and one.parent is not None]
    return card(
        t("admin.units.look"),
        "",
        html.P(t("admin.units.small", n=len(small), least=SMALLEST)),
        _named(small),
        html.P(t("admin.units.leaderless", n=len(leaderless))),
        _named(leaderless),
        html.P(t("admin.units.frozen"), className="under"),
        classes="wide-5",
    )


def _named(units: list[UnitToday]) -> Any:
    if not units:
        return None
    names = [html.Li(one.label) for one in units]
    return html.Details([html.Summary(t("admin.units.which")), html.Ul(names)])
