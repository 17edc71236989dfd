"""The dashboard's only door, over real HTTP, and what surrounds every page."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from flask.testing import FlaskClient

from dashboard.api import COOKIE, Api, ApiProblem, Door
from dashboard.app import create_dashboard
from survey_api.published.schemas.waves import Me
from tests.ports import free_port

ME = Me(
    name="Ines",
    organisation="Test & Sons",
    roles=["leader"],
    permissions=["see_results"],
    units=[],
    own_unit=None,
    demo=False,
)
TAG = '"tag-1"'


@dataclass
class Upstream:
    """A small API that says who is signed in, with a strong ETag, and counts full replies."""

    url: str
    full: list[str] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    revision: int = 1
    asked: int = 0
    is_well: bool = True


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    port = free_port()
    made = Upstream(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(_api(made), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield made
    server.should_exit = True
    thread.join(5)


def _api(made: Upstream) -> FastAPI:
    app = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False})

    @app.get("/published/me")
    def me(request: Request) -> Response:
        cookie = request.cookies.get(COOKIE, "")
        if not cookie:
            return Response(status_code=401)
        if request.headers.get("if-none-match") == TAG:
            return Response(status_code=304, headers={"ETag": TAG})
        made.full.append(cookie)
        body = ME.model_copy(update={"name": cookie}).model_dump_json()
        return Response(body, media_type="application/json", headers={"ETag": TAG})

    @app.get("/published/glance")
    def glance(request: Request) -> Response:
        cookie = request.cookies.get(COOKIE, "")
        if not cookie:
            return Response(status_code=401)
        made.looked.append(cookie)
        return Response(f'{{"revision": {made.revision}}}', media_type="application/json")

    @app.get("/published/waves")
    def waves(request: Request) -> Response:
        made.asked += 1
        return Response("[]" if made.is_well else None, 200 if made.is_well else 503)

    return app


@pytest.fixture(scope="module")
def client(upstream: Upstream) -> FlaskClient:
    app = create_dashboard(upstream.url, public_app_url="https://pulse.example")
    app._setup_server()
    return app.server.test_client()


def test_an_unchanged_reply_is_sent_once_and_never_to_another_cookie(upstream: Upstream) -> None:
    door = Door(upstream.url)
    assert [Api(door, "ann").me().name for _ in range(3)] == ["ann"] * 3
    assert Api(door, "bob").me().name == "bob"
    assert upstream.full.count("ann") == 1


def test_refusals_carry_their_status_and_a_dead_api_is_a_503(upstream: Upstream) -> None:
    with pytest.raises(ApiProblem) as refused:
        Api(Door(upstream.url), "").me()
    assert refused.value.status == 401
    with pytest.raises(ApiProblem) as missing:
        Api(Door(upstream.url), "ann").units("w")
    assert missing.value.status == 404
    with pytest.raises(ApiProblem) as dead:
        Api(Door("http://127.0.0.1:9"), "ann").me()
    assert dead.value.status == 503


def test_a_page_sends_the_signed_out_to_sign_in_and_back(client: FlaskClient) -> None:
    reply = client.get("/dashboard/team/u1?wave=w")
    assert reply.status_code == 303
    assert reply.headers["Location"] == "/sign-in?next=/dashboard/team/u1%3Fwave%3Dw"


def test_a_callback_refuses_the_signed_out(client: FlaskClient) -> None:
    assert client.post("/dashboard/_dash-update-component", json={}).status_code == 401


def test_every_reply_carries_the_security_headers(client: FlaskClient) -> None:
    client.set_cookie(COOKIE, "ann")
    reply = client.get("/dashboard/")
    said = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in said and "frame-ancestors 'none'" in said
    assert "'unsafe-inline'" not in said.split("script-src")[1].split(";")[0]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Strict-Transport-Security"].startswith("max-age=")
    assert reply.headers["Cache-Control"] == "no-store"


def test_the_small_plotly_bundle_stands_in_for_the_full_one(client: FlaskClient) -> None:
    path = "/dashboard/_dash-component-suites/plotly/package_data/plotly.min.js"
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "br"})
    assert 1_000_000 < len(plain.data) < 2_000_000
    assert packed.headers["Content-Encoding"] == "br" and len(packed.data) < 500_000


def test_nothing_in_the_document_names_another_origin(client: FlaskClient) -> None:
    client.set_cookie(COOKIE, "ann")
    assert b"https://" not in client.get("/dashboard/").data


PACKED = {"Accept-Encoding": "br"}


def test_a_page_is_made_once_and_shown_again_only_after_asking_the_api(
    client: FlaskClient, upstream: Upstream
) -> None:
    client.set_cookie(COOKIE, "cleo")
    first = client.get("/dashboard/", headers=PACKED)
    made, looked = upstream.asked, len(upstream.looked)
    again = client.get("/dashboard/", headers=PACKED)
    assert again.data == first.data and again.headers["Content-Encoding"] == "br"
    assert upstream.asked == made and len(upstream.looked) == looked + 1
    assert again.headers["Content-Security-Policy"] and again.mimetype == "text/html"


def test_whatever_changes_makes_the_page_anew(client: FlaskClient, upstream: Upstream) -> None:
    client.set_cookie(COOKIE, "dora")
    client.get("/dashboard/", headers=PACKED)
    made = upstream.asked
    upstream.revision += 1
    client.get("/dashboard/", headers=PACKED)
    client.set_cookie("safetosay_theme", "dark")
    client.get("/dashboard/", headers=PACKED)
    client.get("/dashboard/?lang=de", headers=PACKED)
    assert upstream.asked == made + 3


def test_a_page_made_while_the_api_was_ill_is_not_kept(
    client: FlaskClient, upstream: Upstream
) -> None:
    client.set_cookie(COOKIE, "emma")
    upstream.is_well, upstream.revision = False, upstream.revision + 1
    assert "cannot be reached" in client.get("/dashboard/").text
    client.get("/dashboard/", headers=PACKED)
    made, upstream.is_well = upstream.asked, True
    client.get("/dashboard/", headers=PACKED)
    assert upstream.asked == made + 1
