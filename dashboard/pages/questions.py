"""Questions: units beside items in fixed colours, and a page for every single item."""

from typing import Any

from dashboard.api import ApiProblem
from dashboard.components import heat, item_page
from dashboard.components.common import grid
from dashboard.components.header import header, unit_crumbs
from dashboard.components.likert import has_shares, likert
from dashboard.components.shell import address
from dashboard.pages.team import hidden
from dashboard.pages.view import Page, View
from dashboard.texts import t


def page(view: View) -> Page:
    """``/questions/<unit>`` and ``/questions/<unit>/<item>``."""
    return _item(view, view.rest[1]) if len(view.rest) > 1 else _all(view)


def _all(view: View) -> Page:
    result = view.result(view.focus)
    below = view.api.below(result.wave.id, result.unit)
    title = t("questions.title", label=result.label)
    crumbs = unit_crumbs("questions", result.path, result.wave.id)
    body: list[Any] = [header(view, title, crumbs=crumbs, unit=result.unit)]
    if not result.shown:
        body.append(hidden(result))
    body.append(grid(heat.heat(below, of="items"), likert(result) if has_shares(result) else None))
    return Page(title, body, result.unit, "questions")


def _item(view: View, item: str) -> Page:
    result = view.result(view.focus)
    found = next((one for one in result.items if one.item == item), None)
    if found is None:
        raise ApiProblem(404)
    wave = result.wave.id
    above = address("questions", result.unit, wave=wave)
    crumbs = [
        *unit_crumbs("questions", result.path, wave),
        (t("questions.title", label=result.label), above),
    ]
    head = header(view, found.text, crumbs=crumbs, unit=result.unit)
    return Page(found.text, [head, *item_page.cards(view, result, found)], result.unit, "questions")
