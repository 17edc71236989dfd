"""Every route says who may call it, and the app refuses to start when one does not."""

from pathlib import Path

import pytest
from fastapi import APIRouter, Depends, FastAPI

from survey_api.access import (
    PERMISSIONS,
    Permission,
    Public,
    Role,
    api_routes,
    declared_access,
    prove_access_declared,
)
from survey_api.app import create_app, create_survey_app
from survey_api.settings import Settings
from tests.installing import installed


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return installed(tmp_path_factory.mktemp("routes"))


def test_an_app_with_a_silent_route_refuses_to_start() -> None:
    app, router = FastAPI(), APIRouter()
    router.add_api_route("/silent", lambda: None)
    app.include_router(router)
    with pytest.raises(RuntimeError, match="/silent"):
        prove_access_declared(app)


def test_a_check_that_finds_no_route_refuses_too() -> None:
    with pytest.raises(RuntimeError, match="no route found"):
        prove_access_declared(FastAPI(openapi_url=None, docs_url=None, redoc_url=None))


def test_a_declared_route_inside_an_included_router_is_found() -> None:
    app, router = FastAPI(), APIRouter()
    router.add_api_route("/open", lambda: None, dependencies=[Depends(Public())])
    app.include_router(router)
    assert prove_access_declared(app) == 1


def test_both_origins_declare_access_on_every_route(settings: Settings) -> None:
    for app in (create_app(settings), create_survey_app(settings)):
        routes = api_routes(app.routes)
        assert len(routes) >= 4
        assert all(declared_access(route) for route in routes)


def test_only_a_few_routes_are_public_and_they_are_these(settings: Settings) -> None:
    public = {
        route.path
        for app in (create_app(settings), create_survey_app(settings))
        for route in api_routes(app.routes)
        if any(isinstance(one, Public) for one in declared_access(route))
    }
    assert public <= {
        "/healthz", "/readyz", "/sign-in", "/sign-in/link", "/sign-in/request-link", "/sign-out",
        "/manifest/{wave}", "/questionnaire/{wave}", "/issue", "/sign-in/assets/{name}",
        "/manifest/{wave}/signature", "/statement/{wave}", "/statement/{wave}/signature",
        "/erasure/{wave}", "/sign-in/company", "/sign-in/company/return",
        "/sign-in/company/out", "/sign-in/company/logout", "/enter/{wave}",
    }  # fmt: skip


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_placed_and_held_by_somebody(permission: Permission) -> None:
    assert PERMISSIONS[permission]
    assert PERMISSIONS[permission] <= set(Role)


def test_the_operator_sees_no_result() -> None:
    for permission in (Permission.SEE_RESULTS, Permission.EXPORT):
        assert Role.OPERATOR not in PERMISSIONS[permission]
        assert Role.ADMINISTRATOR not in PERMISSIONS[permission]


def test_telemetry_is_off_on_both_origins(settings: Settings, tmp_path: Path) -> None:
    import sys

    create_app(settings)
    assert "opentelemetry.sdk" not in sys.modules
