"""What is typed into a commitment: refused with a reason where it cannot stand, and nothing
changes."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from survey_api import clock
from tests import released
from tests.published.conftest import signed_in, unit_named
from tests.published.promising import HEAD, OURS, WHAT, add_leaders, listed, promise, send


@pytest.fixture(scope="module", autouse=True)
def people(place: released.Place) -> None:
    add_leaders(place)


@pytest.fixture
def unit(place: released.Place) -> str:
    return unit_named(place, "Platform")


@pytest.fixture
def wave(place: released.Place) -> str:
    return place.waves[0]


@pytest.mark.parametrize(
    "said",
    [
        {"what": "  "},
        {"what": "x" * 501},
        {"due_on": "2020-01-01"},
        {"owner": " "},
        {"owner": "x" * 81},
        {"scale": "no_such_scale"},
        {"surprise": 1},
    ],
)
def test_bad_input_is_refused_and_changes_nothing(
    app: TestClient, wave: str, unit: str, said: dict[str, Any]
) -> None:
    made = promise(app, wave, unit)
    before = listed(app, unit)
    body = {"what": WHAT, "due_on": "2099-01-31", **said}
    path = f"/actions/waves/{wave}/units/{unit}"
    assert app.post(path, json=body, headers=OURS).status_code == 422
    assert send(app, made, **said).status_code == 422
    assert listed(app, unit) == before


def test_reasons_and_deeds_need_words_and_control_characters_are_no_words(
    app: TestClient, wave: str, unit: str
) -> None:
    made = promise(app, wave, unit, what="Ten\u0000 minutes\n each day")
    assert made["what"] == "Ten minutes each day"
    for verb, said in (
        ("done", {"did": "\u0000"}),
        ("done", {"did": "x" * 501}),
        ("withdraw", {"because": ""}),
        ("withdraw", {"because": "x" * 301}),
        ("withdraw", {"because": "Yes.", "version": 10**30}),
    ):
        assert send(app, made, verb, **said).status_code == 422
    half = rb'{"what": "Ten \ud800 minutes", "due_on": "2099-01-31"}'
    headers = {**OURS, "Content-Type": "application/json"}
    reply = app.post(f"/actions/waves/{wave}/units/{unit}", content=half, headers=headers)
    assert reply.json()["what"] == "Ten minutes"


def test_a_date_that_has_passed_may_stay_but_not_be_chosen(
    app: TestClient, wave: str, unit: str
) -> None:
    soon = clock.today() + timedelta(days=3)
    made = promise(app, wave, unit, due_on=soon.isoformat())
    assert made["state"] == "due_soon"
    with clock.travel(clock.now() + timedelta(days=5)):
        signed_in(app, HEAD)
        late = send(app, made, what="The same, said better.").json()
        assert late["state"] == "overdue"
        assert send(app, late, due_on=(soon - timedelta(days=1)).isoformat()).status_code == 422
