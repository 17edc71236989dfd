"""The guidance card beside a result: why this text, its first part, and the way to the rest."""

import pytest

from dashboard.components.guidance_card import guidance
from dashboard.first import markup
from dashboard.texts import catalogue, speaking
from survey_api.actions import guidance_card
from survey_api.actions.guidance_rule import BY_SCALE, KEEP_GOING, OF_OWN_SCALES
from survey_api.published.schemas.follow import FollowThrough
from survey_api.published.schemas.guidance import GuidanceReason
from survey_api.published.schemas.results import Conversation, UnitResult
from survey_api.published.schemas.words import PublicText, Reason
from tests.dashboard.samples import result, score, words_of


def found(shown: UnitResult, locale: str = "en") -> FollowThrough:
    card = guidance_card.card(shown, locale)
    return FollowThrough(may_commit=False, guidance=card, commitments=[])


def with_finding(scale: str, because: Reason, value: str) -> UnitResult:
    worth = Conversation(scale=scale, label=scale.title(), because=because)
    return result({scale: score(value)}, worth_a_conversation=worth)


@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_reason_has_words(locale: str) -> None:
    chosen = {OF_OWN_SCALES[0], KEEP_GOING.id, *(name for name, _ in BY_SCALE.values())}
    wanted = {f"because.{one}" for one in GuidanceReason} | {
        f"because.about.{one}" for one in chosen
    }
    assert wanted <= set(catalogue(locale))


def test_the_finding_that_chose_the_text_is_said_with_its_figure() -> None:
    shown = with_finding("accountability", Reason.LOW, "2.9")
    with speaking("de"):
        told = words_of(guidance(found(shown, "de")))
    assert "„Accountability“ steht bei 2,9 und damit unter 3,5" in told
    assert "Hier geht es um Vereinbarungen, die halten." in told
    assert "Wenn Ansprüche nachlassen" in told and "Erst zuhören" in told


def test_the_card_links_to_the_whole_text_and_to_everything_else() -> None:
    drawn = markup(guidance(found(with_finding("safety", Reason.FELL, "3.7"))))
    assert 'href="/dashboard/guidance/nobody_speaks_up"' in drawn
    assert 'href="/dashboard/guidance"' in drawn
    assert "“Safety” clearly fell. It stands at 3.7 now." in drawn


def test_for_trust_the_card_begins_with_following_through() -> None:
    told = words_of(guidance(found(result(worth_a_conversation=None))))
    assert "Keep going" in told and "The next 48 hours" in told
    worth = Conversation(scale="safety", label="Trust", because=Reason.LOW)
    shown = result(worth_a_conversation=worth.model_copy(update={"scale": "trust"}))
    told = words_of(guidance(found(shown)))
    assert "How to follow through" in told and "The next 48 hours" not in told


def test_a_group_without_a_figure_still_has_guidance() -> None:
    nothing = {"index": score(None), "safety": score(None), "accountability": score(None)}
    shown = result(nothing, shown=False, text=PublicText.NOT_THIS_TIME)
    assert "A conversation needs no figure." in words_of(guidance(found(shown)))


def test_without_guidance_there_is_no_card() -> None:
    assert guidance(FollowThrough(may_commit=False, guidance=None, commitments=[])) is None
