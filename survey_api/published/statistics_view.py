"""The whole organisation's statistics as the API says them."""

from survey_api.published import views
from survey_api.published.schemas.statistics import (
    Drivers,
    DriverWeight,
    OrganisationStatistics,
    ScaleStatistics,
    Statistics,
)
from survey_api.published.views import Bundle, Record
from survey_api.published.wording import Wording


def statistics(bundle: Bundle, wording: Wording) -> OrganisationStatistics:
    """What a release says about the worth of its scores."""
    found: Record | None = bundle["statistics"]
    told = _told(found, views.labels_of(bundle, wording)) if found is not None else None
    return OrganisationStatistics(wave=bundle["wave"], statistics=told)


def _told(found: Record, labels: dict[str, str]) -> Statistics:
    return Statistics(
        n_band=found["n_band"],
        scales=[
            ScaleStatistics(scale=scale, label=labels[scale], **one)
            for scale, one in found["scales"].items()
        ],
        drivers=_drivers(found["drivers"], labels),
    )


def _drivers(found: Record | None, labels: dict[str, str]) -> Drivers | None:
    if found is None:
        return None
    weights = [
        DriverWeight(
            scale=one["measure"],
            label=labels[one["measure"]],
            share=one["share"],
            low=one["range"][0],
            high=one["range"][1],
        )
        for one in found["weights"]
    ]
    outcome = found["outcome"]
    return Drivers(outcome=outcome, label=labels[outcome], r2=found["r2"], weights=weights)
