"""Checks answers against the questions of the manifest, before anything is sealed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from survey_api.credentials.envelope import COMMENT, MOMENT
from survey_api.credentials.manifest import canonical
from survey_api.errors import Conflict, Invalid
from survey_api.respondent.client import WaveInView

LONGEST_COMMENT = 500


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


def comment(question: str, text: str, *, may_publish: bool = False) -> dict[str, Any]:
    """One comment as it is sealed; a moment of support is one that may be told as a story."""
    kind = MOMENT if may_publish else COMMENT
    return {"id": question, "text": text, "kind": kind, "may_publish": may_publish}


def check_comments(questionnaire: Mapping[str, Any], comments: Sequence[Mapping[str, Any]]) -> None:
    """Refuse what the wave does not ask and what is too long; the error never repeats a text."""
    asked = {one["id"] for one in questionnaire.get("comments", ())}
    given = [one["id"] for one in comments]
    if unknown := sorted(set(given) - asked):
        raise Invalid(f"This wave asks for no comment on: {', '.join(unknown)}. Nothing was sent.")
    if len(set(given)) < len(given):
        raise Invalid("One comment on each question at most. Nothing was sent.")
    if any(len(one["text"]) > LONGEST_COMMENT for one in comments):
        raise Invalid(f"A comment has at most {LONGEST_COMMENT} characters. Nothing was sent.")
