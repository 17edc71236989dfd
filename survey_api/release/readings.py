"""What each set of people says, item by item and scale by scale, as it will be published."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.figures import (
    EQUAL,
    NONE,
    Figures,
    item_figures,
    scale_figures,
    to_tenths,
)
from survey_api.release.crowds import Crowds, Level
from survey_api.release.fielded import Fielded
from survey_api.release.layout import Layout

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Readings:
    """``items`` are arrays [sets, items], ``scales`` arrays [sets]; tenths −1: not shown."""

    items: Figures
    scales: dict[str, Figures]


def read(layout: Layout, crowds: Crowds) -> Readings:
    """Small sets from their protected sums, big ones from their noisy counts."""
    fielded, sums = layout.fielded, layout.bases.sums
    items = item_figures(sums)
    enough = layout.is_shown[:, None] & (sums.n >= fielded.policy.k_item)
    tenths, relation = np.where(enough, items.tenths, NONE), items.relation.copy()
    scales = {
        name: scale_figures(sums.p[:, inside], sums.n[:, inside], relation[:, inside])
        for name, inside in fielded.columns.items()
    }
    big = of_counts(crowds.counts, crowds.answers, fielded)
    tenths[crowds.rows], relation[crowds.rows] = big.items.tenths, EQUAL
    for name, figures in scales.items():
        figures.tenths[~layout.is_shown] = NONE
        figures.tenths[crowds.rows] = big.scales[name].tenths
        figures.relation[crowds.rows] = EQUAL
    return Readings(Figures(tenths, relation), scales)


def of_counts(counts: Ints, answers: Ints, fielded: Fielded) -> Readings:
    """From noisy counts [sets, items, points]; an item needs k_item true answers."""
    n = np.where(answers >= fielded.policy.k_item, counts.sum(axis=2), 0)
    total = counts @ np.arange(1, counts.shape[2] + 1)
    plain = np.zeros_like(n)
    scales = {
        name: scale_figures(total[:, inside], n[:, inside], plain[:, inside])
        for name, inside in fielded.columns.items()
    }
    return Readings(Figures(to_tenths(total, n), plain), scales)


def of_level(level: Level, fielded: Fielded) -> Readings:
    """One demographic group, as arrays of one set."""
    return of_counts(level.counts[None], level.answers[None], fielded)
