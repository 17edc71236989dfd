"""Where two people are asked for, a wave of a schedule waits until oversight agreed to it."""

from dataclasses import replace
from datetime import timedelta

from survey_api import clock
from survey_api.access import Role, Viewer
from survey_api.conduct import approvals, wave_desk
from survey_api.conduct.rooms import Rooms
from tests.schedules.conftest import MONDAY, USUAL, Years, noon

COUNCIL = Viewer("council", "Works council", frozenset({Role.OVERSIGHT}), frozenset({""}), "")


def test_a_wave_waits_says_so_and_opens_once_somebody_agreed(years: Years) -> None:
    years.rooms = Rooms(replace(years.rooms.settings, co_approval=True))
    years.plan(USUAL)
    years.until(MONDAY)
    wave = years.waves()[0]
    assert wave.state == "draft" and "oversight has to approve" in (wave.trouble or "")
    assert [one.awaits_approval for one in wave_desk.every(years.rooms)] == [True]
    with clock.travel(noon(MONDAY)):
        seen = approvals.waiting(years.rooms)[0].digest
        approvals.approve(years.rooms, COUNCIL, wave.id, seen)
    years.until(MONDAY + timedelta(days=1))
    opened = years.waves()[0]
    assert (opened.state, opened.trouble) == ("open", None)
    assert [one.awaits_approval for one in wave_desk.every(years.rooms)] == [False]
    years.rooms.dispose()


def test_what_nobody_agreed_to_in_time_is_missed(years: Years) -> None:
    years.rooms = Rooms(replace(years.rooms.settings, co_approval=True))
    years.plan(USUAL)
    years.until(MONDAY + timedelta(days=8))
    assert years.waves() == []
    years.rooms.dispose()
