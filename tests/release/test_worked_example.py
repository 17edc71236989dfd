"""The example in docs/methods.md, computed."""

import numpy as np

from survey_api.disclosure.policy import Policy
from survey_api.disclosure.protection import Limit, possible_sums, protect
from survey_api.release.ranges import LIKELY, ROUNDING
from survey_api.statistics.intervals import small_unit_variance

ANSWERS = (4, 4, 5, 3, 4, 2, 4)


def test_seven_people_and_a_draw_of_plus_one_give_3_9() -> None:
    cell = protect(sum(ANSWERS), 7, 1, Policy())
    assert (cell.p, f"{cell.p / 7:.1f}", cell.limit) == (27, "3.9", Limit.NONE)
    assert (Policy().lowest(7), Policy().highest(7)) == (15, 33)
    assert list(possible_sums(cell, Policy())) == [25, 26, 27, 28, 29]


def test_a_unanimous_team_reads_at_most_2_1() -> None:
    cell = protect(7, 7, 1, Policy())
    assert (cell.p, f"{cell.p / 7:.1f}", cell.limit) == (15, "2.1", Limit.LOW)
    assert possible_sums(cell, Policy()) == range(7, 18)


def test_the_likely_range_of_five_to_seven_people_is_0_69_to_either_side() -> None:
    variance = small_unit_variance(np.array([6.0]), 0.62, 2, 3) + ROUNDING
    assert abs(variance[0] - 0.1227) < 0.0001
    assert f"{LIKELY * variance[0] ** 0.5:.2f}" == "0.69"
