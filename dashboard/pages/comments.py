"""Comments of one unit: what was written, under its themes with one answer each; for comment
readers the desk at which they sort them."""

from typing import Any

from dashboard.api import ApiProblem
from dashboard.components.comment_desk import desk
from dashboard.components.comments import later, shown
from dashboard.components.common import empty
from dashboard.components.header import chooser, header
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.comments import UnitComments
from survey_api.published.schemas.waves import UnitRef

NAME = "comments"
READS = "read_comments"


def page(view: View) -> Page:
    """What a viewer may read of one unit, then the desk of whoever sorts."""
    reads = READS in view.me.permissions
    if reads and not view.rest and not view.nodes:
        return Page(t("nav.comments"), [_head(view, None), *_desk(view)], None, NAME)
    found = view.api.comments(view.released.id, view.focus)
    body = [_head(view, found), _said(view, found)]
    return Page(t("comments.page", label=found.label), [*body, *_desk(view)], found.unit, NAME)


def _head(view: View, found: UnitComments | None) -> Any:
    title = t("comments.page", label=found.label) if found else t("nav.comments")
    crumbs = [(one.label, _path(view, one)) for one in _above(view, found)] if found else []
    return html.Div([header(view, title, crumbs=crumbs, lead=t("comments.lead")), *_waves(view)])


def _waves(view: View) -> list[Any]:
    released = [(one.id, one.title) for one in view.waves if one.state == "released"]
    if len(released) < 2:
        return []
    tools = chooser("wave", t("wave.label"), released, view.released.id)
    return [html.Div(tools, className="tools comment-tools")]


def _above(view: View, found: UnitComments) -> list[UnitRef]:
    """The units in view that lie above this one, the widest first."""
    known = {node.unit: node for node in view.nodes}
    at = known[found.unit].parent if found.unit in known else None
    trail: list[UnitRef] = []
    while at in known:
        trail.insert(0, UnitRef(unit=known[at].unit, label=known[at].label))
        at = known[at].parent
    return trail


def _path(view: View, unit: UnitRef) -> str:
    return address(NAME, unit.unit, wave=view.released.id)


def _said(view: View, found: UnitComments) -> Any:
    if not found.asked:
        return empty("message", t("comments.none.title"), t("comments.none.why"))
    if found.published_on is None:
        return later(found)
    above = _above(view, found)
    wider = html.A(above[-1].label, href=_path(view, above[-1])) if above else None
    return shown(found, wider)


def _desk(view: View) -> list[Any]:
    if READS not in view.me.permissions:
        return []
    try:
        return [desk(view.api.comment_desk(view.released.id))]
    except ApiProblem as problem:
        if problem.status not in {404, 409}:
            raise
        return []
