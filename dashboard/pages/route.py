"""From an address to a page; whatever cannot be shown has a state of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

from dashboard.api import Api, ApiProblem
from dashboard.components import annulled, beside
from dashboard.components.common import empty
from dashboard.components.header import header
from dashboard.components.shell import HOME, shell
from dashboard.elements import html
from dashboard.pages import (
    account,
    admin,
    anonymity,
    comments,
    commitments,
    compare,
    example,
    guidance,
    overview,
    questions,
    record,
    team,
    week,
    zones,
)
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.waves import WaveSummary

NAME = re.compile(r"^[A-Za-z0-9_\-]{1,64}$")
DEEPEST = 3
EXAMPLE = "example"
OF_FIGURES = {"questions", "zones", "compare"}
TOLD = {403, 404}  # what the API says for good; anything else may be over in a minute


@dataclass(frozen=True)
class Entry:
    """A page, and what it needs: a released wave to look at, and the permission to."""

    page: Callable[[View], Page]
    needs_results: bool = True


PAGES: dict[str, Entry] = {
    "": Entry(overview.page),
    "team": Entry(team.page),
    "questions": Entry(questions.page),
    "zones": Entry(zones.page),
    "compare": Entry(compare.page),
    "comments": Entry(comments.page),
    "commitments": Entry(commitments.page),
    "week": Entry(week.page, needs_results=False),
    "guidance": Entry(guidance.page, needs_results=False),
    "anonymity": Entry(anonymity.page, needs_results=False),
    "record": Entry(record.page, needs_results=False),
    "account": Entry(account.page, needs_results=False),
    admin.SECTION: Entry(admin.page, needs_results=False),
}


def render(api: Api, path: str, search: str) -> Page:
    """The page at ``path``; unknown, foreign and missing things look the same."""
    name, *rest = path.removeprefix(HOME).rstrip("/").split("/")
    if name == EXAMPLE and not rest:
        return example.page()
    try:
        view = _view(api, tuple(rest), search)
    except ApiProblem as problem:
        return Page("", [html.Main(state(problem.status), id="main")], is_sure=False)
    page = _page(view, name)
    return replace(page, body=[shell(view, page)])


def _view(api: Api, rest: tuple[str, ...], search: str) -> View:
    given = {name: values[0] for name, values in parse_qs(search).items() if NAME.match(values[0])}
    me, waves = api.me(), api.waves()
    wave = _chosen(waves, given.get("wave"))
    sees = wave is not None and "see_results" in me.permissions
    nodes = api.units(wave.id) if wave is not None and sees else []
    return View(api, me, waves, wave if sees else None, nodes, rest, given)


def _page(view: View, name: str) -> Page:
    entry = PAGES.get(name)
    try:
        if entry is None or len(view.rest) > DEEPEST:
            raise ApiProblem(404)
        if entry.needs_results and view.wave is None:
            return Page("", _without_results(view))
        return _on_its_way(view, name) or entry.page(view)
    except ApiProblem as problem:
        return Page("", [state(problem.status)], is_sure=problem.status in TOLD)


def _on_its_way(view: View, name: str) -> Page | None:
    """The pages about one unit's figures, as long as the reader's day has not come."""
    node = next((one for one in view.nodes if name in OF_FIGURES and one.unit == view.focus), None)
    if node is None or node.expected_on is None:
        return None
    head = header(view, node.label, unit=node.unit)
    return Page(node.label, [head, beside.waiting(node.label, node.expected_on)], node.unit, name)


def _without_results(view: View) -> list[Any]:
    if "see_results" not in view.me.permissions:
        return [empty("lock", t("forbidden.title"), t("forbidden.why"), alone=True)]
    return [
        *annulled.notes(view),
        *team.open_waves(view.waves),
        empty("layout", t("none.title"), t("none.why"), alone=True),
    ]


def state(status: int) -> Any:
    """The empty state for a refusal of the API."""
    back = html.A(t("back"), href=HOME, className="primary")
    if status == 403:
        return empty("lock", t("forbidden.title"), t("forbidden.why"), alone=True)
    if status == 404:
        return empty("search", t("missing.title"), t("missing.why"), back, alone=True)
    return empty("alert", t("error.title"), t("error.why"), back, alone=True)


def _chosen(waves: list[WaveSummary], wanted: str | None) -> WaveSummary | None:
    released = [one for one in waves if one.state == "released"]
    return next((one for one in released if one.id == wanted), next(iter(released), None))
