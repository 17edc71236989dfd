"""How sure one can be of the whole organisation's scores, in words and one table."""

from typing import Any

from survey_api.published.reports.model import INDEX, Report
from survey_api.published.reports.words import EM_DASH
from survey_api.published.schemas.statistics import Drivers, ScaleStatistics

COLUMNS = ("part", "alpha", "omega", "icc1", "icc2", "median", "agreement", "aggregation")


def statistics_page(report: Report) -> dict[str, Any] | None:
    """None unless the report is about the whole organisation."""
    if report.statistics is None or not report.is_whole:
        return None
    words, found = report.words, report.statistics.statistics
    if found is None:
        return {
            "title": words.say("sure.title"),
            "lines": [words.say("sure.none")],
            "head": [],
            "rows": [],
        }
    index = next((one for one in found.scales if one.scale == INDEX), found.scales[0])
    return {
        "title": words.say("sure.title"),
        "lines": [*_sentences(report, index), *_drivers(report, found.drivers)],
        "head": [words.say(f"sure.column.{one}") for one in COLUMNS],
        "rows": [_row(report, one) for one in in_order(report, found.scales)],
    }


def in_order(report: Report, scales: list[ScaleStatistics]) -> list[ScaleStatistics]:
    """As everywhere else: the overall score first."""
    order = [one.scale.id for one in report.head.scales]
    return sorted(scales, key=lambda one: order.index(one.scale))


def _sentences(report: Report, index: ScaleStatistics) -> list[str]:
    words = report.words
    told = [words.say(f"sure.aggregation.{index.aggregation}")]
    if index.alpha and index.omega:
        values = {"alpha": words.number(index.alpha), "omega": words.number(index.omega)}
        told.insert(0, words.say("sure.reliability", **values))
    return told


def _drivers(report: Report, drivers: Drivers | None) -> list[str]:
    if drivers is None or not drivers.weights:
        return []
    words = report.words
    shares = "; ".join(
        words.say("sure.driver", label=one.label, share=one.share, low=one.low, high=one.high)
        for one in drivers.weights
    )
    return [words.say("sure.drivers", outcome=drivers.label, shares=shares)]


def _row(report: Report, one: ScaleStatistics) -> list[str]:
    words = report.words

    def told(value: str | None) -> str:
        return words.number(value) if value else EM_DASH

    return [
        one.label,
        told(one.alpha),
        told(one.omega),
        told(one.icc1),
        told(one.icc2),
        told(one.reliability_at_median),
        f"{told(one.rwg_j)} / {told(one.rwg_j_shuffled)}",
        words.say(f"sure.word.{one.aggregation}"),
    ]
