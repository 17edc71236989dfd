"""A report as JSON: exactly the API's documents, and a dictionary of every field."""

import json
from typing import Any

from survey_api.published.reports.dictionary import LEFT_OUT, json_dictionary
from survey_api.published.reports.model import Report

FORMAT, VERSION = "safe-to-say-report", 1


def to_json(report: Report) -> bytes:
    """Decimals are strings as in the API, so that nothing is rounded twice."""
    found = document(report)
    whole = {**found, "dictionary": json_dictionary(report.words)}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def document(report: Report) -> dict[str, Any]:
    """Everything but the dictionary."""
    worth = report.statistics
    return {
        "format": FORMAT,
        "v": VERSION,
        "language": report.locale,
        "not_for": report.words.say("not_for"),
        "organisation": report.organisation,
        "wave": report.wave.model_dump(mode="json"),
        "units": [
            one.model_dump(mode="json", exclude={"wave", *LEFT_OUT}) for one in report.results
        ],
        "trends": [one.model_dump(mode="json") for one in report.trends],
        "statistics": worth.model_dump(mode="json")["statistics"] if worth else None,
    }
