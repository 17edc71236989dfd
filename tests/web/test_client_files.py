"""Published digests of the answer page: no file is missing, and a browser refuses all others."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route
from starlette.applications import Starlette
from starlette.testclient import TestClient
from typer.testing import CliRunner

from survey_api.cli.main import app
from survey_api.credentials.client_list import BadClientList, ClientList, listed
from survey_api.credentials.encoding import b64u
from survey_api.settings import Settings
from survey_api.web.client import (
    NoCheckout,
    client_digest,
    client_files,
    files_of_checkout,
    import_map,
    integrity,
)
from survey_api.web.site import survey_site
from tests.web.steps import answer_all, press, start
from tests.web.survey import Survey

ROOT = Path(__file__).parents[2]
SETTINGS = Settings(ballot_url="https://box.example", survey_url="https://survey.example")


@pytest.fixture
def client() -> TestClient:
    site = Starlette()
    survey_site(site, SETTINGS)
    return TestClient(site)


def test_the_public_list_names_every_file_as_it_is_served(client: TestClient) -> None:
    raw = client.get("/w/client.json").content
    found = ClientList.read(raw)
    for name, digest in found.files.items():
        if name != "index.html":
            body = client.get(f"/answer/{name}").content
            assert hashlib.sha256(body).hexdigest() == digest
    for language, digest in found.documents.items():
        page = client.get("/w/x", headers={"Accept-Language": language})
        assert hashlib.sha256(page.content).hexdigest() == digest
    assert {"messages/de.json", "messages/en.json", "vendor/ed25519.js"} < found.files.keys()


def test_sha256sum_and_sort_give_the_digest_of_the_manifest() -> None:
    lines = "".join(
        f"{name}\0{hashlib.sha256(body).hexdigest()}\n"
        for name, body in sorted(client_files().items())
    )
    assert client_digest() == b64u(hashlib.sha256(lines.encode()).digest())


def test_a_checkout_gives_the_same_files(tmp_path: Path) -> None:
    assert files_of_checkout(ROOT) == client_files()
    with pytest.raises(NoCheckout):
        files_of_checkout(tmp_path)


def test_the_command_compares_a_checkout_with_what_is_served(
    client: TestClient, tmp_path: Path
) -> None:
    served = tmp_path / "client.json"
    served.write_bytes(client.get("/w/client.json").content)
    words = ["client", "digest", str(ROOT), "--against", str(served)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0 and "All files are the same." in done.output
    assert f"client_sha256 {client_digest()}" in done.output
    other = listed({**client_files(), "page.js": b"another"})
    served.write_bytes(other.encode())
    refused = CliRunner().invoke(app, words)
    assert "page.js" in str(refused.exception) and "visit.js" not in str(refused.exception)


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.update(v=2),
        lambda found: found.update(client_sha256=b64u(bytes(32))),
        lambda found: found["files"].update({"page.js": "0" * 64}),
        lambda found: found["documents"].update({"en": "no digest"}),
        lambda found: found.pop("files"),
    ],
)
def test_a_list_that_does_not_give_its_own_digest_is_refused(
    client: TestClient, change: Callable[[dict[str, object]], None]
) -> None:
    found = client.get("/w/client.json").json()
    change(found)
    with pytest.raises(BadClientList):
        ClientList.read(json.dumps(found).encode())


def test_every_script_and_the_style_stand_in_the_document_with_their_digest(
    client: TestClient,
) -> None:
    reply = client.get("/w/x")
    mapped = json.loads(re.findall(r'<script type="importmap">(.*?)</script>', reply.text)[0])
    scripts = {name for name in client_files() if name.endswith(".js")}
    assert {f"/answer/{name}" for name in scripts} == mapped["integrity"].keys()
    for tag in re.findall(
        r"<(?:script|link)\b[^>]*(?:src|href)=\"(?!/answer/icon)[^>]*>", reply.text
    ):
        (name,) = re.findall(r'(?:src|href)="/answer/([^"]+)"', tag)
        assert f'integrity="{integrity(client_files()[name])}"' in tag
    policy = reply.headers["content-security-policy"]
    assert f"script-src 'self' '{integrity(import_map().encode())}';" in policy
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy


def _changed(route: Route) -> None:
    reply = route.fetch()
    route.fulfill(response=reply, body=reply.body() + b"\n")


def _without_attributes(route: Route) -> None:
    """A browser that knows digests in the map only, or a page whose head was shortened."""
    reply = route.fetch()
    head = re.sub(r'<link rel="modulepreload"[^>]*>', "", reply.text())
    route.fulfill(response=reply, body=re.sub(r' integrity="[^"]*"', "", head))


@pytest.mark.browser
def test_a_browser_runs_no_file_but_those_the_document_names(
    context: BrowserContext, survey: Survey
) -> None:
    for name in ("page.js", "protocol.js", "messages/en.json"):
        page = context.new_page()
        page.route(f"**/answer/{name}", _changed)
        with page.expect_console_message(lambda said: "integrity" in said.text):
            page.goto(survey.link(survey.invite()))
        assert page.locator("main h1").count() == 0
        page.close()
    assert survey.requests == []


@pytest.mark.browser
def test_imported_and_late_modules_are_held_to_the_map_alone(
    context: BrowserContext, survey: Survey
) -> None:
    page = context.new_page()
    page.route("**/w/*", _without_attributes)
    start(page, survey)
    late = "import('/answer/vendor/ed25519.js').then(() => 'ran', () => 'refused')"
    assert page.evaluate(late) == "ran"
    page.route("**/answer/vendor/ed25519.js", _changed)
    page.goto(survey.link(survey.invite()))
    page.wait_for_selector("main h1")
    assert page.evaluate(late) == "refused"
    page.unroute_all()


@pytest.mark.browser
def test_the_page_loads_nothing_that_is_not_in_the_list(page: Page, survey: Survey) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    start(page, survey)
    answer_all(page, "444")
    press(page, "Send my answers")
    page.wait_for_selector("#receipt")
    served = {
        url.removeprefix(f"{survey.survey_url}/answer/") for url in asked if "/answer/" in url
    }
    assert served <= client_files().keys() | {"messages/he.json"}
    others = {url for url in asked if "/answer/" not in url}
    steps = ("/w/", "/manifest/", "/questionnaire/", "/issue", "/cast/")
    assert all(any(step in url for step in steps) for url in others)
