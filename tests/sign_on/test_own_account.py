"""Everybody looks after their own account; a rule can ask for a second step."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from starlette.testclient import TestClient

from survey_api import clock
from survey_api.access import Role
from survey_api.app import create_app
from survey_api.conduct.rooms import Rooms
from survey_api.identity import own_sessions, roles, second_step, sign_in
from survey_api.identity.models import Person
from survey_api.identity.viewers import needing
from survey_api.settings import Settings, SettingsInvalid
from tests.installing import installed

PASSWORD, OTHER = "a harbour at low tide", "a harbour at high tide"
WHO, BY_MAIL = "hanna@example.org", "by-mail@example.org"


@pytest.fixture(autouse=True)
def fresh_throttles() -> Iterator[None]:
    for throttle in (second_step.GUESSES, sign_in.PER_ACCOUNT, sign_in.ALL_ACCOUNTS):
        throttle.reset()
    yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = installed(tmp_path)
    rooms = Rooms(found)
    with rooms.identity() as session:
        roles.add_user(session, email=WHO, role="administrator", name="H", password=PASSWORD)
        roles.add_user(session, email=BY_MAIL, role="analyst", name="M")
    rooms.dispose()
    return found


def browser(settings: Settings) -> TestClient:
    return TestClient(create_app(settings), base_url=settings.app_url)


def come_in(settings: Settings, password: str = PASSWORD, code: str = "") -> TestClient:
    client = browser(settings)
    said = {"email": WHO, "password": password, "second": code}
    assert client.post("/sign-in", json=said).status_code == 204
    return client


def by_mail(settings: Settings) -> TestClient:
    client, rooms = browser(settings), Rooms(settings)
    with rooms.identity() as session:
        cookie = sign_in.start(session, roles.find(session, BY_MAIL).id)
    rooms.dispose()
    client.cookies.set("safetosay_session", cookie)
    return client


def problem(reply: object) -> str:
    return str(reply.json()["type"]).rsplit(":", 1)[1]  # type: ignore[attr-defined]


def app_of(made: dict[str, str]) -> pyotp.TOTP:
    return pyotp.TOTP(parse_qs(urlsplit(made["uri"]).query)["secret"][0])


def set_up(client: TestClient) -> pyotp.TOTP:
    made = client.post("/account/second-step", json={"password": PASSWORD}).json()
    app = app_of(made)
    said = {"code": app.at(clock.now())}
    assert client.post("/account/second-step/confirmed", json=said).status_code == 204
    return app


def test_a_browser_one_does_not_know_is_signed_out_from_another(settings: Settings) -> None:
    here, there, third = (come_in(settings) for _ in range(3))
    listed = here.get("/account").json()["sessions"]
    assert [one["is_this"] for one in listed].count(True) == 1 and len(listed) == 3
    kept = {one["name"] for one in third.get("/account").json()["sessions"] if one["is_this"]}
    others = [one["name"] for one in listed if not one["is_this"] and one["name"] not in kept]
    assert here.post("/account/sessions/ended", json={"name": others[0]}).status_code == 204
    assert there.get("/account").status_code == 401
    assert third.get("/account").status_code == 200
    again = here.post("/account/sessions/ended", json={"name": others[0]})
    assert (again.status_code, problem(again)) == (404, "session-unknown")
    assert here.post("/account/sessions/ended", json={}).status_code == 204
    assert third.get("/account").status_code == 401
    assert here.get("/account").status_code == 200


def test_the_name_of_a_session_opens_nothing(settings: Settings) -> None:
    here = come_in(settings)
    name = here.get("/account").json()["sessions"][0]["name"]
    stranger = browser(settings)
    stranger.cookies.set("safetosay_session", name)
    assert stranger.get("/account").status_code == 401
    other = by_mail(settings)
    assert other.post("/account/sessions/ended", json={"name": name}).status_code == 404
    assert here.get("/account").status_code == 200


def test_a_new_password_needs_the_old_one_and_signs_others_out(settings: Settings) -> None:
    here, there = come_in(settings), come_in(settings)
    wrong = here.post("/account/password", json={"password": "guess", "new_password": OTHER})
    assert (wrong.status_code, problem(wrong)) == (403, "password-wrong")
    short = here.post("/account/password", json={"password": PASSWORD, "new_password": "short"})
    assert (short.status_code, problem(short)) == (422, "account-invalid")
    assert there.get("/account").status_code == 200
    said = {"password": PASSWORD, "new_password": OTHER}
    assert here.post("/account/password", json=said).status_code == 204
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 401
    assert come_in(settings, OTHER).get("/account").status_code == 200
    none = by_mail(settings).post("/account/password", json=said)
    assert (none.status_code, problem(none)) == (409, "no-password")


def test_guessing_the_password_of_an_open_browser_is_slowed_down(settings: Settings) -> None:
    here, said = come_in(settings), {"password": "guess", "new_password": OTHER}
    tried = [here.post("/account/password", json=said).status_code for _ in range(9)]
    assert tried == [403] * 8 + [429]


def test_a_second_step_is_asked_for_only_after_its_first_code(settings: Settings) -> None:
    here, there = come_in(settings), come_in(settings)
    refused = here.post("/account/second-step", json={"password": "guess"})
    assert (refused.status_code, problem(refused)) == (403, "password-wrong")
    made = here.post("/account/second-step", json={"password": PASSWORD}).json()
    assert (
        made["picture"].startswith("data:image/svg+xml")
        and len(made["recovery_codes"].split()) == second_step.RECOVERY_CODES
    )
    come_in(settings)  # the page was closed: nobody is locked out
    assert not here.get("/account").json()["has_second_step"]
    wrong = here.post("/account/second-step/confirmed", json={"code": "000000"})
    assert (wrong.status_code, problem(wrong)) == (401, "second-step-wrong")
    right = {"code": app_of(made).at(clock.now())}
    assert here.post("/account/second-step/confirmed", json=right).status_code == 204
    assert there.get("/account").status_code == 401
    found = here.get("/account").json()
    assert found["has_second_step"] and found["recovery_codes"] == second_step.RECOVERY_CODES
    missing = browser(settings).post("/sign-in", json={"email": WHO, "password": PASSWORD})
    assert missing.status_code == 401
    assert come_in(settings, code=made["recovery_codes"].split()[0])
    twice = here.post("/account/second-step", json={"password": PASSWORD})
    assert (twice.status_code, problem(twice)) == (409, "second-step-there")


def test_a_second_step_ends_against_a_code_and_not_without(settings: Settings) -> None:
    here = come_in(settings)
    early = here.post("/account/second-step/confirmed", json={"code": "000000"})
    assert (early.status_code, problem(early)) == (409, "second-step-not-begun")
    app = set_up(here)
    refused = here.post("/account/second-step/ended", json={"code": "000000"})
    assert refused.status_code == 401 and here.get("/account").json()["has_second_step"]
    code = {"code": app.at(clock.now() + timedelta(seconds=30))}
    assert here.post("/account/second-step/ended", json=code).status_code == 204
    assert come_in(settings).get("/account").status_code == 200


def test_who_has_no_password_must_have_signed_in_lately(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, now = by_mail(settings), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + own_sessions.RECENT + timedelta(seconds=1))
    late = here.post("/account/second-step", json={})
    assert (late.status_code, problem(late)) == (403, "sign-in-too-old")
    monkeypatch.setattr(clock, "now", lambda: now)
    assert here.post("/account/second-step", json={}).status_code == 200


def test_a_role_sleeps_until_there_is_a_second_step(settings: Settings) -> None:
    strict = replace(settings, second_step_roles="administrator, oversight")
    here = come_in(strict)
    me = here.get("/published/me").json()
    assert me["withheld"] == ["administrator"] and "manage_waves" not in me["permissions"]
    assert here.get("/roles").status_code == 403
    set_up(here)
    assert here.get("/published/me").json()["withheld"] == []
    assert here.get("/roles").status_code == 200
    free = by_mail(strict).get("/published/me").json()
    assert (free["withheld"], free["roles"]) == ([], ["analyst"])


def test_a_leader_without_the_second_step_leads_nothing(settings: Settings) -> None:
    strict = replace(settings, second_step_roles="leader")
    rooms = Rooms(strict)
    with rooms.identity() as session:
        person = session.get_one(Person, roles.find(session, BY_MAIL).id)
        roles.grant(session, person.id, Role.LEADER, "care")
        cookie = sign_in.start(session, person.id)
    asleep = sign_in.viewer_of(rooms.identity_engine, rooms.reader_engine, needing(strict))(cookie)
    awake = sign_in.viewer_of(rooms.identity_engine, rooms.reader_engine)(cookie)
    assert asleep is not None and awake is not None
    assert (asleep.lead_roots, awake.lead_roots) == (frozenset(), frozenset({"care"}))
    assert asleep.withheld == {Role.LEADER} and not awake.withheld
    rooms.dispose()


def test_the_companys_sign_in_has_a_second_step_of_its_own(settings: Settings) -> None:
    strict = replace(settings, second_step_roles="administrator")
    rooms = Rooms(strict)
    with rooms.identity() as session:
        cookie = sign_in.start(session, roles.find(session, WHO).id)
    of = sign_in.viewer_of(rooms.identity_engine, rooms.reader_engine, needing(strict))
    assert of(cookie).roles == frozenset()  # type: ignore[union-attr]
    with rooms.identity() as session:
        row = session.get_one(sign_in.SignInSession, sign_in.digest_of(cookie))
        row.subject = b"company"
    assert of(cookie).roles == {Role.ADMINISTRATOR}  # type: ignore[union-attr]
    rooms.dispose()


@pytest.mark.parametrize("said", ["admin", "administrator; oversight", "respondent"])
def test_a_rule_for_a_role_that_there_is_not_stops_the_start(settings: Settings, said: str) -> None:
    with pytest.raises(SettingsInvalid, match="SAFETOSAY_SECOND_STEP_ROLES"):
        create_app(replace(settings, second_step_roles=said))
