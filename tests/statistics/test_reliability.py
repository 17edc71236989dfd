"""Consistency of items, against published values and exact one-factor matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.statistics.reliability import cronbach_alpha, mcdonald_omega, one_factor

# Shrout & Fleiss 1979, Psychological Bulletin 86, table 2: six targets, four judges
SHROUT = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
# R documentation, psych::sim.congeneric: its default loadings of one factor
CONGENERIC = np.array([0.8, 0.7, 0.6, 0.5])
# R documentation, datasets::ability.cov (Bartholomew & Knott 1999): six tests, 112 people
ABILITY = np.array([
    [24.641, 5.991, 33.520, 6.023, 20.755, 29.701],
    [5.991, 6.700, 18.137, 1.782, 4.936, 7.204],
    [33.520, 18.137, 149.831, 19.424, 31.430, 50.753],
    [6.023, 1.782, 19.424, 12.711, 4.757, 9.075],
    [20.755, 4.936, 31.430, 4.757, 52.604, 66.762],
    [29.701, 7.204, 50.753, 9.075, 66.762, 135.292],
])  # fmt: skip


def with_covariance(covariance: np.ndarray, n: int = 200, seed: int = 0) -> np.ndarray:
    """Answers of ``n`` people whose covariance is exactly this."""
    raw = np.random.default_rng(seed).normal(size=(n, len(covariance)))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T
    return np.asarray(white @ np.linalg.cholesky(covariance).T)


def congeneric(loadings: np.ndarray, uniquenesses: np.ndarray) -> np.ndarray:
    return np.asarray(np.outer(loadings, loadings) + np.diag(uniquenesses))


def test_alpha_is_the_consistency_of_the_four_judges() -> None:
    """Shrout & Fleiss table 4: ICC(3,4) = .91, which is alpha (R documentation, psych::ICC)."""
    found = cronbach_alpha(SHROUT)
    assert round(found, 2) == 0.91
    persons = SHROUT.mean(axis=1, keepdims=True)
    residual = SHROUT - persons - SHROUT.mean(axis=0) + SHROUT.mean()
    between = 4 * persons.var(ddof=1)
    assert found == pytest.approx(1 - (residual**2).sum() / 15 / between, abs=1e-9)


def test_omega_of_congeneric_items_is_that_of_their_loadings() -> None:
    """By hand: 2.6² / (2.6² + .36 + .51 + .64 + .75) = 6.76/9.02."""
    answers = with_covariance(congeneric(CONGENERIC, 1 - CONGENERIC**2))
    assert mcdonald_omega(answers) == pytest.approx(6.76 / 9.02, abs=1e-6)
    assert cronbach_alpha(answers) < mcdonald_omega(answers)


def test_tau_equivalent_items_have_alpha_for_omega() -> None:
    """McDonald 1999, ch. 6: with equal loadings both are the same."""
    answers = with_covariance(congeneric(np.full(5, 0.6), np.array([0.2, 0.4, 0.6, 0.8, 1.0])))
    assert mcdonald_omega(answers) == pytest.approx(cronbach_alpha(answers), abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(0.3, 0.9), st.floats(0.2, 3)), min_size=3, max_size=9))
def test_the_loadings_of_exactly_one_factor_are_found(items: list[tuple[float, float]]) -> None:
    share, spread = np.array(items).T
    loadings, uniquenesses = share * spread, (1 - share**2) * spread**2
    found = one_factor(congeneric(loadings, uniquenesses))
    assert np.allclose(found[0] / spread, share, rtol=0, atol=1e-6)
    assert np.allclose(found[1] / spread**2, 1 - share**2, rtol=0, atol=1e-6)


def test_ability_is_factored_as_r_does() -> None:
    """``factanal(factors = 1, covmat = ability.cov)``: uniquenesses and loadings of R's output."""
    loadings, uniquenesses = one_factor(ABILITY)
    variance = np.diag(ABILITY)
    printed = [0.535, 0.853, 0.748, 0.910, 0.232, 0.280]
    assert np.allclose(uniquenesses / variance, printed, rtol=0, atol=5.1e-4)
    printed = [0.682, 0.384, 0.502, 0.300, 0.877, 0.849]
    assert np.allclose(loadings / np.sqrt(variance), printed, rtol=0, atol=5.1e-4)


def test_a_maximum_of_the_likelihood_is_level() -> None:
    """Jöreskog 1967: diag(Σ⁻¹(Σ − S)Σ⁻¹) is 0 at the solution."""
    spread = np.sqrt(np.diag(ABILITY))
    r = ABILITY / np.outer(spread, spread)
    loadings, uniquenesses = one_factor(r)
    inverse = np.linalg.inv(congeneric(loadings, uniquenesses))
    slope = np.diag(inverse @ (congeneric(loadings, uniquenesses) - r) @ inverse)
    assert np.abs(slope).max() < 1e-5


def test_gaps_leave_a_respondent_out() -> None:
    gap = np.vstack([SHROUT, [np.nan, 3, 4, 5]])
    assert cronbach_alpha(gap) == pytest.approx(cronbach_alpha(SHROUT), abs=1e-9)


def test_where_nothing_varies_or_too_little_is_asked_there_is_no_reliability() -> None:
    assert np.isnan(cronbach_alpha(np.full((9, 3), 4.0)))
    assert np.isnan(cronbach_alpha(SHROUT[:, :1]))
    assert np.isnan(cronbach_alpha(SHROUT[:1]))
    assert np.isnan(mcdonald_omega(SHROUT[:, :2]))
    assert np.isnan(mcdonald_omega(SHROUT[:4]))
    assert np.isnan(mcdonald_omega(np.column_stack([SHROUT[:, :2], np.full(6, 3.0)])))


def test_identical_items_are_perfectly_consistent() -> None:
    same = np.repeat(np.arange(1.0, 6.0)[:, None], 4, axis=1)
    assert cronbach_alpha(same) == pytest.approx(1, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**20), st.floats(-3, 3), st.floats(0.2, 5))
def test_origin_unit_and_order_change_no_reliability(seed: int, shift: float, by: float) -> None:
    answers = with_covariance(congeneric(CONGENERIC, 1 - CONGENERIC**2), 60, seed)
    answers = answers + 0.3 * np.random.default_rng(seed).normal(size=answers.shape)
    moved = by * answers[:, ::-1] + shift
    assert cronbach_alpha(moved) == pytest.approx(cronbach_alpha(answers), abs=1e-9)
    assert mcdonald_omega(moved) == pytest.approx(mcdonald_omega(answers), abs=1e-5)


def test_six_hundred_thousand_people_are_enough_to_find_the_truth() -> None:
    draw = np.random.default_rng(1)
    person = draw.normal(size=(650_000, 1))
    answers = person * CONGENERIC + draw.normal(size=(650_000, 4)) * np.sqrt(1 - CONGENERIC**2)
    assert mcdonald_omega(answers) == pytest.approx(6.76 / 9.02, abs=0.003)
