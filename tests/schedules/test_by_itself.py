"""Waves that come by themselves: each once, whatever happens to the worker and the clock."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from survey_api import clock
from survey_api.catalogue import waves
from survey_api.catalogue.models import AuditEvent
from survey_api.catalogue.rhythm import Every
from survey_api.catalogue.schedules import ScheduleInvalid, State
from survey_api.conduct import holder, opening, planner, schedule_desk, trustees
from survey_api.conduct.discarding import discard_wave
from survey_api.conduct.manifests import planned_stages
from survey_api.identity.models import OutboxMessage, Person
from survey_api.trustee import rehearsal
from survey_api.trustee.folder import KeyFolder
from tests import factories
from tests.schedules.conftest import MONDAY, ROTATING, USUAL, Years, noon

BOTH = pytest.mark.parametrize(
    "years", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@BOTH
def test_a_wave_is_a_draft_a_week_ahead_then_open_then_released(years: Years) -> None:
    years.plan(replace(USUAL, first_on=MONDAY + timedelta(days=7)))
    years.until(MONDAY)
    assert years.told() == [(date(2026, 1, 12), date(2026, 1, 12), date(2026, 1, 18), "draft")]
    years.until(date(2026, 1, 12))
    assert years.told()[0][3] == "open"
    years.until(date(2026, 1, 18))
    assert years.told()[0][3] == "open"
    years.until(date(2026, 1, 19))
    wave = years.waves()[0]
    assert (wave.state, wave.released_on) == ("released", date(2026, 1, 19))


def test_results_come_on_the_days_that_respondents_were_told(years: Years) -> None:
    years.plan(USUAL)
    years.until(MONDAY)
    told = planned_stages(years.waves()[0])
    years.until(MONDAY + timedelta(days=8))
    wave = years.waves()[0]
    assert (wave.released_on, told.leader_on) == (date(2026, 1, 12), date(2026, 1, 12))


def test_rounds_that_are_gone_again_and_clocks_put_back_double_nothing(years: Years) -> None:
    years.plan(ROTATING)
    for _day in range(30):
        years.until(years.today + timedelta(days=1))
        years.round(hour=0)
        years.round(hour=23)
        years.round(hour=1)
    days = [one[1] for one in years.told() if one[3] != "draft"]
    assert days == [MONDAY + timedelta(weeks=week) for week in range(5)][: len(days)]
    assert len(days) >= 4
    with years.rooms.identity() as session:
        per = session.execute(
            select(func.count())
            .select_from(OutboxMessage)
            .group_by(OutboxMessage.kind, OutboxMessage.wave, OutboxMessage.person_id)
        ).scalars()
        assert set(per) == {1}


def test_a_worker_that_was_down_begins_late_while_half_of_the_days_are_left(years: Years) -> None:
    years.plan(USUAL)
    years.until(MONDAY + timedelta(days=3), working=False)
    assert years.told() == [(MONDAY, date(2026, 1, 8), date(2026, 1, 11), "open")]


def test_what_is_later_than_that_is_missed_said_and_not_made_up_for(years: Years) -> None:
    schedule = years.plan(ROTATING)
    years.until(MONDAY)
    years.until(MONDAY + timedelta(days=19), working=False)
    with clock.travel(noon(years.today)):
        told = schedule_desk.show(years.rooms, schedule)
    assert [one.on for one in told.missed] == [
        MONDAY + timedelta(days=7),
        MONDAY + timedelta(days=14),
    ]
    years.until(MONDAY + timedelta(days=21))
    asked = [one.instrument_id for one in years.waves()]
    assert asked == ["team_climate_1_of_4", "team_climate_2_of_4"]


@BOTH
def test_two_workers_at_once_make_one_draft(years: Years) -> None:
    years.plan(ROTATING)
    gate = threading.Barrier(4)

    def work() -> None:
        with clock.travel(noon(MONDAY - timedelta(days=2))):
            gate.wait()
            planner.plan(years.rooms)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [one[0] for one in years.told()] == [MONDAY]


def test_an_opening_that_was_interrupted_before_the_invitations_is_finished(
    years: Years, monkeypatch: pytest.MonkeyPatch
) -> None:
    years.plan(USUAL)

    class Killed(Exception):
        """The process died here."""

    def die(*_any: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(opening, "_invite", die)
        with pytest.raises(Killed):
            years.until(MONDAY)
    assert years.told()[0][3] == "open"
    years.round()
    with years.rooms.identity() as session:
        kinds = session.execute(
            select(OutboxMessage.kind, func.count()).group_by(OutboxMessage.kind)
        )
        assert dict(kinds.all()) == {"invitation": 20, "reminder-1": 20, "reminder-2": 20}


def test_a_close_that_was_interrupted_is_finished(
    years: Years, monkeypatch: pytest.MonkeyPatch
) -> None:
    years.plan(USUAL)
    years.until(MONDAY + timedelta(days=6))

    class Killed(Exception):
        """The process died here."""

    def die(*_any: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(holder, "tally", die)
        with pytest.raises(Killed):
            years.until(MONDAY + timedelta(days=7))
    assert years.told()[0][3] == "closed"
    years.round()
    assert years.told()[0][3] == "released"


def test_with_key_holders_apart_a_wave_is_closed_and_waits_for_them(
    years: Years, tmp_path: Path
) -> None:
    folder = KeyFolder.make(tmp_path / "stick", rehearsal.plan("Works council"), MONDAY).folder
    trustees.register(years.rooms, folder.offer().encode())
    years.plan(USUAL)
    years.until(MONDAY + timedelta(days=10))
    wave = years.waves()[0]
    assert (wave.state, wave.trouble) == ("closed", None)
    with years.rooms.reading() as session:
        assert trustees.awaited(session, wave)
        closed = select(func.count()).where(AuditEvent.action == "close wave")
        assert session.scalar(closed) == 1


def test_mails_leave_at_the_hour_where_each_reader_is(years: Years) -> None:
    with years.rooms.identity() as session:
        people = list(session.scalars(select(Person).order_by(Person.employee_id)))
        people[0].timezone, people[1].timezone = "America/New_York", "Asia/Tokyo"
        far = {"America/New_York": people[0].id, "Asia/Tokyo": people[1].id}
    years.plan(replace(USUAL, send_hour=8))
    years.until(MONDAY - timedelta(days=1))
    years.today = MONDAY
    years.round(hour=0)
    with years.rooms.identity() as session:
        due = {
            (one.person_id, one.kind): one.due_at.replace(tzinfo=UTC)
            for one in session.scalars(select(OutboxMessage))
        }
    assert due[far["America/New_York"], "invitation"] == datetime(2026, 1, 5, 13, tzinfo=UTC)
    assert due[far["Asia/Tokyo"], "invitation"] == datetime(2026, 1, 5, 0, tzinfo=UTC)
    assert due[far["Asia/Tokyo"], "reminder-2"] == datetime(2026, 1, 8, 23, tzinfo=UTC)


def test_a_pause_makes_no_waves_and_nothing_of_it_is_asked_later(years: Years) -> None:
    schedule = years.plan(ROTATING)
    years.until(MONDAY + timedelta(days=2))

    def move(to: State) -> None:
        with clock.travel(noon(years.today)):
            schedule_desk.move(years.rooms, schedule, to)

    move(State.PAUSED)
    years.until(MONDAY + timedelta(days=24))
    assert [one[3] for one in years.told()] == ["released"]
    move(State.ACTIVE)
    years.until(MONDAY + timedelta(days=30))
    assert [one[0] for one in years.told()][:2] == [MONDAY, MONDAY + timedelta(days=28)]
    with clock.travel(noon(years.today)):
        assert schedule_desk.show(years.rooms, schedule).missed == ()


def test_an_occasion_that_is_left_out_or_whose_draft_is_discarded_stays_out(years: Years) -> None:
    schedule = years.plan(ROTATING)
    with clock.travel(noon(years.today)):
        schedule_desk.skip(years.rooms, schedule, MONDAY)
    years.until(MONDAY + timedelta(days=2))
    draft = years.waves()[-1]
    assert draft.planned_for == MONDAY + timedelta(days=7)
    discard_wave(years.rooms, draft.id)
    years.until(MONDAY + timedelta(days=8))
    assert [one[0] for one in years.told()] == [MONDAY + timedelta(days=14)]
    assert years.waves()[0].instrument_id == "team_climate_1_of_4"


def test_a_question_never_returns_early_because_a_wave_began_late(years: Years) -> None:
    years.plan(ROTATING)
    years.until(MONDAY + timedelta(days=3), working=False)
    years.until(MONDAY + timedelta(days=40))
    first = [one.opens_on for one in years.waves() if one.instrument_id == "team_climate_1_of_4"]
    assert first == [date(2026, 1, 8), date(2026, 2, 5)]


def test_what_is_in_the_way_stands_at_the_wave_until_it_is_gone(years: Years) -> None:
    years.plan(USUAL)
    with years.rooms.identity() as session:
        gone = list(session.scalars(select(Person)))
        for one in gone:
            one.active = False
    years.until(MONDAY)
    assert years.told()[0][3] == "draft" and years.waves()[0].trouble
    with years.rooms.identity() as session:
        for one in session.scalars(select(Person)):
            one.active = True
    years.until(MONDAY + timedelta(days=1))
    wave = years.waves()[0]
    assert (wave.state, wave.opens_on, wave.trouble) == ("open", date(2026, 1, 6), None)
    with years.rooms.reading() as session:
        tries = session.scalars(select(AuditEvent).where(AuditEvent.action == "open wave"))
        assert len(list(tries)) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"every": Every.WEEKLY}, "four weeks at the earliest"),
        ({"send_hour": 3}, "between 6 and 18"),
        ({"reminders": 3}, "one or two"),
        ({"days_open": 40}, "2 to 28 days"),
        ({"every": Every.DATES}, "Name the dates"),
        ({"title": " "}, "title"),
        ({"breaks": ((MONDAY, MONDAY - timedelta(days=1)),)}, "break ends"),
    ],
)
def test_a_schedule_that_cannot_be_kept_is_refused(
    years: Years, change: dict[str, object], reason: str
) -> None:
    with pytest.raises(ScheduleInvalid, match=reason):
        years.plan(replace(USUAL, **change))  # type: ignore[arg-type]


def test_a_wave_made_by_hand_waits_for_a_hand_unless_it_was_let_go(years: Years) -> None:
    with clock.travel(noon(MONDAY)):
        waiting = factories.draft_wave(years.rooms)
    years.until(MONDAY + timedelta(days=20))
    assert years.told()[0][3] == "draft"
    discard_wave(years.rooms, waiting)
    with clock.travel(noon(years.today)):
        number = factories.draft_wave(years.rooms)
        with years.rooms.published() as session:
            waves.let_go(waves.find(session, number))
    years.round()
    assert years.told()[0][3] == "open"
    years.until(years.today + timedelta(days=16))
    assert years.told()[0][3] == "released"
