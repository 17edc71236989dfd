"""Checks answers against the questions of the manifest, before anything is sealed."""

import hashlib
from collections.abc import Mapping
from typing import Any

from survey_api.credentials.manifest import canonical
from survey_api.errors import Conflict, Invalid
from survey_api.respondent.client import WaveInView


class OtherQuestionnaire(Conflict):
    """The questions served here are not those the manifest commits to. Do not answer."""


def check_digest(view: WaveInView, questionnaire: Mapping[str, Any]) -> None:
    """Refuse questions that were exchanged after the wave was frozen."""
    digest = hashlib.sha256(canonical(dict(questionnaire))).digest()
    if digest != view.manifest.questionnaire_sha256:
        raise OtherQuestionnaire


def check_answers(questionnaire: Mapping[str, Any], answers: Mapping[str, int]) -> None:
    """Refuse unknown items and values that are no option; the error names items, never answers."""
    items = {item["id"] for item in questionnaire["items"]}
    values = {option["value"] for option in questionnaire["options"]}
    if unknown := sorted(answers.keys() - items):
        raise Invalid(f"This wave does not ask: {', '.join(unknown)}. Nothing was sent.")
    if wrong := sorted(item for item, value in answers.items() if value not in values):
        raise Invalid(f"Not one of the offered answers: {', '.join(wrong)}. Nothing was sent.")


def check_cuts(questionnaire: Mapping[str, Any], cuts: Mapping[str, str]) -> None:
    """Refuse what the wave does not ask about oneself; the error never says what was chosen."""
    offered = {
        cut["id"]: {level["id"] for level in cut["levels"]} for cut in questionnaire.get("cuts", ())
    }
    if unknown := sorted(cuts.keys() - offered.keys()):
        raise Invalid(f"This wave does not ask about: {', '.join(unknown)}. Nothing was sent.")
    for cut, level in sorted(cuts.items()):
        if level not in offered[cut]:
            names = ", ".join(sorted(offered[cut]))
            raise Invalid(f"Choose one of these for {cut}: {names}. Nothing was sent.")
