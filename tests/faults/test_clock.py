"""A clock that jumps an hour or years, forward and back: nothing is doubled, opened or stuck."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from survey_api import clock
from survey_api.access import Role
from survey_api.conduct import participation, wave_desk, weekly
from survey_api.conduct.rooms import Rooms
from survey_api.errors import TooMany, Unauthenticated
from survey_api.identity import sign_in
from survey_api.identity.throttle import Throttle
from tests import factories
from tests.installing import installed
from tests.security import accounts

HOUR, YEARS = timedelta(hours=1), timedelta(days=1_200)
JUMPS = (HOUR, -HOUR, YEARS, -YEARS)


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path))
    factories.staffed(made, 20)
    accounts.enlist(made.settings)
    yield made
    made.dispose()


@pytest.mark.parametrize("jump", JUMPS)
def test_a_limit_neither_locks_out_for_years_nor_forgets_within_its_window(
    jump: timedelta,
) -> None:
    throttle = Throttle(2, timedelta(minutes=10))
    for _ in range(2):
        throttle.note("one")
    with pytest.raises(TooMany):
        throttle.check("one")
    with clock.travel(clock.now() + jump):
        for _ in range(3):
            throttle.note("other")
        with pytest.raises(TooMany):
            throttle.check("other")
    with clock.travel(clock.now() + timedelta(minutes=11)):
        throttle.check("one")


@pytest.mark.parametrize("jump", JUMPS)
def test_a_session_ends_by_its_own_hour_whatever_the_clock_did_between(
    rooms: Rooms, jump: timedelta
) -> None:
    address = accounts.address(Role.ANALYST)
    cookie = sign_in.sign_in(rooms.identity_engine, address, accounts.PASSWORD)
    find = sign_in.viewer_of(rooms.identity_engine, rooms.reader_engine)
    with clock.travel(clock.now() + jump):
        find(cookie)
        with pytest.raises(Unauthenticated):
            sign_in.sign_in(rooms.identity_engine, address, "not the password")
    assert find(cookie) is not None
    with clock.travel(clock.now() + sign_in.LIFETIME + HOUR):
        assert find(cookie) is None


@pytest.mark.parametrize("jump", JUMPS)
def test_the_rounds_of_the_worker_do_nothing_twice_and_open_and_close_nothing(
    rooms: Rooms, jump: timedelta
) -> None:
    factories.draft_wave(rooms)

    def go_round() -> None:
        wave_desk.bring_about(rooms)
        participation.tell(rooms)
        weekly.offer(rooms)

    go_round()
    before = wave_desk.every(rooms)
    with clock.travel(clock.now() + jump):
        go_round()
        go_round()
    go_round()
    assert [(one.id, one.state) for one in wave_desk.every(rooms)] == [
        (one.id, one.state) for one in before
    ]
