"""Commitments: what was promised to one unit and what came of it; without a unit, how many."""

from typing import Any

from dashboard.api import ApiProblem
from dashboard.components.beside import waiting
from dashboard.components.commitment_forms import problems, promise_form
from dashboard.components.commitment_table import tallies
from dashboard.components.commitments import stories
from dashboard.components.common import empty
from dashboard.components.header import header, unit_crumbs
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.commitments import UnitCommitments

NAME = "commitments"


def page(view: View) -> Page:
    """One unit's promises, or the overview of whoever sees several units."""
    if view.rest or len(view.nodes) == 1:
        return _of_unit(view, view.focus)
    title = t("commitments.overview.title")
    counted = tallies(view.api.tallies(view.released.id), view.released.id)
    head = header(view, title, lead=t("commitments.lead"))
    return Page(title, [head, counted], None, NAME)


def _of_unit(view: View, unit: str) -> Page:
    try:
        found = view.api.stories(unit)
    except ApiProblem as problem:
        return _on_its_way(view, unit, problem)
    title = t("commitments.page", label=found.label)
    crumbs = unit_crumbs(NAME, found.path, view.released.id)
    head = header(view, title, crumbs=crumbs, lead=t("commitments.lead"))
    return Page(title, [head, _shown(view, found)], unit, NAME)


def _shown(view: View, found: UnitCommitments) -> Any:
    told = stories(found) if found.stories else _none(found)
    if not found.may_commit:
        return told
    form = promise_form(found, view.asked.get("scale", ""))
    way = html.A(t("commitments.promise"), href="#promise", className="primary to-form")
    return html.Div([way, told, form, problems()], className="promised-page")


def _none(found: UnitCommitments) -> Any:
    why = "commitments.none.leader" if found.may_commit else "commitments.none.team"
    return empty("check", t("commitments.none"), t(why))


def _on_its_way(view: View, unit: str, problem: ApiProblem) -> Page:
    """Nothing may be said of it before the reader's day; anything else is not there."""
    for one in view.nodes:
        if problem.status == 404 and one.unit == unit and one.expected_on:
            return Page(one.label, [waiting(one.label, one.expected_on)], unit, NAME)
    raise problem
