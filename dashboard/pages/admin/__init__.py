"""Pages of those who run the survey; ``sections`` says which permission each is for."""

from collections.abc import Callable

from dashboard.api import ApiProblem
from dashboard.components.sections import may_open
from dashboard.pages.admin import (
    approvals,
    earlier,
    instruments,
    keeping,
    mails,
    notices,
    policy,
    provisioning,
    reports,
    roles,
    roster,
    schedules,
    settings,
    sites,
    units,
    waves,
)
from dashboard.pages.view import Page, View

SECTION = "admin"
PAGES: dict[str, Callable[[View], Page]] = {
    "approvals": approvals.page,
    "waves": waves.page,
    "schedules": schedules.page,
    "roster": roster.page,
    "units": units.page,
    "roles": roles.page,
    "provisioning": provisioning.page,
    "instruments": instruments.page,
    "sites": sites.page,
    "earlier": earlier.page,
    "reports": reports.page,
    "policy": policy.page,
    "mails": mails.page,
    "notices": notices.page,
    "keeping": keeping.page,
    "settings": settings.page,
}


def page(view: View) -> Page:
    """The page named in the address; raises 404 for an unknown one, 403 for somebody else's."""
    name = view.rest[0] if view.rest else ""
    if name not in PAGES or len(view.rest) > 1:
        raise ApiProblem(404)
    if not may_open(name, view.me.permissions):
        raise ApiProblem(403)
    return PAGES[name](view)
