"""What a directory says becomes the roster, and nothing more than it says."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from survey_api import audit, clock
from survey_api.access import Role
from survey_api.catalogue.reporting_units import read_tree
from survey_api.cli.main import app as program
from survey_api.conduct import retention
from survey_api.conduct.provisioning.naming import path_of
from survey_api.conduct.rooms import Rooms
from survey_api.identity import provisioning_tokens, roles
from survey_api.identity.models import Invitation, Person, ProvisionedPerson
from survey_api.identity.provisioning_tokens import TokenNameTaken
from survey_api.identity.roster_store import read_roster
from tests import factories

pytestmark = pytest.mark.parametrize("rooms", ["sqlite"], indirect=True)
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def user(number: str, **said: Any) -> dict[str, Any]:
    email = {"value": f"{number}@example.org", "type": "work", "primary": True}
    named = {"userName": number, "displayName": f"Person {number}", "emails": [email]}
    return {"schemas": [USER], **named, **said}


def made(directory: TestClient, kind: str, document: dict[str, Any]) -> str:
    reply = directory.post(f"/{kind}", json=document)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


def group(directory: TestClient, path: str, people: list[str]) -> str:
    members = [{"value": one} for one in people]
    return made(directory, "Groups", {"schemas": [GROUP], "displayName": path, "members": members})


def patched(directory: TestClient, place: str, *operations: dict[str, Any]) -> Any:
    body = {"schemas": [PATCH], "Operations": list(operations)}
    reply = directory.patch(place, json=body)
    assert reply.status_code == 200, reply.text
    return reply.json()


REFUSED: list[tuple[str, Any]] = [
    ("/Users", b"{"),
    ("/Users", b"[]"),
    ("/Users", b"[" * 100_000),
    ("/Users", b'{"schemas": ["x"]}'),
    ("/Users", b'{"schemas": ["%s"], "userName": "SECRET"}' % USER.encode()),
    ("/Users", b'{"schemas": ["%s"], "userName": ["SECRET"]}' % USER.encode()),
    ("/Users", user("n", displayName="SECRET" * 90)),
    ("/Users", user("SECRET\n")),
    ("/Users", user("n", timezone="SECRET/Zone")),
    ("/Users", user("n", emails=[{"value": "SECRET"}])),
    ("/Users", user("n", externalId="SECRET" * 90)),
    ("/Groups", {"schemas": [GROUP], "displayName": "A //SECRET"}),
    ("/Groups", {"schemas": [GROUP], "displayName": "A", "members": [{"value": "SECRET"}]}),
    ("/Users/.search", {"schemas": [], "filter": "SECRET eq"}),
]


def units(rooms: Rooms) -> dict[str, str]:
    """Employee number → path of the unit, for everybody whom a wave would ask."""
    with rooms.reading() as published, rooms.identity() as session:
        tree = read_tree(published)
        found = read_roster(session, tree).people
    return {one.employee_id: path_of(tree, one.unit) for one in found}


def test_groups_become_the_unit_tree_and_their_members_the_people_asked(
    rooms: Rooms, directory: TestClient
) -> None:
    people = [made(directory, "Users", user(f"n{at}", timezone="Asia/Tokyo")) for at in range(12)]
    assert units(rooms) == {}, "somebody in no unit is not asked"
    north = group(directory, "Sales / North", people[:6])
    group(directory, "Care", people[6:])
    assert set(units(rooms).values()) == {"Sales / North", "Care"}
    assert directory.get("/Groups", params={"filter": 'displayName eq "Sales"'}).json()[
        "totalResults"
    ], "the unit above exists as well"
    moved = [{"value": people[6]}]
    patched(directory, f"/Groups/{north}", {"op": "add", "path": "members", "value": moved})
    assert units(rooms)["n6"] == "Sales / North", "everybody is in one unit"
    patched(
        directory, f"/Groups/{north}", {"op": "remove", "path": f'members[value eq "{people[0]}"]'}
    )
    assert "n0" not in units(rooms)
    renamed = {"op": "replace", "path": "displayName", "value": "Market / North"}
    assert patched(directory, f"/Groups/{north}", renamed)["id"] == north
    assert units(rooms)["n6"] == "Market / North"
    with rooms.identity() as session:
        assert set(session.scalars(select(Person.timezone))) == {"Asia/Tokyo"}


def test_what_entra_sends_is_understood(rooms: Rooms, directory: TestClient) -> None:
    one = made(directory, "Users", user("e1", name={"givenName": "E"}, nickName="x"))
    said = patched(
        directory,
        f"/Users/{one}",
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "new@example.org"},
        {"op": "Add", "path": "externalId", "value": "guid-1"},
        {"op": "Replace", "value": {"displayName": "Renamed"}},
    )
    assert said["emails"] == [{"value": "new@example.org", "type": "work"}]
    assert (said["externalId"], said["displayName"]) == ("guid-1", "Renamed")
    found = directory.get("/Users", params={"filter": 'externalId eq "guid-1"'}).json()
    assert [each["id"] for each in found["Resources"]] == [one]
    group_of = group(directory, "Ops", [one])
    shown = directory.get(f"/Groups/{group_of}", params={"excludedAttributes": "members"}).json()
    assert "members" not in shown
    patched(
        directory,
        f"/Groups/{group_of}",
        {"op": "Remove", "path": "members", "value": [{"value": one}]},
    )
    assert units(rooms) == {}
    gone = {"op": "Replace", "path": "active", "value": False}
    assert patched(directory, f"/Users/{one}", gone)["active"] is False


def test_who_is_taken_out_stays_in_a_frozen_frame_without_a_name(
    rooms: Rooms, directory: TestClient
) -> None:
    people = [made(directory, "Users", user(f"n{at}")) for at in range(12)]
    group(directory, "Care", people)
    wave = factories.open_wave(rooms)
    assert directory.delete(f"/Users/{people[0]}").status_code == 204
    assert directory.get(f"/Users/{people[0]}").status_code == 404
    assert len(units(rooms)) == 11
    with rooms.identity() as session:
        frame = select(Invitation).where(Invitation.wave == wave)
        assert len(session.scalars(frame).all()) == 12, "a frozen frame does not change"
        assert len(session.scalars(select(ProvisionedPerson)).all()) == 11
    with clock.travel(clock.now() + timedelta(days=31)):
        retention.apply(rooms)
    with rooms.identity() as session:
        kept = [one.name for one in session.scalars(select(Person)) if not one.active]
    assert kept == ["Person n0"], "this wave is not released; its name goes when it is"
    again = made(directory, "Users", user("n0"))
    assert again == people[0], "whoever comes back within the period is themselves"


def test_accounts_added_by_hand_are_not_seen_and_become_the_persons(
    rooms: Rooms, directory: TestClient
) -> None:
    with rooms.identity() as session:
        password = "correct-horse-battery"
        roles.add_user(
            session, email="boss@example.org", role=Role.ADMINISTRATOR, name="B", password=password
        )
    assert directory.get("/Users").json()["totalResults"] == 0
    email = [{"value": "boss@example.org"}]
    one = made(directory, "Users", user("b1", emails=email))
    with rooms.identity() as session:
        (kept,) = session.scalars(select(Person)).all()
        assert (str(kept.id), kept.employee_id) == (one, "b1")
    taken = directory.post("/Users", json=user("b2", emails=email))
    assert (taken.status_code, taken.json()["scimType"]) == (409, "uniqueness")
    assert directory.post("/Users", json=user("b1")).status_code == 409


def test_a_token_is_shown_once_used_by_day_and_worth_nothing_once_taken_back(
    rooms: Rooms, directory: TestClient
) -> None:
    token = directory.headers["Authorization"].removeprefix("Bearer ")
    made(directory, "Users", user("n1"))
    made(directory, "Users", user("n2"))
    with rooms.reading() as session:
        deeds = [one for one in audit.deeds(session) if one.action == "provision"]
        assert [one.subject for one in deeds] == ["roster, by the directory Directory"]
    for wrong in ("", "Bearer", "Basic abc", f"Bearer {token[:-1]}x", "Bearer \u00e9"):
        refused = directory.get("/Users", headers={"Authorization": wrong.encode("latin-1")})
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == "Bearer"
        assert refused.headers["content-type"] == "application/scim+json"
    with rooms.identity() as session:
        (kept,) = provisioning_tokens.every(session)
        assert kept.used_on == kept.wrote_on == clock.today()
        assert token.encode() not in kept.digest
        provisioning_tokens.revoke(session, "Directory")
    assert directory.get("/Users").status_code == 401


def test_what_cannot_be_understood_is_refused_with_a_reason_that_repeats_nothing(
    directory: TestClient,
) -> None:
    for place, body in REFUSED:
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        reply = directory.post(place, **sent)
        assert reply.status_code == 400, (body, reply.text)
        assert reply.headers["content-type"] == "application/scim+json"
        assert reply.json()["detail"] and "SECRET" not in reply.text
    assert directory.get("/Users").json()["totalResults"] == 0
    assert directory.get("/Groups").json()["totalResults"] == 0


def test_units_are_moved_and_closed_without_breaking_the_tree(
    rooms: Rooms, directory: TestClient
) -> None:
    below = group(directory, "A / B / C", [])
    (found,) = directory.get("/Groups", params={"filter": 'displayName eq "A"'}).json()["Resources"]
    assert directory.delete(f"/Groups/{found['id']}").status_code == 409
    into_itself = {"op": "replace", "path": "displayName", "value": "A / B / C / D / E"}
    reply = directory.patch(
        f"/Groups/{below}", json={"schemas": [PATCH], "Operations": [into_itself]}
    )
    assert reply.status_code == 409
    taken = directory.post("/Groups", json={"schemas": [GROUP], "displayName": "a / b / c"})
    assert taken.status_code == 409
    assert directory.delete(f"/Groups/{below}").status_code == 204
    assert directory.get(f"/Groups/{below}").status_code == 404
    assert group(directory, "A / B / C", []) == below, "what was closed is opened again"


def test_a_token_is_made_seen_and_taken_back_from_the_command_line(
    rooms: Rooms, directory: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in rooms.settings.environment().items():
        monkeypatch.setenv(name, value)
    runner = CliRunner()
    printed = runner.invoke(program, ["provisioning", "token", "add", "Second"]).output
    token = printed.split()[-1]
    assert token.startswith("sts-scim-")
    assert directory.get("/Users", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    listed = runner.invoke(program, ["provisioning", "token", "list"]).output
    assert "Second" in listed and "/scim/v2" in listed and token not in listed
    again = runner.invoke(program, ["provisioning", "token", "add", "Second"])
    assert isinstance(again.exception, TokenNameTaken)
    runner.invoke(program, ["provisioning", "token", "revoke", "Second"])
    assert directory.get("/Users", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    with rooms.reading() as session:
        deeds = [one.action for one in audit.deeds(session)]
    assert {"add provisioning token", "revoke provisioning token"} <= set(deeds)
