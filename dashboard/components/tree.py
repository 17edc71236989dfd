"""The tree of teams in view, with size bands and locks."""

from typing import Any

from dashboard.components.common import icon
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import band, public, t
from survey_api.published.schemas.waves import UnitNode

OPEN_LEVELS = 2  # below these a branch is folded, unless the present unit lies in it


def tree(view: View, page: Page) -> list[Any]:
    """A heading and nested lists; every branch can be folded by keyboard."""
    if not view.nodes:
        return []
    below: dict[str | None, list[UnitNode]] = {}
    known = {node.unit for node in view.nodes}
    for node in view.nodes:
        below.setdefault(node.parent if node.parent in known else None, []).append(node)
    drawn = _Branches(view, page, below, _line(view.nodes, page.at))
    return [
        html.P(t("nav.teams"), className="side-title"),
        html.Nav(drawn.listed(None, 0), className="tree", **{"aria-label": t("nav.teams")}),
    ]


class _Branches:
    """One drawing of the tree; ``line`` are the units from the top down to the present one."""

    def __init__(
        self, view: View, page: Page, below: dict[str | None, list[UnitNode]], line: set[str]
    ) -> None:
        self.view, self.page, self.below, self.line = view, page, below, line

    def listed(self, parent: str | None, depth: int) -> Any:
        """The units under one, each with what is under it."""
        return html.Ul([html.Li(self._branch(one, depth)) for one in self.below.get(parent, [])])

    def _branch(self, node: UnitNode, depth: int) -> list[Any]:
        if node.unit not in self.below:
            return [self._entry(node)]
        is_open = depth < OPEN_LEVELS or node.unit in self.line
        told = t("nav.under", label=node.label)
        fold = html.Summary(html.Span(told, className="sr"), className="fold")
        inner = html.Details(
            [fold, self.listed(node.unit, depth + 1)], open=is_open, className="branch"
        )
        return [self._entry(node), inner]

    def _entry(self, node: UnitNode) -> Any:
        side = html.Span(band(node.n_band), className="band") if node.shown else icon("lock")
        current = {"aria-current": "true"} if node.unit == self.page.at else {}
        hidden = [] if node.shown else [html.Span(f", {public(node.text)}", className="sr")]
        label = html.Span([node.label, *hidden])
        return html.A([label, side], href=self._address(node.unit), **current)

    def _address(self, unit: str) -> str:
        name = self.page.name if self.page.at else "team"
        wave = self.view.asked.get("wave")
        return f"/dashboard/{name or 'team'}/{unit}" + (f"?wave={wave}" if wave else "")


def _line(nodes: list[UnitNode], at: str | None) -> set[str]:
    parents = {node.unit: node.parent for node in nodes}
    line: set[str] = set()
    while at is not None and at in parents:
        line.add(at)
        at = parents[at]
    return line
