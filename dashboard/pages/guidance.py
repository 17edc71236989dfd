"""What just happened? Nine situations for everybody, with or without a result, before any wave."""

from dashboard.api import ApiProblem
from dashboard.components import guidance_list, guidance_text
from dashboard.components.header import header
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.guidance import GuidanceRole, SituationOut

NAME = "guidance"
AS = (  # the first role somebody has says which text opens; everybody else reads as a colleague
    ("leader", GuidanceRole.MANAGER),
    ("analyst", GuidanceRole.HR),
    ("coach", GuidanceRole.COACH),
    ("administrator", GuidanceRole.HR),
)


def page(view: View) -> Page:
    """``/guidance``, ``/guidance/<situation>`` and ``/guidance/<situation>/<role>``."""
    found = view.api.situations()
    return _text(view, found) if view.rest else _entrance(view, found)


def _entrance(view: View, found: list[SituationOut]) -> Page:
    head = header(view, t("nav.guidance"), lead=t("guidance.lead"))
    body = [
        head,
        html.P(t("guidance.story"), className="guidance-story"),
        guidance_list.situations(found),
        guidance_list.practices(),
        guidance_list.unwatched(),
    ]
    return Page(t("nav.guidance"), body, None, NAME, is_sure=False)


def _text(view: View, found: list[SituationOut]) -> Page:
    situation = next((one for one in found if one.id == view.rest[0]), None)
    if situation is None or len(view.rest) > 2:
        raise ApiProblem(404)
    role = _role(view, situation)
    text = view.api.guidance(situation.id, role)
    crumbs = [(t("nav.guidance"), address(NAME))]
    body = [
        header(view, text.title, crumbs=crumbs, lead=text.when),
        guidance_text.tabs(situation, role),
        guidance_text.article(text),
        guidance_list.unwatched(),
    ]
    return Page(text.title, body, None, NAME, is_sure=False)


def _role(view: View, situation: SituationOut) -> GuidanceRole:
    """The role in the address, which the API may refuse; else the one that fits the reader."""
    if len(view.rest) > 1:
        try:
            return GuidanceRole(view.rest[1])
        except ValueError as error:
            raise ApiProblem(404) from error
    fitting = [role for name, role in AS if name in view.me.roles and role in situation.roles]
    return fitting[0] if fitting else GuidanceRole.COLLEAGUE
