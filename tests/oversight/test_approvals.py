"""Where two people are asked for, no wave opens without somebody in oversight."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey_api import audit, clock
from survey_api.access import Role
from survey_api.app import create_app
from survey_api.catalogue import waves
from survey_api.catalogue.approvals import ChangedMeanwhile
from survey_api.conduct import approvals
from survey_api.conduct.approvals import NotApproved, TwoPeopleNeeded
from survey_api.conduct.opening import open_wave
from survey_api.conduct.rooms import Rooms
from survey_api.errors import SafeToSayError
from survey_api.identity import roles, sign_in
from tests import factories
from tests.installing import installed

PASSWORD = "correct-horse-battery"
WORKS_COUNCIL, BOTH, HR = "council@example.org", "both@example.org", "hr@example.org"


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(replace(installed(tmp_path), co_approval=True))
    factories.staffed(made, 24)
    with made.identity() as session:
        for email, held in (
            (WORKS_COUNCIL, [Role.OVERSIGHT]),
            (BOTH, [Role.OVERSIGHT, Role.ADMINISTRATOR]),
            (HR, [Role.ADMINISTRATOR]),
        ):
            for role in held:
                roles.add_user(session, email=email, role=role, name=email, password=PASSWORD)
    yield made
    made.dispose()


@pytest.fixture
def api(rooms: Rooms) -> Iterator[TestClient]:
    with TestClient(create_app(rooms.settings, rooms), base_url=rooms.settings.app_url) as client:
        yield client


def as_(api: TestClient, rooms: Rooms, email: str) -> TestClient:
    api.cookies.clear()
    api.cookies.set("safetosay_session", sign_in.sign_in(rooms.identity_engine, email, PASSWORD))
    api.headers["Origin"] = rooms.settings.app_url
    return api


def test_a_wave_opens_after_oversight_agreed_and_anybody_else_opens_it(
    rooms: Rooms, api: TestClient
) -> None:
    number = factories.draft_wave(rooms)
    refused = as_(api, rooms, HR).post(f"/waves/{number}/open")
    assert refused.status_code == 409
    assert "Approvals" in refused.json()["detail"]
    with pytest.raises(NotApproved):
        open_wave(rooms, number)
    assert api.get("/approvals").status_code == 403
    council = as_(api, rooms, WORKS_COUNCIL)
    (draft,) = council.get("/approvals").json()["drafts"]
    assert not draft["is_approved"]
    assert len(draft["sheet"]["items"]) == 6
    agreed = council.post(f"/waves/{number}/approval", json={"digest": draft["digest"]})
    assert agreed.status_code == 204
    assert council.get("/approvals").json()["drafts"][0]["is_approved"]
    assert as_(api, rooms, HR).post(f"/waves/{number}/open").status_code == 202
    assert open_wave(rooms, number).n_invited == 24
    with rooms.reading() as session:
        assert "approve wave" in [one.action for one in audit.deeds(session)]


def test_an_opening_that_failed_leaves_the_approval_as_it_was(
    rooms: Rooms, api: TestClient
) -> None:
    number = factories.draft_wave(rooms)
    council = as_(api, rooms, WORKS_COUNCIL)
    (draft,) = council.get("/approvals").json()["drafts"]
    council.post(f"/waves/{number}/approval", json={"digest": draft["digest"]})
    key = rooms.settings.keys_dir / "identity.key"
    away = key.rename(key.with_name("away"))
    tomorrow = clock.now() + timedelta(days=1)
    with clock.travel(tomorrow):
        with pytest.raises(SafeToSayError):
            open_wave(rooms, number)
        away.rename(key)
        with rooms.reading() as session:
            assert waves.find(session, number).opens_on == tomorrow.date()
        assert open_wave(rooms, number).n_invited == 24


def test_nobody_is_both_people(rooms: Rooms, api: TestClient) -> None:
    number = factories.draft_wave(rooms)
    both = as_(api, rooms, BOTH)
    (draft,) = both.get("/approvals").json()["drafts"]
    both.post(f"/waves/{number}/approval", json={"digest": draft["digest"]})
    refused = both.post(f"/waves/{number}/open")
    assert (refused.status_code, refused.json()["detail"][:12]) == (409, "You approved")
    as_(api, rooms, WORKS_COUNCIL).post(
        f"/waves/{number}/approval", json={"digest": draft["digest"]}
    )
    assert as_(api, rooms, BOTH).post(f"/waves/{number}/open").status_code == 202


CHANGES: list[dict[str, object]] = [
    {"k": 8},
    {"policy": "strict"},
    {"title": "Other"},
    {"reminders": 0},
    {"targeted": True},
    {"team_days": 9},
]


@pytest.mark.parametrize("changed", CHANGES)
def test_what_is_changed_has_not_been_approved(rooms: Rooms, changed: dict[str, object]) -> None:
    number = factories.draft_wave(rooms)
    (draft,) = approvals.waiting(rooms)
    with rooms.identity() as session:
        someone = roles.find(session, WORKS_COUNCIL)
    viewer = _viewer(str(someone.id))
    approvals.approve(rooms, viewer, number, draft.digest)
    with rooms.published() as session:
        wave = waves.find(session, number)
        for name, value in changed.items():
            setattr(wave, name, value)
    with pytest.raises(NotApproved):
        approvals.check(rooms, number)
    with pytest.raises(ChangedMeanwhile):
        approvals.approve(rooms, viewer, number, draft.digest)


def test_an_approval_for_another_level_does_not_count(rooms: Rooms) -> None:
    number = factories.draft_wave(rooms)
    (draft,) = approvals.waiting(rooms)
    approvals.approve(rooms, _viewer("somebody"), number, draft.digest)
    approvals.check(rooms, number)
    with pytest.raises(TwoPeopleNeeded):
        approvals.check(rooms, number, opener="somebody")
    with pytest.raises(NotApproved):
        approvals.check(rooms, number, level=2)


def _viewer(id_: str) -> approvals.Viewer:
    return approvals.Viewer(id_, "N", frozenset({Role.OVERSIGHT}), frozenset(), "")
