"""A second step is asked of those who set it up, on every local way in, and no code works twice."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from survey_api import clock
from survey_api.app import create_app
from survey_api.catalogue.models import AuditEvent
from survey_api.conduct import second_step_desk
from survey_api.conduct.rooms import Rooms
from survey_api.credentials.encoding import b64u
from survey_api.errors import TooMany
from survey_api.identity import leavers, resealing, roles, second_step, sign_in, sign_in_links
from survey_api.identity.models import Person, RecoveryCode, SecondStep
from survey_api.identity.second_step import Enrolment, Given, SecondStepMissing, SecondStepWrong
from tests.identity.factories import Room
from tests.installing import installed

PASSWORD = "a harbour at low tide"
LOOKER = "hanna@example.org"


@pytest.fixture(autouse=True)
def fresh_throttles() -> Iterator[None]:
    for throttle in (second_step.GUESSES, sign_in.PER_ACCOUNT, sign_in.ALL_ACCOUNTS):
        throttle.reset()
    yield
    second_step.GUESSES.reset()


@pytest.fixture
def person(any_room: Room) -> Person:
    with any_room.session() as session:
        return roles.add_user(session, email=LOOKER, role="analyst", password=PASSWORD)


@pytest.fixture
def enrolment(any_room: Room, person: Person) -> Enrolment:
    with any_room.session() as session:
        known = session.get_one(Person, person.id)
        return second_step.enrol(session, known, any_room.key, "Harbour & Sons")


def app_of(enrolment: Enrolment) -> pyotp.TOTP:
    """An authenticator app that scanned the address."""
    return pyotp.TOTP(parse_qs(urlsplit(enrolment.uri).query)["secret"][0])


def come_in(room: Room, code: str) -> str:
    return sign_in.sign_in(room.engine, LOOKER, PASSWORD, Given(code, room.key_file))


def test_the_code_of_the_app_comes_after_the_right_password_and_works_once(
    any_room: Room, enrolment: Enrolment
) -> None:
    code = app_of(enrolment).at(clock.now())
    with pytest.raises(SecondStepMissing):
        come_in(any_room, "")
    with pytest.raises(sign_in.SignInRefused):
        sign_in.sign_in(any_room.engine, LOOKER, "wrong", Given(code, any_room.key_file))
    assert come_in(any_room, f" {code[:3]} {code[3:]} ")
    with pytest.raises(SecondStepWrong):
        come_in(any_room, code)


def test_clocks_may_differ_by_half_a_minute_and_no_more(
    any_room: Room, enrolment: Enrolment
) -> None:
    app = app_of(enrolment)
    for far in (-90, 90):
        with pytest.raises(SecondStepWrong):
            come_in(any_room, app.at(clock.now() + timedelta(seconds=far)))
    assert come_in(any_room, app.at(clock.now() - timedelta(seconds=30)))


def test_a_recovery_code_stands_in_once(any_room: Room, enrolment: Enrolment) -> None:
    assert len(set(enrolment.recovery_codes)) == 8
    code = enrolment.recovery_codes[0]
    assert come_in(any_room, code.lower())
    with pytest.raises(SecondStepWrong):
        come_in(any_room, code)
    assert come_in(any_room, enrolment.recovery_codes[1].replace("-", ""))


def test_a_link_by_mail_asks_for_it_too_and_stays_good_until_it_is_right(
    any_room: Room, person: Person, enrolment: Enrolment
) -> None:
    with any_room.session() as session:
        link = b64u(sign_in_links.new_link(session, person.id, lifetime=timedelta(minutes=30)))
    with any_room.session() as session, pytest.raises(SecondStepMissing):
        sign_in.sign_in_by_link(session, link)
    code = Given(enrolment.recovery_codes[0], any_room.key_file)
    with any_room.session() as session:
        assert sign_in.sign_in_by_link(session, link, code)
    with any_room.session() as session, pytest.raises(sign_in_links.LinkSpent):
        sign_in.sign_in_by_link(session, link, code)


def test_guessing_ends_after_eight_codes_even_with_a_right_one(
    any_room: Room, enrolment: Enrolment
) -> None:
    for _ in range(8):
        with pytest.raises(SecondStepWrong):
            come_in(any_room, "no code")
    with pytest.raises(TooMany):
        come_in(any_room, enrolment.recovery_codes[0])


def test_setting_it_up_again_ends_what_was_shared_before(
    any_room: Room, person: Person, enrolment: Enrolment
) -> None:
    with any_room.session() as session:
        known = session.get_one(Person, person.id)
        again = second_step.enrol(session, known, any_room.key, "Harbour & Sons")
    for old in (app_of(enrolment).at(clock.now()), enrolment.recovery_codes[0]):
        with pytest.raises(SecondStepWrong):
            come_in(any_room, old)
    assert come_in(any_room, app_of(again).at(clock.now()))


def test_without_it_nothing_is_asked(any_room: Room, person: Person, enrolment: Enrolment) -> None:
    with any_room.session() as session:
        second_step.remove(session, person.id)
    assert come_in(any_room, "")


def test_it_is_stored_sealed_goes_with_the_key_and_with_the_person(
    any_room: Room, person: Person, enrolment: Enrolment
) -> None:
    secret = app_of(enrolment).byte_secret()
    with any_room.session() as session:
        assert secret not in session.scalars(select(SecondStep.sealed)).one()
        new = bytes(32)
        resealing.reseal(session, resealing.BY_IDENTITY_KEY, any_room.key, new)
    any_room.key_file.write_bytes(new)
    assert come_in(any_room, app_of(enrolment).at(clock.now()))
    with any_room.session() as session:
        leavers.take_names(session, Person.id == person.id)
        for table in (SecondStep, RecoveryCode):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_in_a_browser_and_on_the_command_line(tmp_path: Path) -> None:
    settings = installed(tmp_path)
    rooms = Rooms(settings)
    with rooms.identity() as session:
        roles.add_user(session, email=LOOKER, role="analyst", name="H", password=PASSWORD)
        roles.add_user(session, email="by-mail@example.org", role="analyst", name="M")
    with pytest.raises(second_step_desk.NoAccount):
        second_step_desk.begin(rooms, "by-mail@example.org")
    made = second_step_desk.begin(rooms, LOOKER)
    fields = {"email": LOOKER, "password": PASSWORD}
    with TestClient(create_app(settings), base_url=settings.app_url) as client:
        page = client.get("/sign-in").text
        assert 'name="second"' in page and "one-time-code" in page
        missing = client.post("/sign-in", data=fields, headers={"accept-language": "de"})
        assert missing.status_code == 401
        assert "zweiten Schritt" in missing.text
        assert "safetosay_session" not in client.cookies
        right = {**fields, "second": app_of(made).at(clock.now())}
        assert client.post("/sign-in", json=right).status_code == 204
        assert client.cookies["safetosay_session"]
        second_step_desk.end(rooms, LOOKER)
        assert client.get("/published/me").status_code == 401
        assert client.post("/sign-in", json=fields).status_code == 204
    with rooms.reading() as session:
        told = [one.action for one in session.scalars(select(AuditEvent))]
    assert told[-2:] == ["set up second step", "end second step"]
    rooms.dispose()
