"""Signing in at a real OpenID provider, and going from there into a survey."""

import base64
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from survey_api.conduct.rooms import Rooms
from survey_api.identity.models import Invitation, InvitationSecret, SignInSession
from survey_api.identity.oidc.attempt import Attempt
from survey_api.identity.oidc.people import mapping, subject
from survey_api.identity.oidc.provider import LOGOUT_EVENT
from survey_api.settings import SettingsInvalid
from tests import factories
from tests.sign_on.conftest import Company

RETURN = "/sign-in/company/return"


def back(company: Company, browser: TestClient, name: str, next_: str = "/dashboard/") -> str:
    """Go to the provider and come back; the path of the return."""
    away = browser.get("/sign-in/company", params={"next": next_})
    assert away.status_code == 303
    address = company.answer(away.headers["location"], name)
    assert address.startswith(f"{company.app_url}{RETURN}?")
    return address.removeprefix(company.app_url)


def sign_in(company: Company, browser: TestClient, name: str, next_: str = "/dashboard/") -> str:
    reply = browser.get(back(company, browser, name, next_))
    assert reply.status_code == 303, reply.text
    return str(reply.headers["location"])


def test_somebody_on_the_roster_signs_in_and_gets_the_roles_of_their_groups(
    company: Company, browser: TestClient
) -> None:
    assert sign_in(company, browser, "p1", "/dashboard/week") == "/dashboard/week"
    me = browser.get("/published/me").json()
    assert set(me["roles"]) == {"analyst", "coach", "respondent"}
    company.claims["p1"]["groups"] = ["ops"]
    company.rotate()  # with another signing key, too
    sign_in(company, browser, "p1")
    me = browser.get("/published/me").json()
    assert set(me["roles"]) == {"operator", "coach", "respondent"}


@pytest.mark.parametrize(("name", "says"), [("stranger", "roster"), ("p2", "roster")])
def test_a_stranger_and_an_unverified_address_are_told_why(
    company: Company, browser: TestClient, name: str, says: str
) -> None:
    reply = browser.get(back(company, browser, name))
    assert reply.status_code == 403
    assert says in reply.text
    assert name not in reply.text
    assert browser.get("/published/me").status_code == 401


def test_a_return_is_good_once_and_only_in_the_browser_that_began(
    company: Company, browser: TestClient
) -> None:
    path = back(company, browser, "p1")
    begun = browser.cookies["safetosay_company"]
    browser.cookies.clear()
    assert browser.get(path).status_code == 401  # another browser
    browser.cookies.set("safetosay_company", Attempt.fresh().cookie)
    assert browser.get(path).status_code == 401  # another attempt
    browser.cookies.set("safetosay_company", begun)
    assert browser.get(path.replace("state=", "state=x")).status_code == 401
    assert browser.get(path).status_code == 303
    browser.cookies.set("safetosay_company", begun)
    assert browser.get(path).status_code == 401  # the code is spent


def test_what_a_browser_sends_along_tells_the_provider_nothing_of_the_verifier(
    company: Company, browser: TestClient
) -> None:
    away = urlsplit(browser.get("/sign-in/company").headers["location"])
    asked = {name: one[0] for name, one in parse_qs(away.query).items()}
    attempt = Attempt.read(browser.cookies["safetosay_company"])
    assert attempt is not None
    assert asked["code_challenge_method"] == "S256"
    assert len({attempt.state, attempt.nonce, attempt.verifier, asked["code_challenge"]}) == 4
    assert attempt.verifier not in away.query


def test_a_provider_that_is_away_leaves_the_other_ways_open(
    company: Company, browser: TestClient
) -> None:
    company.stop()
    reply = browser.get("/sign-in/company")
    assert reply.status_code == 503
    assert "cannot be reached" in reply.text
    assert 'name="password"' in reply.text
    company.start()
    assert sign_in(company, browser, "p1") == "/dashboard/"


def test_the_provider_ends_sessions_and_nobody_else_can(
    rooms: Rooms, company: Company, browser: TestClient
) -> None:
    sign_in(company, browser, "p1")
    forged = _unsigned({"iss": company.issuer, "aud": "safe-to-say", "sub": "p1", "iat": 2e9,
                        "jti": "x", "events": {LOGOUT_EVENT: {}}})  # fmt: skip
    refused = browser.post("/sign-in/company/logout", data={"logout_token": forged})
    assert refused.status_code == 401
    assert browser.get("/published/me").status_code == 200
    with rooms.identity() as session:
        marks = set(session.scalars(select(SignInSession.subject)))
    assert marks == {subject(company.issuer, "p1")}


def test_an_employee_enters_the_survey_and_nothing_says_so(
    rooms: Rooms, company: Company, browser: TestClient
) -> None:
    wave = factories.open_wave(rooms)
    before = _stored(rooms)
    start = browser.get(f"/enter/{wave}")
    assert start.headers["location"] == f"/sign-in/company?next=/enter/{wave}"
    assert sign_in(company, browser, "p1", f"/enter/{wave}") == f"/enter/{wave}"
    page = browser.get(f"/enter/{wave}")
    assert rooms.settings.survey_url in page.headers["content-security-policy"]
    entered = browser.post(f"/enter/{wave}")
    link = entered.headers["location"]
    assert link.startswith(f"{rooms.settings.survey_url}/w/{wave}#")
    assert browser.get("/published/me").status_code == 401  # the session is gone
    assert _stored(rooms) == before


def test_a_link_from_there_is_the_same_one_ballot(
    rooms: Rooms, company: Company, browser: TestClient
) -> None:
    wave = factories.open_wave(rooms)
    links = set()
    for _ in range(2):
        sign_in(company, browser, "p1")
        links.add(browser.post(f"/enter/{wave}").headers["location"])
    assert len(links) == 1
    assert browser.post(f"/enter/{wave}").status_code == 401


def test_who_is_not_asked_is_told_so(rooms: Rooms, company: Company, browser: TestClient) -> None:
    sign_in(company, browser, "p1")
    reply = browser.post("/enter/AAAAAAAAAAAAAAAAAAAAAA")
    assert reply.status_code == 404
    assert "not among those who are asked" in reply.text


def test_a_role_map_that_gives_leading_or_nonsense_is_refused(rooms: Rooms) -> None:
    for wrong in ("a=leader", "a=king"):
        with pytest.raises(SettingsInvalid):
            mapping(replace(rooms.settings, oidc_role_map=wrong))


def _stored(rooms: Rooms) -> tuple[object, ...]:
    with rooms.identity() as session:
        marks = sorted(session.scalars(select(InvitationSecret.digest)))
        fetched = session.scalar(
            select(func.count()).select_from(Invitation).where(Invitation.request_hash.is_not(None))
        )
        return tuple(marks), fetched, session.scalar(select(func.count(SignInSession.digest)))


def _unsigned(claims: dict[str, object]) -> str:
    def part(one: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none'})}.{part(claims)}."


def test_signing_out_ends_the_session_here_and_with_the_provider(
    company: Company, browser: TestClient
) -> None:
    sign_in(company, browser, "p1")
    out = browser.post("/sign-out")
    assert out.headers["location"] == "/sign-in/company/out"
    assert browser.get("/published/me").status_code == 401
    there = browser.get("/sign-in/company/out").headers["location"]
    assert there.startswith(f"{company.issuer}/session/end?client_id=safe-to-say&")
    company.stop()
