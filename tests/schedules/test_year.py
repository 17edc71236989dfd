"""A year in the life of an organisation: weekly waves, people who come and go, and two mistakes.

The fast one lives five weeks with forty people; the slow one fifty-two with two thousand.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from survey_api import clock
from survey_api.access import Role, Viewer
from survey_api.catalogue import instruments, waves
from survey_api.catalogue.models import Instrument, Wave, WaveState
from survey_api.catalogue.planning import AskedTooSoon
from survey_api.conduct import annulling
from survey_api.conduct.closing import close_wave
from survey_api.conduct.opening import open_wave
from survey_api.conduct.rooms import Rooms
from survey_api.identity import frame
from survey_api.identity.models import Invitation, OutboxMessage, Person
from survey_api.published import reader
from survey_api.published.models import Erasure, Release
from tests.installing import installed
from tests.running import Running
from tests.schedules.living import Life, Staff

HR = Viewer("hr", "HR", frozenset({Role.ANALYST}), frozenset({""}), "")
FOUR_WEEKS = timedelta(weeks=4)
TOO_FEW = {"1", "2", "3", "4"}
TOO_EARLY, WRONG, REFUSED = 1, 2, 4  # the weeks of HR's mistakes


@contextmanager
def living(folder: Path, n_people: int, usual: int, share: float) -> Iterator[Life]:
    with Running(installed(folder)) as running:
        life = Life(running.rooms, Staff.of(n_people, usual), share)
        life.begin()
        yield life


def live(life: Life, weeks: int, reorganisations: tuple[int, ...], *, after: int) -> None:
    """Friday to Friday, with what HR does on Fridays."""
    for week in range(weeks):
        life.staff.a_week_passes(week)
        if week in reorganisations:
            life.staff.reorganised(week)
        life.roster(life.staff.csv())
        if week == TOO_EARLY:
            opened_too_early(life)
        elif week == WRONG:
            with_the_wrong_roster(life)
        elif week == REFUSED:
            refused_too_early(life)
        else:
            life.days(7)
    life.days(after)


def opened_too_early(life: Life) -> None:
    """Next week's wave is opened on Friday, and closed the same day when somebody sees it."""
    draft = life.in_state(WaveState.DRAFT)[0]
    with clock.travel(life.noon):
        open_wave(life.rooms, draft.id)
        close_wave(life.rooms, draft.id)
    life.days(7)


def with_the_wrong_roster(life: Life) -> None:
    """The roster of years ago is imported; a wave opens with it, which is seen on Wednesday."""
    life.roster(life.staff.wrong_csv())
    life.days(5)
    wrong = life.in_state(WaveState.OPEN)[-1]
    life.roster(life.staff.csv())
    with clock.travel(life.noon):
        close_wave(life.rooms, wrong.id)
        annulling.annul_wave(life.rooms, wrong.id, "It was sent to an old list of people.")
    life.days(2)


def refused_too_early(life: Life) -> None:
    """The same again when its questions were asked less than four weeks ago."""
    draft = life.in_state(WaveState.DRAFT)[0]
    with clock.travel(life.noon):
        with pytest.raises(AskedTooSoon):
            open_wave(life.rooms, draft.id)
        with life.rooms.identity() as session:
            assert frame.count(session, draft.id) == 0
    life.days(7)


def check(life: Life, weeks: int) -> list[Wave]:
    """Everything that was promised, after all that."""
    done = life.in_state(WaveState.RELEASED, WaveState.ANNULLED)
    assert len(done) >= weeks and not any(wave.trouble for wave in done)
    each_opens_once(done)
    no_question_returns_early(life.rooms, done)
    nobody_is_written_to_twice(life.rooms)
    nothing_of_few_people_is_shown(life)
    what_is_out_stays_as_it_is(life)
    what_was_annulled_is_out_of_sight(life.rooms, done)
    keys_are_gone_in_time(life, done)
    return done


def each_opens_once(done: list[Wave]) -> None:
    planned = [wave.planned_for for wave in done]
    assert planned == sorted(set(filter(None, planned)))
    moved = [wave for wave in done if wave.opens_on != wave.planned_for]
    assert [wave.number for wave in moved] == [TOO_EARLY + 1]


def no_question_returns_early(rooms: Rooms, done: list[Wave]) -> None:
    asked: dict[str, list[Any]] = {}
    with rooms.reading() as session:
        for wave in done:
            kept = session.get_one(Instrument, (wave.instrument_id, wave.instrument_version))
            for item in instruments.parse_instrument(kept.source, name=kept.id).items:
                asked.setdefault(item.id, []).append(wave.opens_on)
    assert len(asked) == 11
    for days in asked.values():
        assert all(after - before >= FOUR_WEEKS for before, after in pairwise(days))


def nobody_is_written_to_twice(rooms: Rooms) -> None:
    with rooms.identity() as session:
        of_each = (OutboxMessage.kind, OutboxMessage.wave, OutboxMessage.person_id)
        counted = select(func.count()).select_from(OutboxMessage).group_by(*of_each)
        assert set(session.scalars(counted)) == {1}
        kinds = set(session.scalars(select(OutboxMessage.kind).distinct()))
    assert {one for one in kinds if one.startswith("remind")} <= {"reminder-1", "reminder-2"}


def nothing_of_few_people_is_shown(life: Life) -> None:
    for wave, raw in life.seen.items():
        bundle = json.loads(raw)
        frames = {unit["unit"]: unit["eligible"] for unit in bundle["units"]}
        for unit in bundle["units"]:
            if unit["shown"]:
                assert unit["n_band"].removeprefix("about ").split("–")[0] not in TOO_FEW
                assert unit["one_wave_only"] or frames[unit["unit"]] >= 5, wave
            else:
                assert not unit["figures"] and not unit["items"]


def what_is_out_stays_as_it_is(life: Life) -> None:
    with life.rooms.reading() as session:
        kept = {one.wave_id: one.bundle for one in session.scalars(select(Release))}
    assert kept == life.seen


def what_was_annulled_is_out_of_sight(rooms: Rooms, done: list[Wave]) -> None:
    gone = [wave for wave in done if wave.state == WaveState.ANNULLED]
    assert [wave.number for wave in gone] == [WRONG + 1]
    with rooms.reading() as session:
        past = reader.past(session, HR)
        assert gone[0].id not in {one.wave.id for one in past}
        assert len(past) == len(done) - 1


def keys_are_gone_in_time(life: Life, done: list[Wave]) -> None:
    over = {one.id for one in done if one.released_on and (life.today - one.released_on).days > 15}
    with life.rooms.reading() as session:
        assert over <= set(session.scalars(select(Erasure.wave_id)))
        assert waves.every(session)


def cycles(life: Life, done: list[Wave]) -> list[int]:
    """The numbers of the waves that completed a cycle with a score for the organisation."""
    return [one.number for one in done if "cycle" in organisation(life, one)["figures"]]


def test_five_weeks_with_forty_people_and_two_mistakes(tmp_path: Path) -> None:
    with living(tmp_path, 40, 10, 0.6) as life:
        live(life, 5, reorganisations=(3,), after=4)
        done = check(life, 5)
        assert cycles(life, done) == []
        leavers_are_not_asked(life)


def the_score_of_a_cycle_is_the_mean_of_its_questions(life: Life, cycle: list[Wave]) -> None:
    scores: list[float] = []
    for wave in cycle:
        whole = organisation(life, wave)
        asked = json.loads(life.seen[wave.id])["instrument"]["items"]
        scores += [float(whole["figures"]["index"]["value"])] * len(asked)
    mean = sum(scores) / len(scores)
    assert organisation(life, cycle[-1])["figures"]["cycle"]["value"] == f"{mean:.1f}"


def organisation(life: Life, wave: Wave) -> dict[str, Any]:
    bundle = json.loads(life.seen[wave.id])
    found: dict[str, Any] = next(
        one for one in bundle["units"] if one["unit"] == bundle["organisation_unit"]
    )
    return found


def leavers_are_not_asked(life: Life) -> None:
    last = life.in_state(WaveState.OPEN)[-1].id
    with life.rooms.identity() as session:
        asked = session.scalars(
            select(Person.employee_id)
            .join(Invitation, Invitation.person_id == Person.id)
            .where(Invitation.wave == last)
        )
        assert Counter(asked) == Counter(f"{one:05}" for one in life.staff.unit_of)


@pytest.mark.slow
def test_a_year_of_weekly_waves_with_two_thousand_people(tmp_path: Path) -> None:
    with living(tmp_path, 2000, 20, 0.3) as life:
        live(life, 52, reorganisations=(7, 20, 37), after=28)
        done = check(life, 52)
        assert cycles(life, done) == list(range(8, len(done) + 1, 4))
        the_score_of_a_cycle_is_the_mean_of_its_questions(life, done[4:8])
        leavers_are_not_asked(life)
