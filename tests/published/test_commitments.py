"""Commitments over the API: who may promise, change and read them, and that nothing is lost."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from survey_api import clock
from survey_api.catalogue.models import Wave
from survey_api.published.models import Commitment
from tests import released
from tests.published.conftest import ANALYST, FRIEND, UPPER, signed_in, unit_named
from tests.published.promising import (
    HEAD,
    OURS,
    SUCCESSOR,
    WHAT,
    add_leaders,
    listed,
    promise,
    send,
    story,
)


@pytest.fixture(scope="module", autouse=True)
def people(place: released.Place) -> None:
    add_leaders(place)


@pytest.fixture
def unit(place: released.Place) -> str:
    return unit_named(place, "Platform")


@pytest.fixture
def wave(place: released.Place) -> str:
    return place.waves[0]


def test_a_promise_answers_a_finding_and_may_be_kept_by_somebody_else(
    app: TestClient, wave: str, unit: str
) -> None:
    made = promise(app, wave, unit, owner="  Ada   of Platform ", scale="safety")
    assert (made["owner"], made["scale"], made["state"]) == ("Ada of Platform", "safety", "open")
    assert promise(app, wave, unit)["owner"] == "Person 26"
    german = app.get(f"/actions/units/{unit}/commitments", headers={"Accept-Language": "de"})
    assert "Sicherheit" in {one["scale_label"] for one in german.json()}
    assert "Accept-Language" in german.headers["vary"]


def test_every_change_leaves_what_was_said_before_and_who_changed_it(
    app: TestClient, wave: str, unit: str
) -> None:
    made = promise(app, wave, unit)
    second = send(app, made, what="I say first what I got wrong.", due_on="2099-03-01").json()
    signed_in(app, SUCCESSOR)
    third = send(app, second, owner="Next leader", scale="trust").json()
    kept = send(app, third, "done", did="Four of four weeks.").json()
    assert (kept["state"], kept["did"], kept["version"]) == ("done", "Four of four weeks.", 4)
    changes = story(signed_in(app, FRIEND), unit, made)["changes"]
    assert [one["what"] for one in changes][1:] == ["I say first what I got wrong.", WHAT]
    assert [one["who"] for one in changes] == ["Next leader", "Next leader", "Person 26"]
    assert [one["due_on"] for one in changes] == ["2099-03-01", "2099-03-01", "2099-01-31"]
    alone = app.get(f"/actions/commitments/{made['id']}/history").json()
    assert alone == changes


def test_what_was_done_may_be_reworded_and_keeps_its_day_but_the_promise_stays(
    app: TestClient, wave: str, unit: str
) -> None:
    kept = send(app, promise(app, wave, unit), "done", did="We did.").json()
    with clock.travel(clock.now() + timedelta(days=3)):
        signed_in(app, HEAD)
        again = send(app, kept, "done", did="We did, twice.").json()
        refused = send(app, again, what="Something easier.")
        taken = send(app, again, "withdraw", because="No.")
    assert (again["did"], again["done_on"]) == ("We did, twice.", kept["done_on"])
    assert [refused.status_code, taken.status_code] == [409, 409]
    assert story(app, unit, again)["changes"][0]["did"] == "We did."


def test_a_withdrawn_promise_stays_to_be_read_with_its_reason(
    app: TestClient, wave: str, unit: str
) -> None:
    taken = send(app, promise(app, wave, unit), "withdraw", because="The shift is gone.").json()
    assert (taken["state"], taken["because"]) == ("withdrawn", "The shift is gone.")
    assert taken["withdrawn_on"] == clock.today().isoformat()
    for reply in (
        send(app, taken, what="Again."),
        send(app, taken, "done", did="After all."),
        send(app, taken, "withdraw", because="Twice."),
    ):
        assert reply.status_code == 409
    assert taken in listed(signed_in(app, FRIEND), unit)


def test_of_two_changes_at_once_the_second_is_refused_and_nothing_is_lost(
    app: TestClient, wave: str, unit: str
) -> None:
    made = promise(app, wave, unit)
    first = send(app, made, what="The first to save.")
    second = send(app, made, what="The second to save.")
    assert (first.status_code, second.status_code) == (200, 409)
    assert "Nothing was overwritten" in second.json()["detail"]
    assert send(app, made, "done", did="Blind.").status_code == 409
    now = next(one for one in listed(app, unit) if one["id"] == made["id"])
    assert (now["what"], now["version"]) == ("The first to save.", 2)
    assert len(story(app, unit, made)["changes"]) == 1


def test_only_who_leads_the_unit_today_may_promise_or_change(
    app: TestClient, place: released.Place, wave: str, unit: str
) -> None:
    made = promise(app, wave, unit)
    path = f"/actions/waves/{wave}/units/{unit}"
    body = {"what": WHAT, "due_on": "2099-01-31"}
    care = unit_named(place, "Customer care")
    assert signed_in(app, HEAD).post(path.replace(unit, care), json=body).status_code == 404
    for email, status in ((FRIEND, 403), (ANALYST, 403), (UPPER, 404)):
        signed_in(app, email)
        assert app.post(path, json=body, headers=OURS).status_code == status
        assert send(app, made, what="Mine now.").status_code == status
        assert send(app, made, "done", did="Mine.").status_code == status
        assert send(app, made, "withdraw", because="Mine.").status_code == status
    app.cookies.clear()
    assert send(app, made, what="Nobody's.").status_code == 401
    assert listed(signed_in(app, FRIEND), unit) == listed(signed_in(app, HEAD), unit)


def test_a_leader_above_reads_what_was_promised_and_does_not_speak_for_the_team(
    app: TestClient, place: released.Place, wave: str
) -> None:
    care = unit_named(place, "Customer care")
    body = {"what": WHAT, "due_on": "2099-01-31"}
    client = signed_in(app, UPPER)
    reply = client.post(f"/actions/waves/{wave}/units/{care}", json=body, headers=OURS)
    assert (reply.status_code, reply.json()["title"]) == (403, "Not the leader")
    assert not client.get(f"/actions/units/{care}/commitments/stories").json()["may_commit"]


def test_foreign_and_unknown_things_give_the_same_reply(
    app: TestClient, wave: str, unit: str
) -> None:
    made = promise(app, wave, unit)
    signed_in(app, UPPER)
    for there, nowhere in (
        (f"units/{unit}/commitments", "units/nosuchunit/commitments"),
        (f"units/{unit}/commitments/stories", "units/nosuchunit/commitments/stories"),
        (f"commitments/{made['id']}/history", "commitments/nonsense/history"),
    ):
        replies = [app.get(f"/actions/{one}") for one in (there, nowhere)]
        assert [one.status_code for one in replies] == [404, 404]
        assert replies[0].json() == replies[1].json()


def test_a_later_wave_says_what_it_can_beside_what_people_noticed(
    app: TestClient, place: released.Place, unit: str
) -> None:
    made = promise(app, place.waves[0], unit, scale="safety")
    with place.rooms.published() as session:
        asked = session.get_one(Commitment, UUID(made["id"]))
        asked.made_on = session.get_one(Wave, place.waves[0]).closes_on
        is_later = session.get_one(Wave, place.waves[1]).closes_on > asked.made_on
    assert is_later
    told = story(signed_in(app, FRIEND), unit, made)["verdicts"]
    assert [one["wave"] for one in told] == [place.waves[1]]
    assert told[0]["sign"] in {"ask_them", "cannot_be_told"}
    assert told[0]["noticed"]["value"]


def test_a_promise_is_read_from_the_day_the_result_is(
    app: TestClient, staged: str, unit: str
) -> None:
    made = promise(app, staged, unit)
    ids = {one["id"] for one in listed(signed_in(app, FRIEND), unit)}
    assert made["id"] not in ids
    assert app.get(f"/actions/commitments/{made['id']}/history").status_code == 404
    assert made["id"] in {one["id"] for one in listed(signed_in(app, ANALYST), unit)}


@pytest.fixture
def staged(place: released.Place) -> Iterator[str]:
    wave = place.waves[-1]
    _team_days(place, wave, 10)
    yield wave
    _team_days(place, wave, 0)


def test_hr_counts_what_was_promised_unit_by_unit_up_to_a_wave(
    app: TestClient, place: released.Place, unit: str
) -> None:
    def count(wave: str, of: str) -> dict[str, int]:
        rows = app.get(f"/actions/waves/{wave}/commitments").json()
        return next(one for one in rows if one["unit"] == of)

    signed_in(app, ANALYST)
    first, second = (count(wave, unit) for wave in place.waves)
    promise(app, place.waves[1], unit)
    send(app, promise(app, place.waves[0], unit), "done", did="Done.")
    signed_in(app, ANALYST)
    now_first, now_second = (count(wave, unit) for wave in place.waves)
    assert now_first["made"] == first["made"] + 1 and now_first["done"] == first["done"] + 1
    assert now_second["made"] == second["made"] + 2 and now_second["open"] == second["open"] + 1
    seen = signed_in(app, FRIEND).get(f"/actions/waves/{place.waves[1]}/commitments").json()
    assert [one["unit"] for one in seen] == [unit]
    assert app.get("/actions/waves/nosuchwave/commitments").status_code == 404


def _team_days(place: released.Place, wave: str, days: int) -> None:
    with place.rooms.published() as session:
        session.get_one(Wave, wave).team_days = days
