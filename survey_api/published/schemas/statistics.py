"""What the scores of the whole organisation are worth."""

from survey_api.published.schemas.figures import Wire


class ScaleStatistics(Wire):
    """What one scale is worth in the whole organisation; two decimals, None where undefined.

    ``aggregation`` says whether team means mean something: solid, indicative, do_not_compare
    or not_justified.
    """

    scale: str
    label: str
    alpha: str | None
    omega: str | None
    icc1: str | None
    icc1_p: str | None
    icc2: str | None
    reliability_at_median: str | None
    median_n: str
    aggregation: str
    within: str | None
    between: str | None
    mean: str | None
    rwg_j: str | None
    rwg_j_shuffled: str | None
    ad: str | None
    ad_shuffled: str | None


class DriverWeight(Wire):
    """Percent of what can be explained that goes together with one scale."""

    scale: str
    label: str
    share: int
    low: int
    high: int


class Drivers(Wire):
    """What goes together with the outcome, an association: ``r2`` of it can be explained."""

    outcome: str
    label: str
    r2: str | None
    weights: list[DriverWeight]


class Statistics(Wire):
    """The whole organisation's statistics of one wave, from 100 respondents on."""

    n_band: str
    scales: list[ScaleStatistics]
    drivers: Drivers | None


class OrganisationStatistics(Wire):
    """``statistics`` is None when too few people answered for any."""

    wave: str
    statistics: Statistics | None
