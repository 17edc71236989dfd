"""A leader of Engineering / Platform and a successor, who promise things over the API."""

from typing import Any

from starlette.testclient import TestClient

from survey_api.access import Role
from survey_api.identity import roles
from tests import released
from tests.published.conftest import PASSWORD, signed_in, unit_named

OURS = {"Sec-Fetch-Site": "same-origin"}
HEAD, SUCCESSOR = "p26@example.org", "successor@example.org"
WHAT = "I say first what I got wrong this week."


def add_leaders(place: released.Place) -> None:
    """Both may sign in; the one who comes after leads Platform, too."""
    with place.rooms.identity() as session:
        roles.add_user(session, email=HEAD, role=Role.RESPONDENT, password=PASSWORD)
        roles.add_user(
            session,
            email=SUCCESSOR,
            role=Role.LEADER,
            unit=unit_named(place, "Platform"),
            name="Next leader",
            password=PASSWORD,
        )


def promise(app: TestClient, wave: str, unit: str, **said: Any) -> dict[str, Any]:
    """Made by the leader, who stays signed in."""
    body = {"what": WHAT, "due_on": "2099-01-31", **said}
    path = f"/actions/waves/{wave}/units/{unit}"
    reply = signed_in(app, HEAD).post(path, json=body, headers=OURS)
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()
    return made


def send(app: TestClient, one: dict[str, Any], verb: str = "", **said: Any) -> Any:
    """A change of the version that was read, as whoever is signed in."""
    path = f"/actions/commitments/{one['id']}"
    body = {"version": one["version"], **said}
    if verb:
        return app.post(f"{path}/{verb}", json=body, headers=OURS)
    kept = {name: one[name] for name in ("what", "due_on", "owner", "scale")}
    return app.patch(path, json={**kept, **body}, headers=OURS)


def listed(app: TestClient, unit: str) -> list[dict[str, Any]]:
    """Everything promised to a unit, as whoever is signed in sees it."""
    reply = app.get(f"/actions/units/{unit}/commitments")
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()
    return found


def story(app: TestClient, unit: str, one: dict[str, Any]) -> dict[str, Any]:
    """One of them with its history and verdicts."""
    found = app.get(f"/actions/units/{unit}/commitments/stories").json()
    return next(s for s in found["stories"] if s["commitment"]["id"] == one["id"])
