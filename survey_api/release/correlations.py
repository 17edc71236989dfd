"""What scores of the whole organisation are worth: reliability, agreement, what goes together.

From 100 respondents on, two decimals (publication.md rule 9). Iterative, so that the last
digit may differ between processors: a recount compares this section within a tolerance.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.bands import n_band
from survey_api.release.fielded import INDEX, Fielded
from survey_api.release.parameters import LEAST_PEOPLE, Parameters, scores
from survey_api.release.tabulation import Answers
from survey_api.statistics import agreement, drivers, reliability, shrinkage

Floats = NDArray[np.float64]
OUTCOMES = ("safety", "speaking_up", "trust")  # the first that was fielded
REPLICATES = 500
MOST_GROUPS = 2000
SOLID, INDICATIVE = 0.70, 0.50
LEAST_ICC, LEVEL = 0.05, 0.05


def organisation_statistics(
    fielded: Fielded, answers: Answers, parameters: Mapping[str, Parameters], people: Sequence[int]
) -> dict[str, Any] | None:
    """The bundle's statistics section; ``people`` are respondents by group of k or more."""
    if len(answers.group) < LEAST_PEOPLE or len(people) < 2:
        return None
    rng = np.random.default_rng(int.from_bytes(fielded.seed, "big"))
    median = int(np.median(people))
    scales = {
        name: _scale(fielded, answers, (name, parameters[name]), (median, rng))
        for name in fielded.columns
    }
    return {
        "n_band": n_band(len(answers.group)),
        "scales": scales,
        "drivers": _drivers(fielded, answers, rng),
    }


def _scale(
    fielded: Fielded,
    answers: Answers,
    of: tuple[str, Parameters],
    by: tuple[int, np.random.Generator],
) -> dict[str, Any]:
    (name, parameters), (median, rng) = of, by
    given, points = _given(answers, fielded.columns[name]), fielded.asked.points
    score = scores(answers, fielded.columns[name])
    there = np.isfinite(score)
    group, score = answers.group[there], score[there]
    icc1, p = agreement.icc1(score, group), agreement.icc1_test(score, group).p
    at_median = float(shrinkage.reliability(parameters.between, parameters.within, median))
    within = _agreement(given[there], group, points, rng)
    return {
        "alpha": _two(reliability.cronbach_alpha(given)),
        "omega": _two(reliability.mcdonald_omega(given)),
        "icc1": _two(icc1),
        "icc1_p": "<0.01" if p < 0.01 else _two(p),
        "icc2": _two(agreement.icc2(score, group)),
        "reliability_at_median": _two(at_median),
        "median_n": n_band(median),
        "aggregation": _aggregation(icc1, p, at_median),
        "within": _two(parameters.within),
        "between": _two(parameters.between),
        "mean": _two(parameters.mean if parameters.mean is not None else np.nan),
        **within,
    }


def _aggregation(icc1: float, p: float, at_median: float) -> str:
    """Whether team means mean something, and how much at a team of the median size."""
    if not (icc1 >= LEAST_ICC and p < LEVEL):
        return "not_justified"
    if at_median >= SOLID:
        return "solid"
    return "indicative" if at_median >= INDICATIVE else "do_not_compare"


def _agreement(
    given: Floats, group: NDArray[np.int64], points: int, rng: np.random.Generator
) -> dict[str, str | None]:
    """Agreement inside real groups beside groups put together by chance; of more than 2,000
    groups, 2,000 drawn by chance, whose mean is exact to the decimals shown."""
    found: dict[str, str | None] = {}
    n_groups = int(group.max(initial=-1)) + 1
    if n_groups > MOST_GROUPS:
        drawn = np.zeros(n_groups, dtype=bool)
        drawn[rng.choice(n_groups, MOST_GROUPS, replace=False)] = True
        given, group = given[drawn[group]], group[drawn[group]]
    for name, index in (("rwg_j", agreement.Index.RWG_J), ("ad", agreement.Index.AD)):
        real, shuffled = agreement.shuffled_baseline(given, group, index, rng, points)
        found[name], found[f"{name}_shuffled"] = _two(real), _two(shuffled)
    return found


def _drivers(fielded: Fielded, answers: Answers, rng: np.random.Generator) -> dict[str, Any] | None:
    """Which other scales go together with the outcome; an association, no cause."""
    outcome = next((one for one in OUTCOMES if one in fielded.columns), None)
    others = [name for name in fielded.columns if name not in (INDEX, outcome)]
    if outcome is None or len(others) < 2:
        return None
    x = np.column_stack([scores(answers, fielded.columns[name]) for name in others])
    y = scores(answers, fielded.columns[outcome])
    whole = np.isfinite(x).all(axis=1) & np.isfinite(y)
    if whole.sum() < LEAST_PEOPLE or not _varies(x[whole], y[whole]):
        return None
    found = drivers.bootstrap_weights(x[whole], y[whole], rng, replicates=REPLICATES)
    weights = [
        {"measure": name, "share": round(share), "range": [round(low), round(high)]}
        for name, share, low, high in zip(others, found.share, found.low, found.high, strict=True)
    ]
    return {"outcome": outcome, "r2": _two(found.r_squared), "weights": weights}


def _varies(x: Floats, y: Floats) -> bool:
    return bool((x.std(axis=0) > 0).all() and y.std() > 0)


def _given(answers: Answers, inside: list[int]) -> Floats:
    given = answers.scored[:, inside].astype(np.float64)
    given[given == 0] = np.nan
    return given


def _two(value: float) -> str | None:
    """Two decimals, or nothing where there is nothing to say."""
    return f"{value:.2f}".replace("-0.00", "0.00") if np.isfinite(value) else None
