"""A close that is refused is tried again and again, each time after twice as long a pause."""

from datetime import timedelta

from survey_api import clock
from survey_api.conduct import by_itself
from survey_api.conduct.pauses import FIRST, LONGEST, Pauses
from tests.schedules.conftest import MONDAY, USUAL, Years, noon

MINUTE = timedelta(minutes=1)


def test_the_pause_doubles_up_to_half_an_hour_and_ends_with_success() -> None:
    pauses, tries = Pauses(), []
    for minute in range(200):
        with clock.travel(noon(MONDAY) + minute * MINUTE):
            if pauses.is_over("wave"):
                tries.append(minute)
                pauses.after("wave", refused=True)
    assert tries == [0, 1, 3, 7, 15, 31, 63, 95, 127, 159, 191]
    with clock.travel(noon(MONDAY) + 300 * MINUTE):
        pauses.after("wave", refused=False)
        pauses.after("wave", refused=True)
        assert not pauses.is_over("wave")
    with clock.travel(noon(MONDAY) + 300 * MINUTE + FIRST):
        assert pauses.is_over("wave") and pauses.is_over("another")


def test_a_clock_put_back_by_a_day_makes_no_pause_longer() -> None:
    pauses = Pauses()
    with clock.travel(noon(MONDAY)):
        pauses.after("wave", refused=True)
    with clock.travel(noon(MONDAY) - timedelta(days=1)):
        assert pauses.is_over("wave")
    assert timedelta(minutes=30) < LONGEST < timedelta(hours=1)


def test_a_wave_that_could_not_be_closed_says_why_and_closes_once_the_key_is_back(
    years: Years,
) -> None:
    years.plan(USUAL)
    years.until(MONDAY + timedelta(days=6))
    keys = years.rooms.settings.keys_dir
    (held,) = [one for one in keys.rglob("*") if one.name == "identity.key"]
    away = held.rename(held.with_name("away"))
    pauses, last = Pauses(), noon(MONDAY + timedelta(days=7))
    states = []
    for minute in range(5):
        with clock.travel(last + minute * MINUTE):
            by_itself.go_on(years.rooms, pauses)
        states.append((years.waves()[0].state, years.waves()[0].trouble is not None))
        if minute == 1:
            away.rename(held)
    assert [trouble for _state, trouble in states] == [True, True, True, False, False]
    assert [state for state, _trouble in states][3:] == ["released", "released"]
