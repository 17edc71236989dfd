"""Schedules through the API, on the command line and in the browser: the same deeds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx2
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from typer.testing import CliRunner

from survey_api import clock
from survey_api.access import Role
from survey_api.catalogue.models import AuditEvent
from survey_api.cli.main import app
from survey_api.cli.serve import Part
from survey_api.conduct import by_itself, cautions
from survey_api.conduct.closing import close_wave
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from tests import factories
from tests.browser import chromium
from tests.installing import installed
from tests.journeys.every_page import Looking
from tests.running import Running

PASSWORD = "correct-horse-battery"
ADMINISTRATOR, ANALYST = "admin@example.org", "hr@example.org"
PULSE = {
    "title": "Pulse",
    "instrument": "team_climate",
    "every": "weekly",
    "first_on": "2030-01-07",
    "rotates": True,
    "region": "DE-BY",
    "breaks": ["2030-02-11..2030-02-15", "2030-03-04"],
}


@dataclass(frozen=True)
class Place:
    rooms: Rooms
    url: str

    @contextmanager
    def client(self, email: str) -> Iterator[httpx2.Client]:
        headers = {"Origin": self.url}
        with httpx2.Client(base_url=self.url, headers=headers, timeout=20) as client:
            said = {"email": email, "password": PASSWORD}
            assert client.post("/sign-in", json=said).status_code == 204
            yield client


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    settings = installed(tmp_path_factory.mktemp("managing"))
    with Running(settings, parts=(Part.BALLOTS, Part.FRONT)) as running:
        factories.staffed(running.rooms, 20)
        with running.rooms.identity() as session:
            for email, role in ((ADMINISTRATOR, Role.ADMINISTRATOR), (ANALYST, Role.ANALYST)):
                roles.add_user(session, email=email, role=role, name=role, password=PASSWORD)
        yield Place(running.rooms, settings.app_url)


def test_a_schedule_is_made_changed_paused_and_ended_through_the_api(place: Place) -> None:
    with place.client(ADMINISTRATOR) as client:
        made = client.post("/schedules", json=PULSE)
        assert made.status_code == 201, made.text
        found = made.json()
        assert (found["parts"], found["breaks"]) == ([3, 3, 3, 2], [
            "2030-02-11..2030-02-15", "2030-03-04..2030-03-04",
        ])  # fmt: skip
        at = f"/schedules/{found['id']}"
        skipped = client.post(f"{at}/skip", json={"on": "2030-01-14"}).json()
        assert [one["state"] for one in skipped["next"]][:3] == ["planned", "skipped", "planned"]
        assert client.post(f"{at}/skip", json={"on": "2030-01-15"}).status_code == 404
        changed = client.put(at, json={**PULSE, "every": "fortnightly"}).json()
        assert changed["parts"] == [5, 3, 3]
        assert client.post(f"{at}/pause").json()["state"] == "paused"
        assert client.post(f"{at}/resume").json()["state"] == "active"
        assert client.post(f"{at}/end").json()["state"] == "ended"
        assert client.put(at, json=PULSE).status_code == 409
    with place.rooms.reading() as session:
        deeds = set(session.scalars(select(AuditEvent.action)))
    assert {"create schedule", "change schedule", "pause schedule", "end schedule"} <= deeds


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"every": "hourly"}, "choose weekly"),
        ({"breaks": ["Christmas"]}, "is not a break"),
        ({"region": "Atlantis"}, "such as DE"),
        ({"rotates": False}, "four weeks at the earliest"),
        ({"instrument": "pulse_short"}, "longer rhythm"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    place: Place, change: dict[str, object], reason: str
) -> None:
    with place.client(ADMINISTRATOR) as client:
        refused = client.post("/schedules", json={**PULSE, **change})
        assert refused.status_code == 422
        assert reason in refused.json()["detail"]


def test_only_those_who_manage_waves_see_and_plan_schedules(place: Place) -> None:
    with place.client(ANALYST) as client:
        assert client.get("/schedules").status_code == 403
        assert client.post("/schedules", json=PULSE).status_code == 403


def test_the_command_line_does_the_same(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in place.rooms.settings.environment().items():
        monkeypatch.setenv(name, value)
    run = CliRunner()
    begun = run.invoke(
        app,
        ["schedule", "create", "By hand", "--first", "2031-01-06", "--closed", "2031-02-03",
         "--set", "send_hour=8", "--set", "reminders=1"],
    )  # fmt: skip
    assert begun.exit_code == 0 and "2031-01-06" in begun.output
    assert "skipped" in run.invoke(app, ["schedule", "skip", "By hand", "2031-01-06"]).output
    assert "paused" in run.invoke(app, ["schedule", "pause", "By hand"]).output
    assert "active" in run.invoke(app, ["schedule", "resume", "By hand"]).output
    assert "By hand" in run.invoke(app, ["schedule", "list"]).output
    assert "ended" in run.invoke(app, ["schedule", "end", "By hand"]).output
    wrong = run.invoke(app, ["schedule", "create", "X", "--set", "hour=8"])
    assert "There is no choice 'hour'" in str(wrong.exception)


def test_somebody_is_told_when_nothing_followed_from_the_last_results(place: Place) -> None:
    rooms = place.rooms
    with rooms.reading() as session:
        assert cautions.before_asking(session) == ()
    wave = factories.open_wave(rooms, weeks_ago=9)
    with clock.travel(clock.now() - timedelta(weeks=8)):
        close_wave(rooms, wave)
    with rooms.reading() as session:
        assert [one.kind for one in cautions.before_asking(session)] == ["no_commitment"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.browser
def test_a_schedule_is_planned_in_the_browser_and_what_comes_next_stands_there(
    place: Place, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    with place.client(ADMINISTRATOR) as client:
        cookie = client.cookies.get("safetosay_session")
    context.add_cookies([{"name": "safetosay_session", "value": str(cookie), "url": place.url}])
    looking = Looking(context, place.url + "/dashboard/")
    page = looking.at("admin/schedules")
    page.locator("#title").fill("In the browser")
    page.locator("#instrument").select_option("team_climate")
    page.locator("#every").select_option("weekly")
    page.locator("#new-schedule [type=submit]").click()
    expect(page.locator("#new-schedule .failed")).to_contain_text("four weeks at the earliest")
    page.locator("#rotates").check()
    page.locator("#breaks").fill("2030-12-24..2031-01-02")
    page.locator("#new-schedule [type=submit]").click()
    card = page.locator(".card", has_text="In the browser").first
    expect(card).to_contain_text("4 parts with 3, 3, 3, 2 questions", timeout=15_000)
    by_itself.go_on(place.rooms)
    looking.at("admin/schedules")
    expect(card).to_contain_text("Wave")
    card.get_by_role("button", name="Leave out").first.click()
    card.get_by_role("button", name="Yes, do it").click()
    expect(card).to_contain_text("Left out", timeout=15_000)
    for width, theme, language in ((1440, "light", "en"), (360, "dark", "de")):
        looking.wear(theme, language)
        looking.page.set_viewport_size({"width": width, "height": 900})
        looking.at("admin/schedules")
        assert looking.inspect("admin/schedules") == []
    assert looking.trouble == []
    context.close()
