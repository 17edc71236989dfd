"""Synthetic organisations and what is published of them, wave after wave.

Answers are drawn, protected, rounded and judged as a release does it (`release/ranges.py`,
`release/movement.py`), for many organisations at once.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey_api.disclosure.bands import midpoints
from survey_api.disclosure.figures import NONE, Figures, Sums, scale_figures
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.protection import protect_table
from survey_api.release.history import BASELINE, Past, is_visible
from survey_api.release.parameters import LEAST_PEOPLE, LEAST_WITHIN, USUAL_WITHIN
from survey_api.release.ranges import ROUNDING, SE_DECIMALS
from survey_api.statistics.intervals import big_unit_variance, small_unit_variance
from survey_api.statistics.movement import Moves, Series, moves
from survey_api.statistics.variance import components_reml

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

POLICY = Policy()
MEASURES = {"index": [0, 1, 2, 3, 4, 5], "one": [0, 1], "two": [2, 3], "three": [4, 5]}
N_ITEMS, POINTS = 6, POLICY.scale_points
WAVES = 12


@dataclass(frozen=True)
class Setting:
    """``organisations`` of ``teams`` teams whose sizes are drawn from ``sizes``. A person's
    own level varies with ``person``, of which the share ``stability`` stays from wave to wave
    (0: other people every time); each answer varies by ``answer`` around it."""

    teams: int
    stability: float
    organisations: int
    sizes: tuple[int, int] = (5, 15)
    waves: int = WAVES
    response: float = 0.76
    mean: float = 3.6
    between: float = 0.07
    person: float = 0.5
    answer: float = 0.6


@dataclass(frozen=True)
class Told:
    """One measure as published, [waves, organisations, sets]; the last set is everyone."""

    value: Floats
    se: Floats
    relation: Ints


class Simulation:
    """The releases of all organisations of a setting; ``change`` [waves] moves the first team of
    each: its expected score, in points."""

    def __init__(
        self, setting: Setting, draw: np.random.Generator, change: Floats | None = None
    ) -> None:
        self.setting, self.draw = setting, draw
        self.change = np.zeros(setting.waves) if change is None else change
        self.shape = (setting.organisations, setting.teams)
        low, high = setting.sizes
        self.size = draw.integers(low, high + 1, self.shape)
        self.level = setting.mean + np.sqrt(setting.between) * draw.normal(size=self.shape)
        self.person = draw.normal(size=(*self.shape, high)).astype(np.float32)

    @cached_property
    def told(self) -> dict[str, Told]:
        """measure → what was published of it."""
        waves = [self._wave(at) for at in range(self.setting.waves)]
        return {
            name: Told(*(np.stack([wave[name][part] for wave in waves]) for part in range(3)))
            for name in MEASURES
        }

    def judged(
        self, first_wave: int = 1, measures: Collection[str] = MEASURES
    ) -> Iterator[tuple[int, int, str, Moves]]:
        """(organisation, wave, measure, moves), as ``release.movement`` judges them."""
        is_leaf = np.arange(self.setting.teams + 1) < self.setting.teams
        for name in measures:
            told = self.told[name]
            for at in range(first_wave, self.setting.waves):
                first = max(at - BASELINE, 0)
                for organisation in range(self.setting.organisations):
                    past = Past(
                        *(part[first:at, organisation] for part in _parts(told)),
                        told.value[first:at, organisation, -1],
                        told.se[first:at, organisation, -1],
                    )
                    now, se, relation = (part[at, organisation] for part in _parts(told))
                    seen = is_visible(now, relation, past)
                    series = Series(
                        values=np.vstack([np.where(seen, past.values, np.nan), now]),
                        se=np.vstack([np.where(seen, past.se, np.nan), se]),
                        organisation=np.append(past.whole, now[-1]),
                        organisation_se=np.append(past.whole_se, se[-1]),
                        is_leaf=is_leaf,
                    )
                    yield organisation, at, name, moves(series, strict=name != "index")

    def _wave(self, at: int) -> dict[str, tuple[Floats, Floats, Ints]]:
        answers, answered = self._answers(at)
        categories = answers[..., None] == np.arange(1, POINTS + 1, dtype=np.int8)
        counts = (categories & answered[..., None, None]).sum(axis=2)
        counts = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
        flat = counts.reshape(-1, N_ITEMS, POINTS)
        within = self._within(answers, answered)
        figures = _figures(flat, self.draw)
        n = flat[:, 0].sum(axis=1).reshape(counts.shape[:2])
        found = {}
        for name, inside in MEASURES.items():
            tenths = figures[name].tenths.reshape(n.shape)
            shown = (tenths != NONE) & (n >= POLICY.k)
            se = np.where(shown, standard_errors(n, within[name], len(inside)), np.nan)
            value = np.where(shown, tenths / 10, np.nan)
            found[name] = value, se, figures[name].relation.reshape(n.shape)
        return found

    def _answers(self, at: int) -> tuple[NDArray[np.int8], Bools]:
        """[organisations, teams, people, items] answers, and who answered."""
        setting, draw = self.setting, self.draw
        shape = self.person.shape
        today = draw.standard_normal(shape, dtype=np.float32)
        own = np.sqrt(setting.stability) * self.person + np.sqrt(1 - setting.stability) * today
        level = self.level.copy()
        level[:, 0] = moved(level[:, 0], self.change[at], np.sqrt(setting.person + setting.answer))
        centre = (level[..., None] + np.sqrt(setting.person) * own).astype(np.float32)
        noise = draw.standard_normal((*shape, N_ITEMS), dtype=np.float32)
        felt = centre[..., None] + np.float32(np.sqrt(setting.answer)) * noise
        is_there = np.arange(shape[-1]) < self.size[..., None]
        return (
            np.clip(np.rint(felt), 1, POINTS).astype(np.int8),
            is_there & (draw.random(shape, dtype=np.float32) < setting.response),
        )

    def _within(self, answers: NDArray[np.int8], answered: Bools) -> dict[str, Floats]:
        """measure → [organisations, 1] variance within teams, as ``release.parameters`` has it."""
        found = {name: np.full((len(answers), 1), USUAL_WITHIN) for name in MEASURES}
        for at, (given, there) in enumerate(zip(answers, answered, strict=True)):
            if np.count_nonzero(there) < LEAST_PEOPLE:
                continue
            group, rows = np.nonzero(there)[0], given[there]
            for name, inside in MEASURES.items():
                variance = components_reml(rows[:, inside].mean(axis=1), group).within
                found[name][at] = max(round(variance, 2), LEAST_WITHIN)
        return found


def standard_errors(n: Ints, within: Floats, n_items: int) -> Floats:
    """Those of ``release.ranges``, for units of one atom."""
    middle = np.maximum(midpoints(n), POLICY.k)
    small = small_unit_variance(middle, within, POLICY.w, n_items)
    big = big_unit_variance(middle, within, POLICY.epsilon, n_items, POINTS)
    variance = np.where(n >= POLICY.big, big, small) + ROUNDING
    return np.asarray(np.round(np.sqrt(variance), SE_DECIMALS), dtype=np.float64)


def moved(level: Floats, change: float, spread: float) -> Floats:
    """What is felt on average once the expected answer has changed by ``change`` points."""
    felt = np.linspace(-2.0, 8.0, 2001)
    edges = np.arange(1, POINTS) + 0.5
    expected = 1 + stats.norm.cdf((felt[:, None] - edges) / spread).sum(axis=1)
    return np.interp(np.interp(level, felt, expected) + change, expected, felt)


def _parts(told: Told) -> tuple[Floats, Floats, Ints]:
    return told.value, told.se, told.relation


def _figures(counts: Ints, draw: np.random.Generator) -> dict[str, Figures]:
    """Published scales of sets with these ``counts`` [sets, items, points] of answers."""
    n, values = counts.sum(axis=2), np.arange(1, POINTS + 1)
    noise = draw.integers(-POLICY.w, POLICY.w + 1, n.shape)
    sums = Sums.of(protect_table(counts @ values, n, noise, POLICY))
    is_big = n[:, :1] >= POLICY.big
    p_end = 1 - np.exp(-POLICY.epsilon)
    two_sided = draw.geometric(p_end, counts.shape) - draw.geometric(p_end, counts.shape)
    noisy = np.maximum(counts + two_sided, 0)
    p = np.where(is_big, noisy @ values, sums.p)
    of = np.where(is_big, noisy.sum(axis=2), sums.n)
    relation = np.where(is_big, 0, sums.relations)
    return {
        name: scale_figures(p[:, inside], of[:, inside], relation[:, inside])
        for name, inside in MEASURES.items()
    }
