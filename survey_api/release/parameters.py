"""The few numbers about the whole organisation that ranges and shrinkage need, published."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey_api.release.fielded import Fielded
from survey_api.release.tabulation import Answers
from survey_api.statistics.scoring import person_scores
from survey_api.statistics.variance import components_reml

LEAST_PEOPLE = 100
DECIMALS = 2
# with fewer people nothing is estimated: a scale's usual spread on five points, and a tenth of
# it between teams (docs/methods.md, "Fixed values for small organisations")
USUAL_WITHIN, USUAL_BETWEEN, LEAST_WITHIN = 0.65, 0.07, 0.05


@dataclass(frozen=True)
class Parameters:
    """Of one scale: variance ``within`` and ``between`` groups and the ``mean`` of groups
    (None: take the organisation's own figure), rounded as published."""

    within: float = USUAL_WITHIN
    between: float = USUAL_BETWEEN
    mean: float | None = None
    is_estimated: bool = False


def estimate(fielded: Fielded, answers: Answers) -> Mapping[str, Parameters]:
    """scale → its parameters by REML over the groups, from 100 respondents on."""
    if len(answers.group) < LEAST_PEOPLE:
        return dict.fromkeys(fielded.columns, Parameters())
    return {name: _estimate(inside, answers) for name, inside in fielded.columns.items()}


def scores(answers: Answers, inside: list[int]) -> NDArray[np.float64]:
    """[N]: each respondent's mean over these items, NaN below 0.7 of them."""
    given = answers.scored[:, inside].astype(np.float64)
    given[given == 0] = np.nan
    return person_scores(given)


def _estimate(inside: list[int], answers: Answers) -> Parameters:
    found = components_reml(scores(answers, inside), answers.group)
    if not np.isfinite([found.within, found.between, found.mean]).all():
        return Parameters()
    return Parameters(
        within=max(round(found.within, DECIMALS), LEAST_WITHIN),
        between=round(found.between, DECIMALS),
        mean=round(found.mean, DECIMALS),
        is_estimated=True,
    )
