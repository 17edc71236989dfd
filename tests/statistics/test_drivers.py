"""Relative weights: published output, what theory says exactly, and another method."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.statistics.drivers import (
    DriversInvalid,
    bootstrap_weights,
    general_dominance,
    relative_weights,
    weights_of,
)

# R package iopsych 0.90.1, relWt: the example's correlations (the last is the outcome), its $eps
IOPSYCH = [
    [1.0, 0.2, 0.3, 0.4, -0.4],
    [0.2, 1.0, 0.5, 0.1, 0.1],
    [0.3, 0.5, 1.0, 0.2, -0.3],
    [0.4, 0.1, 0.2, 1.0, 0.4],
    [-0.4, 0.1, -0.3, 0.4, 1.0],
]
IOPSYCH_WEIGHTS = [0.24066119, 0.05492664, 0.12143476, 0.28158189]
# R, datasets::mtcars (Motor Trend 1974): mpg, then am, cyl and carb
MILES = [
    21.0, 21.0, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4,
    14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26.0, 30.4, 15.8, 19.7, 15.0, 21.4,
]  # fmt: skip
CARS = ("11100000000000000111000001111111", "66468684466888888444488884448684",
        "44112142244333444121122421224682")  # fmt: skip


def related(n: int, p: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(n, p)) + 0.7 * draw.normal(size=(n, 1))
    return x, x @ np.linspace(1, 0, p) + draw.normal(size=n)


def r_squared(x: np.ndarray, y: np.ndarray) -> float:
    """By least squares, another way than the weights are found."""
    with_one = np.column_stack([x, np.ones(len(x))])
    residual = y - with_one @ np.linalg.lstsq(with_one, y, rcond=None)[0]
    return float(1 - residual.var() / y.var())


def test_relative_weights_are_those_of_published_output() -> None:
    found = weights_of(IOPSYCH)
    assert np.round(found, 8).tolist() == IOPSYCH_WEIGHTS


def test_general_dominance_is_that_of_published_output() -> None:
    """R package domir, vignette domir_basics, mpg ~ am + cyl + carb: seven printed digits. The 32
    cars are taken four times, which changes no correlation, since 100 rows are the least."""
    x = np.array([[float(one) for one in column] for column in CARS]).T
    found = general_dominance(np.tile(x, (4, 1)), np.tile(MILES, 4))
    assert np.round(found, 7).tolist() == [0.2156848, 0.4173094, 0.1783081]
    assert round(float(found.sum()), 7) == 0.8113023


def test_two_predictors_are_solved_by_hand() -> None:
    """Johnson 2000, pp. 5–9, with correlation r: Λ has (√(1+r) ± √(1−r))/2, and the outcome
    correlates .5 and .3 with the predictors."""
    r, a, b = 0.4, 0.5, 0.3
    plus, minus = (np.sqrt(1 + r) + np.sqrt(1 - r)) / 2, (np.sqrt(1 + r) - np.sqrt(1 - r)) / 2
    of = plus**2 - minus**2
    beta = np.array([plus * a - minus * b, plus * b - minus * a]) / of
    exact = np.array([[plus**2, minus**2], [minus**2, plus**2]]) @ beta**2
    found = weights_of([[1, r, a], [r, 1, b], [a, b, 1]])
    assert np.allclose(found, exact, rtol=0, atol=1e-9)
    assert found.sum() == pytest.approx((a**2 + b**2 - 2 * a * b * r) / (1 - r**2), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**20))
def test_for_two_predictors_weights_and_dominance_are_equal(seed: int) -> None:
    """Thomas, Zumbo, Kwan & Schweitzer 2014, Multivariate Behavioral Research 49, 329–338."""
    x, y = related(120, 2, seed)
    assert np.allclose(relative_weights(x, y), general_dominance(x, y), rtol=0, atol=1e-9)


def test_dominance_of_two_predictors_by_hand() -> None:
    """Lindeman, Merenda & Gold 1980: the mean of entering first and entering last."""
    x, y = related(150, 2, 1)
    whole = r_squared(x, y)
    first, second = r_squared(x[:, :1], y), r_squared(x[:, 1:], y)
    exact = [(first + whole - second) / 2, (second + whole - first) / 2]
    assert np.allclose(general_dominance(x, y), exact, rtol=0, atol=1e-9)


def test_unrelated_predictors_have_their_squared_correlations() -> None:
    raw = np.random.default_rng(2).normal(size=(200, 4))
    x = np.linalg.qr(raw - raw.mean(axis=0))[0]
    y = x @ [3, 2, 1, 0] + np.random.default_rng(3).normal(size=200)
    squared = [np.corrcoef(x[:, at], y)[0, 1] ** 2 for at in range(4)]
    assert np.allclose(relative_weights(x, y), squared, rtol=0, atol=1e-9)
    assert np.allclose(general_dominance(x, y), squared, rtol=0, atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**20), st.integers(1, 6))
def test_both_add_up_to_what_is_explained_and_are_close(seed: int, p: int) -> None:
    x, y = related(150, p, seed)
    weights, dominance = relative_weights(x, y), general_dominance(x, y)
    assert weights.sum() == pytest.approx(r_squared(x, y), abs=1e-9)
    assert dominance.sum() == pytest.approx(r_squared(x, y), abs=1e-9)
    assert (weights >= 0).all()
    assert np.abs(weights - dominance).max() < 0.05


def test_units_order_and_people_with_gaps_do_not_matter() -> None:
    x, y = related(150, 4, 5)
    weights = relative_weights(x, y)
    other = np.vstack([(3 * x + 1)[:, ::-1], np.full((2, 4), np.nan)])
    assert np.allclose(relative_weights(other, [*(9 - y), 1, np.nan])[::-1], weights, atol=1e-9)


def test_two_predictors_that_are_one_share_its_weight() -> None:
    x, y = related(150, 1, 6)
    twice = relative_weights(np.column_stack([x, x]), y)
    assert np.allclose(twice, r_squared(x, y) / 2, rtol=0, atol=1e-6)


@pytest.mark.parametrize(
    ("rows", "p", "is_flat"), [(99, 3, False), (200, 31, False), (200, 3, True), (200, 0, False)]
)
def test_too_few_people_too_many_questions_or_no_variance_are_refused(
    rows: int, p: int, is_flat: bool
) -> None:
    draw = np.random.default_rng(7)
    x = draw.normal(size=(rows, p))
    if is_flat:
        x[:, 0] = 3
    with pytest.raises(DriversInvalid):
        relative_weights(x, draw.normal(size=rows))


def test_dominance_takes_twelve_predictors() -> None:
    x, y = related(200, 13, 8)
    with pytest.raises(DriversInvalid, match="12"):
        general_dominance(x, y)


def test_bootstrap_ranges_hold_the_shares_and_add_up() -> None:
    x, y = related(300, 4, 9)
    found = bootstrap_weights(x, y, np.random.default_rng(1), replicates=300)
    weights = relative_weights(x, y)
    assert np.allclose(found.share, 100 * weights / weights.sum(), rtol=0, atol=1e-9)
    assert found.r_squared == pytest.approx(weights.sum(), abs=1e-9)
    assert ((found.low <= found.share) & (found.share <= found.high)).all()
    again = bootstrap_weights(x, y, np.random.default_rng(1), replicates=300)
    assert np.array_equal(found.low, again.low)


def test_blocks_of_rows_give_the_ranges_of_rows() -> None:
    """Resampling 1,000 blocks of three has the spread of resampling rows one by one."""
    x, y = related(3000, 2, 10)
    found = bootstrap_weights(x, y, np.random.default_rng(2), replicates=400)
    draw = np.random.default_rng(3)
    rows = draw.integers(0, 3000, (400, 3000))
    each = np.array([relative_weights(x[one], y[one]) for one in rows])
    low, high = np.quantile(100 * each / each.sum(axis=1, keepdims=True), [0.025, 0.975], axis=0)
    assert np.allclose(found.high - found.low, high - low, rtol=0.2)


def test_six_hundred_thousand_people_take_seconds() -> None:
    x, y = related(650_000, 6, 11)
    found = bootstrap_weights(x, y, np.random.default_rng(4), replicates=200)
    assert (found.high - found.low < 1).all()
