"""Who may see a result from when: leaders first, teams some working days later, never a figure
before."""

from datetime import date, timedelta

import pytest

from survey_api.access import Role, Viewer
from survey_api.published import stages
from survey_api.published.schemas.words import Standing
from survey_api.published.stages import Stages, working_days_after

PARENTS = {"org": None, "ops": "org", "ops.direct": "ops", "night": "ops", "ops.rest": "ops"}
POOLED = {"tiny": "ops.rest", "small": "ops.rest"}
FRIDAY = date(2026, 12, 4)


def somebody(
    *, roots: set[str], leads: set[str] = frozenset(), home: str = "", role: Role = Role.RESPONDENT
) -> Viewer:
    return Viewer("p", "P", frozenset({role}), frozenset(roots), home, frozenset(leads))


def standing(viewer: Viewer, unit: str, supported: set[str] = frozenset()) -> set[Standing]:
    return set(stages.standings(viewer, unit, parents=PARENTS, pooled=POOLED, supported=supported))


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, date(2026, 12, 7)),
        (FRIDAY, 3, date(2026, 12, 9)),
        (date(2026, 12, 5), 3, date(2026, 12, 9)),
        (date(2026, 12, 7), 5, date(2026, 12, 14)),
    ],
)
def test_working_days_are_counted_from_monday_to_friday(start: date, n: int, day: date) -> None:
    assert working_days_after(start, n) == day


def test_a_late_release_leaves_the_leader_as_many_working_days() -> None:
    planned, late = Stages.after(FRIDAY, 3), Stages.after(FRIDAY + timedelta(days=6), 3)
    assert planned.team_on == date(2026, 12, 9)
    assert late.leader_on == date(2026, 12, 10)
    assert late.team_on == date(2026, 12, 15)


def test_the_leader_hr_those_above_and_the_supporter_see_it_first() -> None:
    days = Stages.after(FRIDAY, 3)
    first = {Standing.LEADER, Standing.ABOVE, Standing.HR, Standing.SUPPORTER}
    for one in Standing:
        assert days.opens_on({one}) == (days.leader_on if one in first else days.team_on)
    assert days.opens_on({Standing.MEMBER, Standing.LEADER}) == days.leader_on


def test_a_leader_answers_for_the_unit_its_direct_team_and_the_group_it_was_pooled_into() -> None:
    leader = somebody(roots={"ops", "org.direct"}, leads={"ops"}, home="org")
    assert Standing.LEADER in standing(leader, "ops")
    assert Standing.LEADER in standing(leader, "ops.direct")
    assert standing(leader, "night") == {Standing.ABOVE}
    assert Standing.LEADER in standing(somebody(roots={"tiny"}, leads={"tiny"}), "ops.rest")


def test_a_member_is_one_of_their_own_group_whatever_stands_for_it() -> None:
    assert standing(somebody(roots={"night"}, home="night"), "night") == {Standing.MEMBER}
    assert standing(somebody(roots={"ops.direct"}, home="ops"), "ops.direct") == {Standing.MEMBER}
    assert standing(somebody(roots={"small"}, home="small"), "ops.rest") == {Standing.MEMBER}
    assert standing(somebody(roots={"night"}, home="night"), "ops") == set()


def test_a_page_speaks_to_the_leader_in_somebody_before_all_else() -> None:
    working = somebody(roots={"night"}, leads={"night"}, home="night")
    assert stages.foremost(standing(working, "night")) == Standing.LEADER
    partner = somebody(roots={"", "night"}, home="night", role=Role.ANALYST)
    assert stages.foremost(standing(partner, "night")) == Standing.MEMBER
    assert stages.foremost(standing(partner, "ops")) == Standing.HR
    assert stages.foremost(set()) == Standing.OTHER


def test_a_supporter_is_one_for_the_unit_they_were_asked_for_only() -> None:
    friend = somebody(roots={"org.direct"}, home="org")
    assert standing(friend, "night", {"night"}) == {Standing.SUPPORTER}
    assert standing(friend, "ops", {"night"}) == set()
