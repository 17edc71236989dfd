"""May this person? Roles, permissions, the viewer, and the access every route declares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, NewType

from fastapi import Depends, FastAPI, Request
from fastapi.routing import APIRoute

from survey_api.errors import Forbidden, NotFound, Unauthenticated

VisibleUnit = NewType("VisibleUnit", str)
SESSION_COOKIE = "safetosay_session"


class Role(StrEnum):
    """What somebody is in this service; the glossary says who that is."""

    RESPONDENT = "respondent"
    LEADER = "leader"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    OVERSIGHT = "oversight"
    COMMENT_READER = "comment_reader"
    COACH = "coach"


class Permission(StrEnum):
    """One thing that may be done."""

    SEE_RESULTS = "see_results"
    EXPORT = "export"
    SEE_GUIDANCE = "see_guidance"
    SEE_HR_GUIDANCE = "see_hr_guidance"
    COMMIT = "commit"
    MANAGE_ROSTER = "manage_roster"
    MANAGE_INSTRUMENTS = "manage_instruments"
    MANAGE_WAVES = "manage_waves"
    MANAGE_ROLES = "manage_roles"
    MANAGE_SETTINGS = "manage_settings"
    SEE_AUDIT = "see_audit"
    READ_COMMENTS = "read_comments"
    BRING_HISTORY = "bring_history"
    APPROVE = "approve"
    SEE_NOTICES = "see_notices"
    MANAGE_MAILS = "manage_mails"
    MANAGE_PROVISIONING = "manage_provisioning"
    ANSWER_REQUESTS = "answer_requests"


R = Role
PERMISSIONS: dict[Permission, frozenset[Role]] = {
    Permission.SEE_RESULTS: frozenset(
        {R.RESPONDENT, R.LEADER, R.ANALYST, R.OVERSIGHT, R.COMMENT_READER}
    ),
    Permission.EXPORT: frozenset({R.LEADER, R.ANALYST}),
    Permission.SEE_GUIDANCE: frozenset(R),  # mistakes happen to everybody
    Permission.SEE_HR_GUIDANCE: frozenset({R.ANALYST, R.ADMINISTRATOR}),
    Permission.COMMIT: frozenset({R.LEADER}),
    Permission.MANAGE_ROSTER: frozenset({R.ADMINISTRATOR, R.OPERATOR}),
    Permission.MANAGE_INSTRUMENTS: frozenset({R.ADMINISTRATOR}),
    Permission.MANAGE_WAVES: frozenset({R.ADMINISTRATOR, R.OPERATOR}),
    Permission.MANAGE_ROLES: frozenset({R.ADMINISTRATOR}),
    Permission.MANAGE_SETTINGS: frozenset({R.ADMINISTRATOR, R.OPERATOR}),
    Permission.SEE_AUDIT: frozenset({R.ADMINISTRATOR, R.OVERSIGHT}),
    Permission.READ_COMMENTS: frozenset({R.COMMENT_READER}),
    Permission.BRING_HISTORY: frozenset({R.ADMINISTRATOR, R.ANALYST}),
    Permission.APPROVE: frozenset({R.OVERSIGHT}),
    Permission.SEE_NOTICES: frozenset({R.ADMINISTRATOR, R.ANALYST, R.OVERSIGHT}),
    Permission.MANAGE_MAILS: frozenset({R.ADMINISTRATOR}),
    Permission.MANAGE_PROVISIONING: frozenset({R.ADMINISTRATOR}),
    Permission.ANSWER_REQUESTS: frozenset({R.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Viewer:
    """Somebody signed in. ``roots`` are units whose subtrees they may see; '' is the whole
    organisation. ``lead_roots`` are those they answer for themselves, ``led_since`` from when,
    where that is known. ``withheld`` roles are theirs and sleep until they have a second step."""

    id: str
    name: str
    roles: frozenset[Role]
    roots: frozenset[str]
    own_unit: str
    lead_roots: frozenset[str] = field(default_factory=frozenset)
    led_since: frozenset[tuple[str, date]] = frozenset()
    withheld: frozenset[Role] = frozenset()

    def may(self, permission: Permission) -> bool:
        """The boolean twin of ``check``."""
        return bool(self.roles & PERMISSIONS[permission])

    def check(self, permission: Permission) -> None:
        """Raise ``Forbidden`` unless a role of the viewer has ``permission``."""
        if not self.may(permission):
            raise Forbidden

    def units_in_view(self, parents: dict[str, str | None]) -> frozenset[VisibleUnit]:
        """The units of one wave's tree (unit → parent) that lie at or below a root."""
        return frozenset(
            VisibleUnit(unit) for unit in parents if _reaches(unit, self.roots, parents)
        )

    def leads(self, unit: str, parents: dict[str, str | None]) -> bool:
        """Whether the viewer answers for ``unit`` as its leader or a leader above it."""
        return _reaches(unit, self.lead_roots, parents)


def _reaches(unit: str, roots: frozenset[str], parents: dict[str, str | None]) -> bool:
    at: str | None = unit
    while at is not None:
        if at in roots:
            return True
        at = parents.get(at)
    return "" in roots


def visible(unit: str, units: Iterable[VisibleUnit]) -> VisibleUnit:
    """``unit`` as a visible one; unknown and forbidden units raise the same ``NotFound``."""
    for one in units:
        if one == unit:
            return one
    raise NotFound


ViewerOf = Callable[[str | None], Viewer | None]


class Requires:
    """Route dependency: the viewer, who must hold ``permission``."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, request: Request) -> Viewer:
        resolve: ViewerOf = request.app.state.viewer_of
        viewer = resolve(request.cookies.get(SESSION_COOKIE))
        if viewer is None:
            raise Unauthenticated
        viewer.check(self.permission)
        return viewer


class SignedIn:
    """Route dependency: any signed-in viewer, whatever their role."""

    def __call__(self, request: Request) -> Viewer:
        resolve: ViewerOf = request.app.state.viewer_of
        viewer = resolve(request.cookies.get(SESSION_COOKIE))
        if viewer is None:
            raise Unauthenticated
        return viewer


class Public:
    """Route dependency that says aloud: anybody may call this."""

    async def __call__(self) -> None:
        """Nothing to check; async, so that the hot path is not sent through a thread."""


class ShowsToken:
    """Route dependency: the program that shows a token of its own kind, such as a company's
    directory; no session stands in for one."""

    def __call__(self, request: Request) -> Any:
        """Whoever the application says shows this header; raises ``Unauthenticated``."""
        return request.app.state.program_of(request.headers.get("authorization", ""))


AnyViewer = Annotated[Viewer, Depends(SignedIn())]
DECLARATIONS = (Requires, SignedIn, Public, ShowsToken)


def api_routes(routes: Iterable[Any]) -> list[APIRoute]:
    """All API routes, also those FastAPI keeps inside included routers."""
    found: list[APIRoute] = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
            continue
        inner = getattr(route, "original_router", route)
        found.extend(api_routes(getattr(inner, "routes", None) or ()))
    return found


def declared_access(route: APIRoute) -> list[object]:
    """The access declarations of one route, wherever in its dependencies they stand."""
    calls = [one.call for one in route.dependant.dependencies]
    return [call for call in calls if isinstance(call, DECLARATIONS)]


def prove_access_declared(app: FastAPI) -> int:
    """Refuse to start when a route declares no access, or when no route is found at all.

    Returns the number of routes proven.
    """
    routes = api_routes(app.routes)
    silent = [route.path for route in routes if not declared_access(route)]
    if silent or not routes:
        raise RuntimeError(f"Routes without an access declaration: {silent or 'no route found'}")
    return len(routes)
