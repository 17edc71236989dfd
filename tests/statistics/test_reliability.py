"""Reliability: alpha and omega against documented output of R and Python packages."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import root

from survey_api.statistics.reliability import cronbach_alpha, mcdonald_omega, one_factor

CLOSED, ITERATIVE = 1e-9, 1e-6
Floats = NDArray[np.float64]
Measure = Callable[[Floats], float]
_ = np.nan
# pingouin, data set cronbach_wide_missing (from real-statistics.com): 12 people, 11 items
BINARY = np.array(
    [
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0],
        [_, 0, 1, 1, _, 1, 1, 1, 1, 0, 0],
        [1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0],
        [1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0],
        [0, 1, _, 0, 1, 1, 1, 1, 0, 0, 0],
        [1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
        [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0],
        [1, 0, 0, 1, 0, 1, 0, 0, _, 0, 0],
        [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
    ]
)
# R, data set ability.cov: six tests of 112 people (Bartholomew 1987); general, picture, blocks,
# maze, reading, vocab
ABILITY = np.array(
    [
        [24.641, 5.991, 33.52, 6.023, 20.755, 29.701],
        [5.991, 6.7, 18.137, 1.782, 4.936, 7.204],
        [33.52, 18.137, 149.831, 19.424, 31.43, 50.753],
        [6.023, 1.782, 19.424, 12.711, 4.757, 9.075],
        [20.755, 4.936, 31.43, 4.757, 52.604, 66.762],
        [29.701, 7.204, 50.753, 9.075, 66.762, 135.292],
    ]
)
PEOPLE = 112
LOADINGS = [0.682, 0.384, 0.502, 0.300, 0.877, 0.849]
UNIQUENESSES = [0.535, 0.853, 0.748, 0.910, 0.232, 0.280]


def with_covariance(covariance: Floats, people: int) -> Floats:
    """Answers [people, J] whose sample covariance is exactly this one."""
    raw = np.random.default_rng(1).normal(size=(people, len(covariance)))
    white = np.linalg.qr(raw - raw.mean(axis=0))[0] * np.sqrt(people - 1)
    return white @ np.linalg.cholesky(covariance).T + 3


def scale(seed: int, people: int = 60, items: int = 5) -> Floats:
    """Answers that share a factor, and differ in how much."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(people, 1)) * np.linspace(0.5, 1.2, items)
    return 3 + common + rng.normal(size=(people, items))


def test_alpha_leaves_out_people_with_gaps_as_documented() -> None:
    """pingouin.cronbach_alpha(data, nan_policy="listwise") in its documentation, which agrees
    with R's psych::alpha(data, use="complete.obs"): 0.8016949152542373 (= 473/590)."""
    assert cronbach_alpha(BINARY) == pytest.approx(0.8016949152542373, abs=CLOSED)
    assert cronbach_alpha(BINARY) == pytest.approx(473 / 590, abs=CLOSED)


def test_alpha_of_gaps_filled_with_medians_is_as_documented() -> None:
    """pingouin.cronbach_alpha(data=data.fillna(data.median())): 0.7380191693290734."""
    filled = np.where(np.isnan(BINARY), np.nanmedian(BINARY, axis=0), BINARY)
    assert cronbach_alpha(filled) == pytest.approx(0.7380191693290734, abs=CLOSED)


def test_alpha_is_the_mean_of_all_split_halves() -> None:
    """Cronbach 1951: of four items, the mean of the three splits into pairs, each by the formula
    of Flanagan and Rulon 4·cov(a, b)/var(a + b)."""
    x = scale(2, items=4)
    halves = []
    for mate in (1, 2, 3):
        others = [at for at in (1, 2, 3) if at != mate]
        a, b = x[:, [0, mate]].sum(axis=1), x[:, others].sum(axis=1)
        halves.append(4 * np.cov(a, b)[0, 1] / np.var(a + b, ddof=1))
    assert cronbach_alpha(x) == pytest.approx(np.mean(halves), abs=CLOSED)


def test_one_factor_has_the_loadings_that_factanal_prints() -> None:
    """R, example(ability.cov), tests/Examples/datasets-Ex.Rout.save: factanal(factors = 1,
    covmat = ability.cov) prints these, and a chi square of 75.18."""
    spread = np.sqrt(np.diag(ABILITY))
    loadings, uniquenesses = one_factor(ABILITY)
    assert np.round(loadings / spread, 3).tolist() == LOADINGS
    assert np.round(uniquenesses / spread**2, 3).tolist() == UNIQUENESSES
    fitted = np.outer(loadings, loadings) + np.diag(uniquenesses)
    ratio = np.linalg.solve(fitted, ABILITY)
    misfit = np.trace(ratio) - np.linalg.slogdet(ratio)[1] - 6
    bartlett = PEOPLE - 1 - (2 * 6 + 5) / 6 - 2 / 3  # as ?factanal has it
    assert round(float(bartlett * misfit), 2) == 75.18


def test_one_factor_solves_the_likelihood_equations() -> None:
    """S Σ⁻¹ λ = λ and diag Σ = diag S (Lawley & Maxwell 1971), solved by another method."""
    spread = np.sqrt(np.diag(ABILITY))
    r = ABILITY / np.outer(spread, spread)

    def equations(at: Floats) -> Floats:
        loadings, uniquenesses = at[:6], np.exp(at[6:])
        fitted = np.outer(loadings, loadings) + np.diag(uniquenesses)
        return np.append(r @ np.linalg.solve(fitted, loadings) - loadings, np.diag(fitted - r))

    solved = root(equations, np.append(LOADINGS, np.log(UNIQUENESSES)), tol=1e-14)
    loadings, uniquenesses = one_factor(ABILITY)
    assert loadings / spread == pytest.approx(solved.x[:6], abs=ITERATIVE)
    assert uniquenesses / spread**2 == pytest.approx(np.exp(solved.x[6:]), abs=ITERATIVE)
    common = float((solved.x[:6] * spread).sum()) ** 2
    omega = common / (common + float((np.exp(solved.x[6:]) * spread**2).sum()))
    found = mcdonald_omega(with_covariance(ABILITY, PEOPLE))
    assert found == pytest.approx(omega, abs=ITERATIVE)


def test_omega_of_exactly_one_factor_is_that_of_its_loadings() -> None:
    # Σλ = 3 and Σψ = .36 + .51 + .64 + .75 + .84 = 3.1, so ω = 9/12.1
    loadings = np.array([0.8, 0.7, 0.6, 0.5, 0.4])
    covariance = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    found = mcdonald_omega(with_covariance(covariance, 50))
    assert found == pytest.approx(9 / 12.1, abs=ITERATIVE)


def test_equal_loadings_make_omega_and_alpha_the_same() -> None:
    covariance = np.full((6, 6), 0.4) + 0.6 * np.eye(6)
    x = with_covariance(covariance, 40)
    assert cronbach_alpha(x) == pytest.approx(6 * 0.4 / (1 + 5 * 0.4), abs=CLOSED)
    assert mcdonald_omega(x) == pytest.approx(6 * 0.4 / (1 + 5 * 0.4), abs=ITERATIVE)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(-20, 20), st.floats(0.1, 10))
def test_neither_shift_scale_order_nor_gaps_matter(seed: int, shift: float, factor: float) -> None:
    x = scale(seed)
    gaps = np.full((3, 5), 2.0)
    gaps[:, seed % 5] = np.nan
    mixed = np.random.default_rng(seed).permutation(np.vstack([x * factor + shift, gaps]))
    mixed = mixed[:, [3, 1, 4, 0, 2]]
    assert cronbach_alpha(mixed) == pytest.approx(cronbach_alpha(x), abs=CLOSED)
    assert mcdonald_omega(mixed) == pytest.approx(mcdonald_omega(x), abs=ITERATIVE)


@pytest.mark.parametrize("measure", [cronbach_alpha, mcdonald_omega])
@pytest.mark.parametrize(
    "x",
    [
        np.full((9, 4), 3.0),  # unanimous
        np.full((9, 4), np.nan),
        np.array([[1.0, 2, 3, 4]]),  # one person
        np.array([[1.0], [2], [3]]),  # one item
        np.zeros((0, 4)),
        np.array([[1, 5.0], [2, 4], [5, 1]]) / 3,  # their sum does not vary
    ],
)
def test_where_nothing_can_be_said_nothing_is(measure: Measure, x: Floats) -> None:
    assert np.isnan(measure(x))


def test_omega_needs_three_items_that_vary_each_in_its_own_way() -> None:
    x = scale(4)
    assert np.isnan(mcdonald_omega(x[:, :2]))
    assert np.isnan(mcdonald_omega(np.column_stack([x, np.full(len(x), 3.0)])))
    assert np.isnan(mcdonald_omega(np.column_stack([x, x[:, 0]])))
    assert np.isnan(mcdonald_omega(x[:5]))


def test_unrelated_items_are_hardly_reliable() -> None:
    assert mcdonald_omega(with_covariance(np.eye(5), 30)) == pytest.approx(0, abs=1e-4)
    assert cronbach_alpha(with_covariance(np.eye(5), 30)) == pytest.approx(0, abs=CLOSED)


def test_650_000_people_take_a_second() -> None:
    # λ = 1 and ψ = 1 five times: ω = 25/(25 + 5)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(650_000, 1)) + rng.normal(size=(650_000, 5))
    start = time.process_time()
    assert mcdonald_omega(x) == pytest.approx(5 / 6, abs=0.002)
    assert time.process_time() - start < 2


def test_a_factor_that_is_a_single_item_is_kept_as_likelihood_has_it() -> None:
    """Of two related items among unrelated ones the factor may be one of them (an improper
    solution): its uniqueness stays at the bound, and ω is finite."""
    covariance = np.eye(4)
    covariance[0, 1:] = covariance[1:, 0] = [0.5, 0.1, -0.1]
    loadings, uniquenesses = one_factor(covariance)
    assert uniquenesses.min() == pytest.approx(0.005, abs=ITERATIVE)
    assert np.abs(loadings).max() == pytest.approx(np.sqrt(0.995), abs=0.01)
