"""The wire of room 1: issuing on the survey origin, signing in on the app origin."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from sqlalchemy.exc import SQLAlchemyError

from survey_api.access import SESSION_COOKIE, prove_access_declared
from survey_api.credentials.encoding import b64u
from survey_api.errors import SafeToSayError
from survey_api.identity import issue_routes, issuing, roles, routes, sign_in, sign_in_links
from survey_api.identity.models import InvitationSecret, SignInSession
from survey_api.identity.pages import HOME, safe_path
from tests.identity.factories import Room, blinded, request

PASSWORD = "a harbour at low tide"
LOOKER = "hanna@example.org"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def client(room: Room) -> Iterator[TestClient]:
    """Both routers behind one app that turns our errors into problems."""
    app = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False})
    app.state.settings, app.state.engines = room.settings, {"identity": room.engine}
    app.include_router(routes.router)
    app.include_router(issue_routes.router)

    @app.exception_handler(SafeToSayError)
    async def _problem(_request: Request, error: SafeToSayError) -> Response:
        return JSONResponse(error.problem(), error.status)

    assert prove_access_declared(app) == 8
    for throttle in (sign_in.PER_ACCOUNT, sign_in.ALL_ACCOUNTS, sign_in.LINKS_PER_ADDRESS):
        throttle.reset()
    with room.session() as session:
        roles.add_user(session, email=LOOKER, role="analyst", password=PASSWORD)
    with TestClient(app, base_url="http://localhost:8000", follow_redirects=False) as opened:
        yield opened


def test_issue_answers_640_bytes_that_nobody_keeps(room: Room, client: TestClient) -> None:
    (inv,) = room.invite(1)
    reply = client.post("/issue", content=request(inv, blinded(room.public)[0]))
    assert (reply.status_code, len(reply.content)) == (200, 640)
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["cache-control"] == "no-store"
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize(("body", "status"), [(b"", 400), (b"x" * 399, 400), (b"x" * 401, 413)])
def test_issue_refuses_other_sizes(client: TestClient, body: bytes, status: int) -> None:
    assert client.post("/issue", content=body).status_code == status


def test_issue_stops_reading_a_body_that_does_not_end(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(10_000):
            yield b"x" * 10_000

    assert client.post("/issue", content=endless()).status_code == 413


def test_issue_says_what_is_wrong_and_what_to_do(room: Room, client: TestClient) -> None:
    (inv,) = room.invite(1)
    asked = blinded(room.public)[0]
    assert client.post("/issue", content=request(b"\0" * 16, asked)).status_code == 404
    client.post("/issue", content=request(inv, asked))
    used = client.post("/issue", content=request(inv, blinded(room.public)[0]))
    assert used.status_code == 409
    assert "another device or in another browser" in used.json()["detail"]
    with room.session() as session:
        issuing.close_issuing(session, room.wave)
    closed = client.post("/issue", content=request(inv, asked))
    assert closed.status_code == 409
    assert closed.json()["type"] != used.json()["type"]


def test_refusals_and_logs_hold_nothing_of_the_request(
    room: Room, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (inv,) = room.invite(1)
    canary = b"CANARYCANARYCANA"
    asked = blinded(room.public)[0]
    replies = [client.post("/issue", content=request(canary, asked))]
    client.post("/issue", content=request(inv, asked))
    replies.append(client.post("/issue", content=request(inv, blinded(room.public)[0])))
    form = {"email": "CANARY@example.org", "password": "CANARY CANARY CANARY"}
    replies += [client.post("/sign-in", data=form, headers=OURS)]
    replies += [client.post("/sign-in", json=form, headers=OURS)]
    replies += [client.post("/sign-in", json={"password": ["CANARY"]}, headers=OURS)]
    replies += [client.post("/sign-in/link", data={"secret": "CANARY"}, headers=OURS)]
    assert all(reply.status_code >= 400 for reply in replies)
    for said in (caplog.text, *(reply.text for reply in replies)):
        assert "CANARY" not in said
        assert b64u(inv) not in said
        assert asked.hex()[:40] not in said


def test_database_errors_name_no_values(room: Room) -> None:
    room.invite(1)
    with room.session() as session:
        held = session.query(InvitationSecret).one()
    with pytest.raises(SQLAlchemyError) as error, room.session() as session:
        session.add(InvitationSecret(digest=held.digest, invitation_id=held.invitation_id))
    assert held.digest.hex() not in str(error.value)
    assert str(held.invitation_id) not in str(error.value)
    assert str(held.invitation_id.hex) not in str(error.value)


def test_the_sign_in_page_is_plain_html_under_a_strict_policy(client: TestClient) -> None:
    reply = client.get("/sign-in", params={"next": "/dashboard/team"})
    assert reply.status_code == 200
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert 'value="/dashboard/team"' in reply.text
    assert "style=" not in reply.text
    assert "<script>" not in reply.text
    for asset in ("sign-in.css", "link.js"):
        assert client.get(f"/sign-in/assets/{asset}").status_code == 200
    assert client.get("/sign-in/assets/en.json").status_code == 404


def test_signing_in_sets_a_cookie_scripts_cannot_read_and_goes_on(client: TestClient) -> None:
    form = {"email": LOOKER, "password": PASSWORD, "next": "/dashboard/team"}
    reply = client.post("/sign-in", data=form, headers=OURS)
    assert (reply.status_code, reply.headers["location"]) == (303, "/dashboard/team")
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_programs_sign_in_with_json(client: TestClient) -> None:
    reply = client.post("/sign-in", json={"email": LOOKER, "password": PASSWORD})
    assert reply.status_code == 204
    assert SESSION_COOKIE in reply.cookies
    wrong = client.post("/sign-in", json={"email": LOOKER, "password": "wrong"})
    assert (wrong.status_code, wrong.json()["title"]) == (401, "Sign in refused")


def test_a_refused_form_shows_the_page_again_without_the_password(client: TestClient) -> None:
    form = {"email": LOOKER, "password": "wrong password", "next": "/dashboard/x"}
    reply = client.post("/sign-in", data=form, headers=OURS)
    assert reply.status_code == 401
    assert 'role="alert"' in reply.text
    assert 'value="/dashboard/x"' in reply.text
    assert "wrong password" not in reply.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "dashboard",
        "/dash\nboard",
        "/\tevil",
        "",
        "///evil.example",
    ],
)
def test_nobody_is_sent_on_to_another_site(elsewhere: str) -> None:
    assert safe_path(elsewhere) == HOME


@pytest.mark.parametrize("path", ["/", "/dashboard/", "/dashboard/team?wave=3#top"])
def test_paths_of_this_origin_are_kept(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8001"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/sign-in/link", "/sign-in/request-link"]
)
def test_other_sites_cannot_make_a_browser_write(
    client: TestClient, path: str, headers: dict[str, str]
) -> None:
    form = {"email": LOOKER, "password": PASSWORD}
    assert client.post(path, data=form, headers=headers).status_code == 403


def test_the_own_origin_may_write_in_browsers_without_fetch_metadata(client: TestClient) -> None:
    headers = {"Origin": "http://localhost:8000"}
    assert client.post("/sign-out", headers=headers).status_code == 303


def test_signing_out_ends_the_session_on_the_server(room: Room, client: TestClient) -> None:
    client.post("/sign-in", json={"email": LOOKER, "password": PASSWORD})
    reply = client.post("/sign-out", headers=OURS)
    assert reply.headers["location"] == "/sign-in"
    with room.session() as session:
        assert session.query(SignInSession).count() == 0


def test_opening_a_mailed_link_consumes_nothing_and_the_button_signs_in(
    room: Room, client: TestClient
) -> None:
    with room.session() as session:
        who = roles.find(session, LOOKER).id
        code = b64u(sign_in_links.new_link(session, who, lifetime=timedelta(minutes=30)))
    for _ in range(3):
        assert client.get("/sign-in/link").status_code == 200
    form = {"secret": code, "next": "/dashboard/"}
    first = client.post("/sign-in/link", data=form, headers=OURS)
    assert (first.status_code, first.headers["location"]) == (303, "/dashboard/")
    again = client.post("/sign-in/link", data=form, headers=OURS)
    assert again.status_code == 401
    assert "Ask for a new one" in again.text


def test_asking_for_a_link_looks_the_same_for_strangers(client: TestClient) -> None:
    known, stranger = (
        client.post("/sign-in/request-link", data={"email": email}, headers=OURS)
        for email in (LOOKER, "nobody@example.org")
    )
    assert (known.status_code, known.text) == (stranger.status_code, stranger.text)


def test_a_huge_form_is_refused(client: TestClient) -> None:
    reply = client.post("/sign-in", content=b"email=" + b"x" * 9000, headers=OURS)
    assert reply.status_code == 413
