"""What every reply carries, how long a request may be, and that 500s say nothing."""

import re
from collections.abc import Iterator

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.testclient import TestClient

from survey_api.access import Public, Role, api_routes
from survey_api.app import create_app, create_survey_app
from survey_api.edge import LARGER, LARGEST, PLAIN
from survey_api.settings import Settings
from tests.security.test_matrix import calls, made_up

ESSENTIAL = ("x-content-type-options", "content-security-policy", "referrer-policy")


def test_every_reply_of_both_origins_carries_the_headers(
    app: FastAPI, people: dict[str, TestClient], settings: Settings
) -> None:
    replies = [
        people[Role.ANALYST].request(method, made_up(route.path_format), follow_redirects=False)
        for route, method in calls(app)
    ]
    survey = create_survey_app(settings)
    with TestClient(survey) as client:
        paths = [made_up(route.path_format) for route in api_routes(survey.routes)]
        replies += [client.get(path) for path in (*paths, "/w/x", "/nowhere", "/answer/page.js")]
    assert len(replies) > 60
    for reply in replies:
        for name in ESSENTIAL:
            assert reply.headers.get(name), (reply.request.url.path, name)
        assert "server" not in reply.headers
        assert "unsafe-eval" not in reply.headers["content-security-policy"]
        assert reply.headers["cache-control"], reply.request.url.path


def test_strict_transport_is_asked_for_where_the_origin_has_https(settings: Settings) -> None:
    from dataclasses import replace

    for at, make in (("app_url", create_app), ("survey_url", create_survey_app)):
        secured = replace(settings, **{at: "https://survey.example"})
        with TestClient(make(secured)) as client:
            assert "max-age=31536000" in client.get("/healthz").headers["strict-transport-security"]


def test_a_body_that_is_too_long_is_refused_before_it_is_read(
    people: dict[str, TestClient],
) -> None:
    long = b"x" * (LARGEST + 1)
    reply = people[Role.ADMINISTRATOR].post("/waves", content=long)
    assert reply.status_code == 413
    assert reply.json()["type"].endswith("too-large")


def test_a_body_of_unknown_length_ends_where_the_limit_is(people: dict[str, TestClient]) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(LARGEST // 65_536 + 2):
            yield b"x" * 65_536

    reply = people[Role.ADMINISTRATOR].post("/waves", content=endless())
    assert reply.status_code == 413


def test_only_addresses_that_are_there_take_larger_bodies(app: FastAPI) -> None:
    writes = {one.path for one in api_routes(app.routes) if one.methods & {"POST", "PUT"}}
    for pattern, _ in LARGER:
        assert [one for one in writes if re.fullmatch(pattern, one)], pattern


@pytest.mark.parametrize("said", ["-1", "1e9", "abc", "9" * 30])
def test_a_length_that_is_no_number_is_refused(people: dict[str, TestClient], said: str) -> None:
    reply = people[Role.ADMINISTRATOR].post("/waves", headers={"Content-Length": said})
    assert reply.status_code == 413


def test_a_fault_of_ours_says_nothing_of_what_was_sent_or_happened(settings: Settings) -> None:
    app, router = create_app(settings), APIRouter()

    def breaks() -> None:
        raise RuntimeError("CANARY Key (email)=(somebody@example.org)")

    router.add_api_route("/breaks", breaks, dependencies=[Depends(Public())])
    app.include_router(router)
    with TestClient(app, raise_server_exceptions=False) as client:
        reply = client.get("/breaks?canary=CANARY")
    assert reply.status_code == 500
    assert "CANARY" not in reply.text and "example.org" not in reply.text
    assert {name.lower() for name in PLAIN} <= set(reply.headers)
