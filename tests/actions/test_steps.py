"""The weekly small step: the same for everybody, another one each week, told to nobody."""

from datetime import date, timedelta

from survey_api.access import api_routes
from survey_api.actions import steps
from survey_api.conduct.people_routes import router
from survey_api.identity.models import Person
from survey_api.published.schemas.steps import StepMailsIn

A_MONDAY = date(2026, 11, 30)
HALF_A_YEAR = 26


def test_there_are_twenty_six_in_both_languages_about_the_same() -> None:
    english, german = steps.load("en"), steps.load("de-AT")
    assert [one.id for one in english] == [one.id for one in german]
    assert len({one.id for one in english}) == HALF_A_YEAR
    for here, there in zip(english, german, strict=True):
        assert here.title != there.title and here.thought != there.thought
        assert all(len(one.thought) <= 240 and len(one.try_it) <= 240 for one in (here, there))
    assert steps.load("xx") == english


def test_a_week_has_one_step_from_monday_to_sunday_and_the_next_week_another() -> None:
    week = {steps.step_on(A_MONDAY + timedelta(days=at), "en").id for at in range(7)}
    assert len(week) == 1
    weeks = [steps.step_on(A_MONDAY + timedelta(weeks=at), "en").id for at in range(HALF_A_YEAR)]
    assert len(set(weeks)) == HALF_A_YEAR
    assert steps.step_on(A_MONDAY + timedelta(weeks=HALF_A_YEAR), "en").id == weeks[0]


def test_weeks_have_names_that_can_be_read_back_also_around_new_year() -> None:
    for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)):
        monday = steps.monday_of(steps.name_of(day))
        assert monday <= day < monday + timedelta(weeks=1)
    assert steps.name_of(date(2027, 1, 1)) == "2026-W53"
    found = steps.this_week(A_MONDAY, "de")
    assert found.week == "2026-W49"
    assert found.step.id not in {one.id for one in found.earlier}


def test_nothing_can_be_told_to_us_about_a_step_but_whether_its_mails_are_wanted() -> None:
    routes = [one for one in api_routes(router.routes) if "week" in one.path]
    writing = [one for one in routes if one.methods and one.methods != {"GET"}]
    assert [one.path for one in writing] == ["/actions/week/mails"]
    assert set(StepMailsIn.model_fields) == {"paused"}
    columns = [one.name for one in Person.__table__.columns]
    assert [one for one in columns if "step" in one] == ["wants_steps"]
