"""Sign-in pages speak their reader's language, remember the one that was chosen, and say what
went wrong in it."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from survey_api import languages
from survey_api.identity import routes, sign_in
from survey_api.identity.pages import HOME
from tests.identity.factories import Room

OURS = {"Sec-Fetch-Site": "same-origin"}
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
FORM = {"email": "nobody@example.org", "password": "not the right one", "next": "/dashboard/team"}


@pytest.fixture
def client(room: Room) -> Iterator[TestClient]:
    app = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False})
    app.state.settings, app.state.engines = room.settings, {"identity": room.engine}
    app.include_router(routes.router)
    for throttle in (sign_in.PER_ACCOUNT, sign_in.ALL_ACCOUNTS, sign_in.LINKS_PER_ADDRESS):
        throttle.reset()
    with TestClient(app, base_url="http://localhost:8000", follow_redirects=False) as opened:
        yield opened


def test_the_page_speaks_the_language_the_browser_asks_for(client: TestClient) -> None:
    page = client.get("/sign-in", headers=GERMAN).text
    assert '<html lang="de" dir="ltr">' in page
    assert "Kein Passwort?" in page and "E-Mail-Adresse" in page
    assert "No password?" not in page


def test_a_plain_link_changes_the_language_and_it_is_remembered(client: TestClient) -> None:
    page = client.get("/sign-in", params={"next": "/dashboard/week"}).text
    assert 'href="/sign-in?lang=de&amp;next=%2Fdashboard%2Fweek" lang="de"' in page
    chosen = client.get("/sign-in?lang=de")
    assert "safetosay_language=de" in chosen.headers["set-cookie"]
    assert "httponly" not in chosen.headers["set-cookie"].lower()  # the dashboard's switch too
    assert "Kein Passwort?" in client.get("/sign-in").text
    assert "Kein Passwort?" in client.get("/sign-in", headers={"Accept-Language": "en"}).text
    assert 'href="/sign-in?lang=en&amp;next=%2Fdashboard%2F" lang="en"' in chosen.text


@pytest.mark.parametrize(
    ("chosen", "said"),
    [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("<b>", ""), ("", "")],
)
def test_the_page_looks_as_the_dashboard_was_chosen_to_look(
    client: TestClient, chosen: str, said: str
) -> None:
    client.cookies.set("safetosay_theme", chosen)
    assert f'<html lang="en" dir="ltr"{said}>' in client.get("/sign-in").text


def test_a_language_nobody_knows_is_english(client: TestClient) -> None:
    assert '<html lang="en"' in client.get("/sign-in?lang=%3Cb%3E").text


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("/sign-in", FORM, "E-Mail-Adresse und Passwort passen nicht zusammen."),
        ("/sign-in/link", {"secret": "spent"}, "Dieser Link wurde schon benutzt"),
    ],
)
def test_what_went_wrong_is_said_in_german(
    client: TestClient, path: str, fields: dict[str, str], said: str
) -> None:
    reply = client.post(path, data=fields, headers={**OURS, **GERMAN})
    assert reply.status_code == 401
    assert said in reply.text


def test_too_many_attempts_are_refused_in_german(client: TestClient) -> None:
    for _ in range(9):
        reply = client.post("/sign-in", data=FORM, headers={**OURS, **GERMAN})
    assert reply.status_code == 429
    assert "Zu viele Versuche." in reply.text


def test_the_page_of_a_mailed_link_keeps_where_it_leads_to(client: TestClient) -> None:
    page = client.get("/sign-in/link?next=%2Fdashboard%2Fweek", headers=GERMAN).text
    assert 'name="next" value="/dashboard/week"' in page
    assert "Ihre Ergebnisse öffnen" in page
    foreign = client.get("/sign-in/link?next=%2F%2Fevil.example").text
    assert f'value="{HOME}"' in foreign and "evil" not in foreign


def test_every_sentence_of_these_pages_is_there_in_german() -> None:
    en, de = (languages.texts(one, "sign_in") for one in ("en", "de"))
    assert {key for key in en if en[key] == de[key]} == set()
