"""A release seen by everybody on the same day: by leaders, those above and HR at once, by teams
on their day; one rule for screen, API and files."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from survey_api import clock
from survey_api.access import Role
from survey_api.catalogue.models import Wave, WaveManifest
from survey_api.conduct.telling import NoLongerWanted, teller
from survey_api.credentials.manifest import parse
from survey_api.identity import roles
from survey_api.identity.models import OutboxMessage, Person
from survey_api.published import stages
from survey_api.published.models import Release, Supporter
from survey_api.published.stages import Stages
from tests import released
from tests.published.conftest import (
    ANALYST,
    EMPLOYEE,
    FRIEND,
    LEADER,
    UPPER,
    signed_in,
    unit_named,
)

OURS = {"Sec-Fetch-Site": "same-origin"}
ONLY_TO_ONE = ("relation", "supporter")
_NAMES = ("Finance", "Platform")
FIGURE_WORDS = ("value", "shares", "favourable", "range", "bin", "shrunken", "change")


@pytest.fixture
def staged(place: released.Place) -> Iterator[str]:
    """The newest wave, released today, whose teams follow in ten working days."""
    wave = place.waves[-1]
    yield _follow(place, wave, 10)
    _follow(place, wave, 0)
    with place.rooms.published() as session:
        for one in session.scalars(select(Supporter)):
            session.delete(one)


def _follow(place: released.Place, wave: str, working_days: int) -> str:
    with place.rooms.published() as session:
        session.get_one(Wave, wave).team_days = working_days
    return wave


@pytest.fixture
def unit(place: released.Place) -> str:
    return unit_named(place, "Customer care")


def page(app: TestClient, email: str, wave: str, unit: str) -> dict[str, Any]:
    reply = signed_in(app, email).get(f"/published/waves/{wave}/units/{unit}")
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def figures_in(document: Any) -> list[Any]:
    """Everything in a reply that a figure could hide in."""
    if isinstance(document, list):
        return [found for one in document for found in figures_in(one)]
    if not isinstance(document, dict):
        return []
    own = [value for key, value in document.items() if key in FIGURE_WORDS and value is not None]
    return own + [found for one in document.values() for found in figures_in(one)]


def test_the_manifest_names_the_days_before_anybody_answers(place: released.Place) -> None:
    with place.rooms.reading() as session:
        wave = session.get_one(Wave, place.waves[0])
        promised = parse(session.get_one(WaveManifest, wave.id).manifest).results
        assert promised is not None
        planned = Stages.after(wave.closes_on, wave.team_days)
        assert (promised.leader_on, promised.team_on) == (planned.leader_on, planned.team_on)
        assert promised.working_days == wave.team_days


@pytest.mark.parametrize(
    ("email", "relation"), [(LEADER, "leader"), (UPPER, "above"), (ANALYST, "hr")]
)
def test_leaders_those_above_and_hr_see_the_page_on_the_day_of_the_release(
    app: TestClient, staged: str, unit: str, email: str, relation: str
) -> None:
    found = page(app, email, staged, unit)
    assert found["shown"] and found["scales"][0]["figure"]["value"]
    assert (found["relation"], found["expected_on"]) == (relation, None)


def test_the_team_is_told_its_day_and_no_figure_at_any_address(
    app: TestClient, place: released.Place, staged: str, unit: str
) -> None:
    found = page(app, EMPLOYEE, staged, unit)
    waves = app.get("/published/waves").json()
    assert found["expected_on"] == next(w["team_on"] for w in waves if w["id"] == staged)
    assert (found["shown"], found["text"], found["relation"]) == (False, "on its way", "member")
    base = f"/published/waves/{staged}"
    for path in ("units", f"units/{unit}", f"units/{unit}/below"):
        reply = app.get(f"{base}/{path}").json()
        assert reply and figures_in(reply) == []
        assert '"n_band": "' not in json.dumps(reply)
    assert app.get(f"{base}/statistics").status_code == 404
    points = app.get(f"/published/units/{unit}/trend").json()["points"]
    assert [one["wave"] for one in points] == list(place.waves[:-1])
    advice = app.get(f"/actions/waves/{staged}/units/{unit}").text
    assert "lowest figure" not in advice.lower()


def test_a_unit_that_is_shown_and_one_that_is_not_look_alike_before_the_day(
    place: released.Place, staged: str
) -> None:
    bundle = _bundle(place, staged)
    shown = next(one for one in bundle["units"] if one["shown"])
    hidden = next(one for one in bundle["units"] if not one["shown"])
    told = [stages.masked(one) for one in (shown, hidden)]
    own = {"unit", "label", "parent", "kind", "eligible", "one_wave_only", "continuity"}
    assert {k: v for k, v in told[0].items() if k not in own} == {
        k: v for k, v in told[1].items() if k not in own
    }


def test_on_the_day_of_the_team_its_members_see_exactly_what_their_leader_sees(
    app: TestClient, place: released.Place, unit: str
) -> None:
    wave = place.waves[-1]
    leader, member = page(app, LEADER, wave, unit), page(app, EMPLOYEE, wave, unit)
    assert (leader["relation"], member["relation"]) == ("leader", "member")
    for name in ONLY_TO_ONE:
        del leader[name], member[name]
    assert member == leader
    ways = [f"/published/units/{unit}/trend?scale=safety", f"/actions/waves/{wave}/units/{unit}"]
    for way in ways:
        said = [signed_in(app, who).get(way).json() for who in (LEADER, EMPLOYEE)]
        for one in said:
            for name in ("may_commit", "led_since"):
                one.pop(name, None)
        assert said[0] == said[1]


def test_a_leader_is_told_since_when_the_team_is_theirs_and_nobody_else_is(
    app: TestClient, unit: str
) -> None:
    since = {
        email: signed_in(app, email).get(f"/published/units/{unit}/trend").json()["led_since"]
        for email in (LEADER, EMPLOYEE, UPPER)
    }
    imported_on = clock.today().isoformat()
    assert since == {LEADER: imported_on, EMPLOYEE: None, UPPER: None}


def test_a_file_says_of_a_page_on_its_way_what_the_page_says(
    app: TestClient, place: released.Place, staged: str
) -> None:
    """Somebody of Platform who leads Finance: their own group is on its way, the other is not."""
    finance = unit_named(place, "Finance")
    with place.rooms.identity() as session:
        roles.add_user(session, email=FRIEND, role=Role.LEADER, unit=finance)
    text = signed_in(app, FRIEND).get(f"/published/waves/{staged}/export.csv").content
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    with place.rooms.identity() as session:
        roles.revoke_role(session, roles.find(session, FRIEND).id, Role.LEADER, finance)
    values = {name: [row["value"] for row in rows if row["unit"] == name] for name in _NAMES}
    assert any(values["Finance"]) and values["Platform"] == [""]
    (own,) = (row for row in rows if row["unit"] == "Platform")
    assert (own["shown"], own["people_who_answered"], own["participation"]) == ("no", "", "")
    assert own["note"].startswith("on its way")


def test_a_leader_names_one_person_who_sees_this_page_and_no_other(
    app: TestClient, place: released.Place, staged: str, unit: str
) -> None:
    address = f"/actions/waves/{staged}/units/{unit}/supporter"
    other = unit_named(place, "Operations")
    foreign = f"/published/waves/{staged}/units/{unit}"
    assert signed_in(app, FRIEND).get(foreign).status_code == 404
    leader = signed_in(app, LEADER)
    done = leader.put(address, json={"email": FRIEND.upper()}, headers=OURS)
    assert (done.status_code, done.json()) == (200, {"name": "Person 30"})
    assert page(app, LEADER, staged, unit)["supporter"] == "Person 30"
    seen = page(app, FRIEND, staged, unit)
    assert (seen["relation"], seen["shown"]) == ("supporter", True)
    assert app.get(f"/published/waves/{staged}/units/{other}").status_code == 404
    assert app.get(f"/published/waves/{place.waves[0]}/units/{unit}").status_code == 404
    assert len(app.get(f"/published/units/{unit}/trend").json()["points"]) == 1
    assert page(app, EMPLOYEE, staged, unit)["supporter"] is None
    assert page(app, ANALYST, staged, unit)["supporter"] is None
    assert signed_in(app, LEADER).delete(address, headers=OURS).status_code == 204
    assert signed_in(app, FRIEND).get(foreign).status_code == 404


def test_the_supporter_is_mailed_and_the_mail_names_the_page_only_while_it_is_open(
    app: TestClient, place: released.Place, staged: str, unit: str
) -> None:
    address = f"/actions/waves/{staged}/units/{unit}/supporter"
    signed_in(app, LEADER).put(address, json={"email": FRIEND}, headers=OURS)
    with place.rooms.identity() as session:
        friend = session.scalars(select(Person).where(Person.email == FRIEND)).one()
        mail = session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.kind == "supporter", OutboxMessage.person_id == friend.id
            )
        ).one()
        told = teller(place.rooms)(session, mail, friend)
        assert told.path == f"/dashboard/team/{unit}?wave={staged}"
        assert told.values == {"leader": "Person 0"}
    signed_in(app, LEADER).delete(address, headers=OURS)
    with place.rooms.identity() as session, pytest.raises(NoLongerWanted):
        teller(place.rooms)(session, mail, friend)


@pytest.mark.parametrize(
    ("who", "named", "status"),
    [
        (LEADER, "nobody@example.org", 404),
        (LEADER, LEADER, 422),
        (LEADER, ANALYST, 404),  # an account beside the roster
        (UPPER, FRIEND, 403),
        (EMPLOYEE, FRIEND, 403),
    ],
)
def test_only_the_leader_names_somebody_and_only_somebody_of_the_roster(
    app: TestClient, staged: str, unit: str, who: str, named: str, status: int
) -> None:
    address = f"/actions/waves/{staged}/units/{unit}/supporter"
    reply = signed_in(app, who).put(address, json={"email": named}, headers=OURS)
    assert reply.status_code == status
    assert named not in reply.text


def _bundle(place: released.Place, wave: str) -> dict[str, Any]:
    with place.rooms.reading() as session:
        found: dict[str, Any] = json.loads(session.get_one(Release, wave).bundle)
    return found
