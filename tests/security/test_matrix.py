"""Every route is called by somebody of every role: who may is let in, others learn nothing."""

import re

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from survey_api.access import (
    PERMISSIONS,
    Permission,
    Public,
    Requires,
    Role,
    ShowsToken,
    SignedIn,
    api_routes,
    declared_access,
)
from survey_api.app import create_app
from survey_api.described import READS
from survey_api.identity.csrf import ForeignOrigin
from survey_api.settings import Settings
from tests.security.accounts import ANONYMOUS, EVERYBODY, sign_in

MADE_UP = "00000000-0000-4000-8000-000000000000"
REFUSED = "urn:safe-to-say:problem:"


def admitted(route: APIRoute) -> frozenset[str]:
    """Who may call a route, by what it declares alone."""
    declared = declared_access(route)
    if any(isinstance(one, Public) for one in declared):
        return frozenset(EVERYBODY)
    found = frozenset[str](Role)
    for one in declared:
        if isinstance(one, Requires):
            found &= PERMISSIONS[one.permission]
        elif not isinstance(one, SignedIn):
            return frozenset()  # a key of its own kind, which no session stands in for
    return found


def calls(app: FastAPI) -> list[tuple[APIRoute, str]]:
    """Every method of every route, but for those that sign in and out."""
    return [
        (route, method)
        for route in api_routes(app.routes)
        for method in sorted(route.methods or ())
        if not (method not in READS and any(isinstance(d, Public) for d in declared_access(route)))
    ]


def made_up(path: str) -> str:
    """A path whose every part is of the right kind and names nothing."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda part: _value(part[1]), path)


def _value(name: str) -> str:
    return {"place": "1", "kind": "csv", "name": "nothing", "version": "1"}.get(name, MADE_UP)


def asked(client: TestClient, who: str, method: str, path: str) -> tuple[int, str]:
    """Status and kind of problem; whoever was signed out by an earlier call signs in again."""
    body = {} if method in READS else {"json": {}}
    reply = client.request(method, path, follow_redirects=False, **body)
    if reply.status_code == 401 and who != ANONYMOUS:
        sign_in(client, who)
        reply = client.request(method, path, follow_redirects=False, **body)
    is_problem = "problem+json" in reply.headers.get("content-type", "")
    return reply.status_code, reply.json()["type"] if is_problem else ""


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_route_admits_exactly_the_roles_that_its_permission_names(
    app: FastAPI, people: dict[str, TestClient], who: str
) -> None:
    strange, n_refused = [], 0
    for route, method in calls(app):
        status, kind = asked(people[who], who, method, made_up(route.path_format))
        is_refused = kind in {REFUSED + "unauthenticated", REFUSED + "forbidden"}
        n_refused += is_refused
        if not admitted(route):
            is_right = status == 401
        elif who in admitted(route):
            is_right = not is_refused and status < 500
        else:
            is_right = is_refused and status == (401 if who == ANONYMOUS else 403)
        if not is_right:
            strange.append((method, route.path_format, status, kind))
    assert strange == []
    assert n_refused or who not in {ANONYMOUS, Role.RESPONDENT}


def test_the_matrix_reaches_every_route_and_every_permission_but_those_no_route_asks_for(
    app: FastAPI,
) -> None:
    routes = {route.path for route, _ in calls(app)}
    assert len(routes) >= 40
    asked = {
        one.permission
        for route, _ in calls(app)
        for one in declared_access(route)
        if isinstance(one, Requires)
    }
    unasked = set(Permission) - asked
    assert unasked <= {Permission.MANAGE_ROLES, Permission.SEE_AUDIT, Permission.SEE_HR_GUIDANCE}


def test_no_role_that_configures_reaches_a_result(app: FastAPI) -> None:
    results = [
        route
        for route in api_routes(app.routes)
        if any(
            isinstance(one, Requires) and one.permission in RESULTS
            for one in declared_access(route)
        )
    ]
    assert len(results) > 10
    for route in results:
        assert not {Role.OPERATOR, Role.ADMINISTRATOR, ANONYMOUS} & admitted(route), route.path


RESULTS = {Permission.SEE_RESULTS, Permission.EXPORT, Permission.READ_COMMENTS}


def test_every_route_that_writes_refuses_a_foreign_site(
    app: FastAPI, people: dict[str, TestClient]
) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    writes = [
        (route.path_format, method)
        for route in api_routes(app.routes)
        for method in sorted((route.methods or set()) - READS)
        if not any(isinstance(one, ShowsToken) for one in declared_access(route))  # no cookie
    ]
    assert len(writes) > 15
    for path, method in writes:
        reply = people[Role.ADMINISTRATOR].request(method, made_up(path), headers=foreign, json={})
        assert reply.status_code == 403, (method, path, reply.text)
        said = reply.json()
        is_foreign = said.get("type", "").endswith("foreign-origin")
        assert is_foreign or said["detail"] == ForeignOrigin().detail, (method, path)


def test_the_document_says_of_every_route_who_may_call_it(settings: Settings) -> None:
    app = create_app(settings)
    operations = [
        (path, method, one)
        for path, verbs in app.openapi()["paths"].items()
        for method, one in verbs.items()
    ]
    assert len(operations) >= 40
    for path, method, one in operations:
        assert one["x-access"] in {*Permission, "signed-in", "public", "other"}, (path, method)
