"""Noise of big units: geometric on both sides, the same for the same cell, no float in it."""

from math import exp

import numpy as np
import pytest
from scipy import stats

from survey_api.disclosure.geometric import (
    BITS,
    EpsilonOutOfRange,
    draws,
    no_noise,
    noisy,
    thresholds,
)

KEY, WAVE = bytes(32), b"w" * 32


def probability(k: int, epsilon: float) -> float:
    alpha = exp(-epsilon)
    return float((1 - alpha) / (1 + alpha) * alpha ** abs(k))


@pytest.mark.parametrize("epsilon", [0.2, 0.5, 1.0, 2.0])
def test_thresholds_are_the_distribution_of_the_two_sided_geometric_law(epsilon: float) -> None:
    least, table = thresholds(epsilon)
    assert table == sorted(table)
    shares = np.diff(np.array([0, *table], dtype=object)) / 2**BITS
    exact = [probability(least + at, epsilon) for at in range(len(table))]
    assert np.allclose(shares.astype(float)[1:], exact[1:], rtol=1e-9, atol=1e-18)
    assert least < -40 / epsilon


def test_draws_follow_the_law_and_differ_by_item_wave_and_key() -> None:
    draw = draws(KEY, WAVE, 1.0, 5)
    found = np.concatenate([draw(f"unit{at}", 10).ravel() for at in range(400)])
    inner = np.arange(-4, 5)
    seen = [int((found == k).sum()) for k in inner]
    expected = [len(found) * probability(int(k), 1.0) for k in inner]
    seen.append(len(found) - sum(seen))
    expected.append(len(found) - sum(expected))
    assert stats.chisquare(seen, expected).pvalue > 1e-4
    others = (draws(b"k" * 32, WAVE, 1.0, 5), draws(KEY, b"v" * 32, 1.0, 5))
    for other in others:
        same = np.array([draw(f"i{at}", 1) == other(f"i{at}", 1) for at in range(400)]).mean()
        assert 0.2 < same < 0.4  # two independent draws agree in 0.28 of cases
    assert (draw("again", 3) == draw("again", 3)).all()


def test_counts_of_one_crowd_have_independent_noise() -> None:
    draw = draws(KEY, WAVE, 1.0, 11)
    found = np.concatenate([draw(f"unit{at}", 20) for at in range(100)])
    correlation = np.corrcoef(found.T) - np.eye(11)
    assert np.abs(correlation).max() < 0.12


def test_a_negative_count_is_shown_as_nothing() -> None:
    assert noisy(np.array([0, 3, 60]), np.array([-2, 1, -4])).tolist() == [0, 4, 56]
    assert no_noise(5)("any", 1).tolist() == [[0] * 5]


def test_an_epsilon_that_drowns_everything_is_refused() -> None:
    with pytest.raises(EpsilonOutOfRange):
        draws(KEY, WAVE, 0.001, 5)
