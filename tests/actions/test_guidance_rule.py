"""Which text stands beside a result: released figures only, and never a guess about a person."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.actions import guidance_card
from survey_api.actions.guidance import SITUATIONS
from survey_api.actions.guidance_rule import BY_SCALE, MISTAKE, SILENCE, STANDARDS, choose
from survey_api.catalogue import library
from survey_api.published.schemas.guidance import GuidanceReason
from survey_api.published.schemas.results import Conversation
from survey_api.published.schemas.words import Reason
from tests.dashboard.samples import result, score

DOCUMENT = Path(__file__).parents[2] / "docs" / "guidance.md"
NEVER = {"burnout", "termination", "shame", "gone_quiet", "missed_deadline", "stuck_conflict"}
SCALES = st.one_of(st.sampled_from([*BY_SCALE, "index"]), st.text(max_size=20))
FINDINGS = st.builds(
    lambda scale, because: Conversation(scale=scale, label=scale, because=because),
    SCALES,
    st.sampled_from(Reason),
)


def worth(scale: str, because: Reason = Reason.LOW) -> Conversation:
    return Conversation(scale=scale, label=scale.title(), because=because)


@pytest.mark.parametrize("because", [Reason.LOW, Reason.FELL])
@pytest.mark.parametrize(
    ("scale", "name", "shows"),
    [
        ("safety", SILENCE, "steps"),
        ("speaking_up", SILENCE, "steps"),
        ("belonging", SILENCE, "steps"),
        ("practice", MISTAKE, "steps"),
        ("learning_together", MISTAKE, "steps"),
        ("accountability", STANDARDS, "steps"),
        ("trust", SILENCE, "follow"),
        ("our_own", SILENCE, "steps"),
    ],
)
def test_a_low_scale_or_one_that_fell_picks_the_text(
    scale: str, name: str, shows: str, because: Reason
) -> None:
    chosen = choose(worth(scale, because), is_shown=True)
    assert (chosen.id, chosen.shows, chosen.scale) == (name, shows, scale)
    assert chosen.reason == because.value


def test_where_nothing_is_low_the_text_is_for_the_next_mistake() -> None:
    for finding in (None, worth("trust", Reason.LOWEST)):
        chosen = choose(finding, is_shown=True)
        assert (chosen.id, chosen.reason, chosen.scale) == (MISTAKE, GuidanceReason.KEEP, None)


def test_a_hidden_result_needs_no_figure_for_a_conversation() -> None:
    chosen = choose(None, is_shown=False)
    assert (chosen.id, chosen.reason) == (SILENCE, GuidanceReason.HIDDEN)


@given(st.none() | FINDINGS, st.booleans())
def test_what_happens_to_one_person_is_never_inferred_from_scores(
    finding: Conversation | None, is_shown: bool
) -> None:
    chosen = choose(finding, is_shown=is_shown)
    assert chosen.id in set(SITUATIONS) - NEVER


def test_every_scale_of_the_library_has_a_text_and_no_other_is_named() -> None:
    scales = {scale.id for name in library.names() for scale in library.load(name).scales}
    assert scales == set(BY_SCALE)


def test_the_table_in_the_document_is_the_rule() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) fell or is low \| (\w+) \| (.+) \|$", written, re.M)
    told = {
        scale: (name, "follow" if "follow" in shown else "steps")
        for scales, name, shown in rows
        for scale in re.split(r", | or ", scales)
        if "own instrument" not in scale
    }
    assert told == BY_SCALE


@pytest.mark.parametrize(("relation", "value"), [("=", "3.1"), ("<=", "2.4")])
def test_the_card_says_the_figure_that_decided(relation: str, value: str) -> None:
    low = score(value).model_copy(update={"relation": relation})
    found = result({"safety": low}, worth_a_conversation=worth("safety"))
    card = guidance_card.card(found, "de")
    assert (card.id, card.reason) == (SILENCE, GuidanceReason.LOW)
    assert (card.scale, card.value, card.relation) == ("Safety", value, relation)
    assert card.title == "Wenn niemand etwas sagt" and len(card.steps) == 5
