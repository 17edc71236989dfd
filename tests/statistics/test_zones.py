"""Four zones, and what cannot be said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.statistics.zones import LINE, Zone, ZoneInvalid, safety_accountability


@pytest.mark.parametrize(
    ("safety", "accountability", "zone"),
    [
        (4.2, 4.2, Zone.LEARNING),
        (4.2, 2.8, Zone.COMFORTABLE),
        (2.8, 4.2, Zone.TENSE),
        (2.8, 2.8, Zone.DETACHED),
    ],
)
def test_zones_lie_as_in_edmondsons_square(
    safety: float, accountability: float, zone: Zone
) -> None:
    """Edmondson 2008, Harvard Business Review 86: safety upwards, accountability to the right."""
    assert safety_accountability(safety, 0.1, accountability, 0.1, 20) is zone


@pytest.mark.parametrize(("se", "zone"), [(0.2551, Zone.LEARNING), (0.2552, Zone.TOO_CLOSE)])
def test_a_range_that_crosses_the_line_is_too_close(se: float, zone: Zone) -> None:
    """0.5 / 1.959964 = 0.255107."""
    assert safety_accountability(4.0, se, 4.5, 0.1, 30) is zone
    assert safety_accountability(4.5, 0.1, 4.0, se, 30) is zone


def test_on_the_line_is_too_close_even_without_error() -> None:
    assert safety_accountability(LINE, 0, 4, 0, 30) is Zone.TOO_CLOSE


def test_small_units_and_missing_scores_have_no_zone() -> None:
    assert safety_accountability(4.5, 0.1, 4.5, 0.1, 19) is None
    assert safety_accountability(np.nan, 0.1, 4.5, 0.1, 50) is None
    assert safety_accountability(4.5, 0.1, np.nan, 0.1, 50) is None


def test_a_negative_error_is_refused() -> None:
    with pytest.raises(ZoneInvalid):
        safety_accountability(4.5, -0.1, 4.5, 0.1, 50)


@given(st.floats(1, 5), st.floats(1, 5), st.floats(0, 0.5))
def test_more_doubt_only_leads_to_saying_less(safety: float, other: float, se: float) -> None:
    sure = safety_accountability(safety, se, other, se, 20)
    assert safety_accountability(safety, se + 0.1, other, se, 20) in {sure, Zone.TOO_CLOSE}
