"""What the survey origin serves: headers, encodings, size, languages, a digest."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey_api import languages
from survey_api.credentials.encoding import b64u_decode
from survey_api.settings import Settings
from survey_api.web.client import client_digest, client_files
from survey_api.web.site import survey_site
from tests.web import mirrored

SETTINGS = Settings(
    organisation="Harbour & Sons",
    ballot_url="https://box.example",
    survey_url="https://survey.example",
    app_url="https://results.example/",
    help_contact="Ada <ada@harbour.example>",
)


@pytest.fixture
def client() -> TestClient:
    app = Starlette()
    survey_site(app, SETTINGS)
    return TestClient(app)


def test_the_document_may_connect_to_itself_and_the_ballot_box_only(client: TestClient) -> None:
    reply = client.get("/w/KgedzyZvcI599setDBIF9Q")
    policy = reply.headers["content-security-policy"]
    assert "connect-src 'self' https://box.example;" in policy
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["strict-transport-security"]
    assert "set-cookie" not in reply.headers and "etag" not in reply.headers


def test_a_link_that_a_mail_gateway_rewrote_gets_the_same_document(client: TestClient) -> None:
    right = client.get("/w/KgedzyZvcI599setDBIF9Q")
    for path in ("/w/KgedzyZvcI599setDBIF9Q%23AAECAwQFBgcICQoLDA0ODw", "/w/a/b%2523c?utm=1"):
        reply = client.get(path)
        assert (reply.status_code, reply.content) == (200, right.content)


def test_the_document_explains_itself_without_javascript(client: TestClient) -> None:
    text = client.get("/w/x").text
    assert '<html lang="en"' in text and "{{" not in text
    assert "This page needs JavaScript" in text and "Ada &lt;ada@harbour.example&gt;" in text
    assert "Harbour &amp; Sons" in text


def test_files_come_compressed_and_are_not_sent_twice(client: TestClient) -> None:
    reply = client.get("/answer/page.js", headers={"Accept-Encoding": "gzip, br"})
    assert reply.headers["content-encoding"] == "br"
    assert reply.headers["content-type"].startswith("text/javascript")
    tag = {"If-None-Match": reply.headers["etag"]}
    assert client.get("/answer/page.js", headers=tag).status_code == 304
    plain = client.get("/answer/page.js", headers={"Accept-Encoding": "identity"})
    assert plain.content == client_files()["page.js"] and plain.headers["vary"]


@pytest.mark.parametrize(
    "path", ["index.html", "nothing.js", "../site.py", "vendor/hpke-core.d.ts"]
)
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/answer/{path}").status_code == 404


def test_the_digest_names_the_shipped_files() -> None:
    assert len(b64u_decode(client_digest())) == 32


@pytest.mark.parametrize("accepted", ["", "en-GB,en;q=0.9", "xx, *;q=0.1"])
def test_english_is_spoken_where_nothing_better_is_known(accepted: str) -> None:
    assert languages.asked_for(accepted) == "en"


def test_a_language_of_the_operators_own_is_served_in_its_direction(tmp_path: Path) -> None:
    with mirrored.spoken(tmp_path):
        app = Starlette()
        survey_site(app, SETTINGS)
        client = TestClient(app)
        reply = client.get("/w/x", headers={"Accept-Language": "he-IL, de;q=0.5"})
        assert '<html lang="he" dir="rtl"' in reply.text
        assert mirrored.mirrored("This page needs JavaScript") in reply.text
        texts = client.get("/answer/messages/he.json").json()
        assert texts["welcome.start"] == mirrored.mirrored("Start")
    assert "messages/he.json" not in client_files()


def test_the_document_offers_every_language_and_knows_where_results_are(
    client: TestClient,
) -> None:
    text = client.get("/w/x", headers={"Accept-Language": "de-AT"}).text
    assert '<html lang="de" dir="ltr"' in text and "Diese Seite braucht JavaScript" in text
    offered = re.findall(r'<option value="(..)" lang="(..)" data-direction="ltr"[^>]*>(\w+)<', text)
    assert offered == [("de", "de", "Deutsch"), ("en", "en", "English")]
    assert 'data-app="https://results.example"' in text
