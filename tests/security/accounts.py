"""Somebody of every role, signed in for real, each with a browser of their own."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from starlette.testclient import TestClient

from survey_api.access import Role
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from survey_api.identity.models import Person
from survey_api.settings import Settings

PASSWORD = "correct-horse-battery"
OURS = {"Sec-Fetch-Site": "same-origin"}
ANONYMOUS = "anonymous"
EVERYBODY = (ANONYMOUS, *Role)


def enlist(settings: Settings) -> None:
    """An account for each role, in the whole organisation."""
    rooms = Rooms(settings)
    with rooms.identity() as session:
        led = session.scalars(
            select(Person.unit).where(Person.unit != "").order_by(Person.unit)
        ).first()
        for role in Role:
            unit = str(led) if role is Role.LEADER else ""
            named = {"email": address(role), "name": f"One {role}"}
            roles.add_user(session, **named, role=role, unit=unit, password=PASSWORD)
    rooms.dispose()


def address(role: str) -> str:
    """Respondents stand on the roster; the others are accounts beside it, with one role only."""
    return "p1@example.org" if role == Role.RESPONDENT else f"{role}@roles.example"


def sign_in(client: TestClient, who: str) -> None:
    """Sign in by password; nothing for nobody."""
    client.cookies.clear()
    if who != ANONYMOUS:
        said = {"email": address(who), "password": PASSWORD}
        reply = client.post("/sign-in", json=said, headers=OURS)
        assert reply.status_code == 204, reply.text


@contextmanager
def browsers(app: object, base_url: str) -> Iterator[dict[str, TestClient]]:
    """Role or "anonymous" → a client that is signed in."""
    with TestClient(app, base_url=base_url, raise_server_exceptions=False) as first:  # type: ignore[arg-type]
        found = {}
        for who in EVERYBODY:
            client = TestClient(app, base_url=base_url, raise_server_exceptions=False)  # type: ignore[arg-type]
            client.portal = first.portal
            client.headers.update(OURS)
            sign_in(client, who)
            found[who] = client
        yield found
