"""From an address to a page; whatever cannot be shown has a state of its own."""

import re
from typing import Any
from urllib.parse import parse_qs

from dashboard.api import Api, ApiProblem
from dashboard.components.common import empty
from dashboard.components.shell import HOME, shell
from dashboard.elements import html
from dashboard.pages import team
from dashboard.texts import t
from survey_api.published.schemas import Me, UnitNode, WaveSummary

TEAM = re.compile(r"^/dashboard/team/([A-Za-z0-9.\-]{1,40})/?$")
NAME = re.compile(r"^[A-Za-z0-9_\-]{1,64}$")


def render(api: Api, path: str, search: str) -> Any:
    """The page at ``path``; unknown, foreign and missing things look the same."""
    try:
        me = api.me()
        waves = api.waves()
    except ApiProblem as problem:
        return html.Main(state(problem.status), id="main")
    return _with_shell(api, me, waves, path, search)


def _with_shell(api: Api, me: Me, waves: list[WaveSummary], path: str, search: str) -> Any:
    given = parse_qs(search.lstrip("?"))
    wave = _chosen(waves, _name(given, "wave"))
    at = TEAM.match(path)
    if wave is None or "see_results" not in me.permissions:
        return shell(me, [], None, None, _without_results(me, waves))
    try:
        nodes = api.units(wave)
        unit = at.group(1) if at else _home(me, {node.unit for node in nodes})
        if unit is None or (at is None and path.rstrip("/") != HOME.rstrip("/")):
            raise ApiProblem(404)
        result = api.unit(wave, unit)
        scale = _name(given, "scale") or team.INDEX
        page = team.page(api, me, waves, result, scale, is_whole=unit in _wholes(nodes))
    except ApiProblem as problem:
        return shell(me, [], None, None, [state(problem.status)])
    return shell(me, nodes, at.group(1) if at else None, wave, page)


def _without_results(me: Me, waves: list[WaveSummary]) -> list[Any]:
    if "see_results" not in me.permissions:
        return [empty("lock", t("forbidden.title"), t("forbidden.why"), alone=True)]
    return [*team.open_waves(waves), empty("layout", t("none.title"), t("none.why"), alone=True)]


def state(status: int) -> Any:
    """The empty state for a refusal of the API."""
    back = html.A(t("back"), href=HOME, className="primary")
    if status == 403:
        return empty("lock", t("forbidden.title"), t("forbidden.why"), alone=True)
    if status == 404:
        return empty("search", t("missing.title"), t("missing.why"), back, alone=True)
    return empty("alert", t("error.title"), t("error.why"), back, alone=True)


def _home(me: Me, seen: set[str]) -> str | None:
    for one in me.units:
        if one.unit in seen:
            return one.unit
    return me.own_unit


def _wholes(nodes: list[UnitNode]) -> set[str]:
    """The organisation itself, where it is in view."""
    return {node.unit for node in nodes if node.parent is None}


def _chosen(waves: list[WaveSummary], wanted: str | None) -> str | None:
    released = [one.id for one in waves if one.state == "released"]
    return wanted if wanted in released else next(iter(released), None)


def _name(given: dict[str, list[str]], key: str) -> str | None:
    value = given.get(key, [""])[0]
    return value if NAME.match(value) else None
