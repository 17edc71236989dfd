"""The page You said, we did: every state and verdict in words, forms for the leader only."""

import inspect
from datetime import date
from itertools import product
from typing import Any

import pytest

from dashboard.components import commitment_table
from dashboard.components.commitment_forms import PROBLEMS, problems, promise_form
from dashboard.components.commitments import stories
from dashboard.first import markup
from dashboard.texts import catalogue, speaking
from survey_api.actions import commitments
from survey_api.errors import SafeToSayError
from survey_api.published.schemas.commitments import (
    CommitmentChange,
    CommitmentOut,
    CommitmentStory,
    CommitmentVerdict,
    UnitCommitments,
    UnitTally,
)
from survey_api.published.schemas.waves import UnitRef
from survey_api.published.schemas.words import CommitmentState, Sign, Since
from tests.dashboard.samples import INDEX, SAFETY, figure, words_of

DAY = date(2026, 12, 3)
TEXT = "I noticed something change."


def promise(state: CommitmentState = CommitmentState.OPEN, **more: Any) -> CommitmentOut:
    given = {"what": "Ten minutes after each shift.", "owner": "Ada", "version": 3, **more}
    return CommitmentOut(
        id="1", wave="w1", unit="u", due_on=DAY, made_on=DAY,
        done_on=DAY if state == CommitmentState.DONE else None,
        withdrawn_on=DAY if state == CommitmentState.WITHDRAWN else None,
        scale="safety", scale_label="Safety", state=state, **given,
    )  # fmt: skip


def verdict(sign: Sign, **more: Any) -> CommitmentVerdict:
    given = {"difference": None, "since": None, "noticed": None, "noticed_in": None, **more}
    return CommitmentVerdict(wave="w2", title="December 2026", sign=sign, **given)


def told(
    one: CommitmentOut,
    *verdicts: CommitmentVerdict,
    changes: list[CommitmentChange] | None = None,
    may_commit: bool = False,
    is_whole: bool = False,
) -> UnitCommitments:
    story = CommitmentStory(
        commitment=one, title="November 2026", finding=figure("2.9"), changes=changes or [],
        verdicts=list(verdicts),
    )  # fmt: skip
    return UnitCommitments(
        unit="u", label="Night shift", path=[], wave="w1", is_whole=is_whole,
        may_commit=may_commit, scales=[INDEX, SAFETY], noticed_text=TEXT, stories=[story],
    )  # fmt: skip


@pytest.mark.parametrize(("state", "locale"), list(product(CommitmentState, ("en", "de"))))
def test_every_state_is_a_word_beside_a_mark(state: CommitmentState, locale: str) -> None:
    with speaking(locale):
        page = words_of(stories(told(promise(state, did="Done so.", because="Gone."))))
        assert catalogue(locale)[f"commitments.state.{state}"] in page
        finding = {"en": "Safety: 2.9 of 5", "de": "Safety: 2,9 von 5"}[locale]
        assert finding in page and "Ten minutes after each shift." in page


@pytest.mark.parametrize(("sign", "locale"), list(product(Sign, ("en", "de"))))
def test_every_verdict_is_a_sentence_in_every_language(sign: Sign, locale: str) -> None:
    clear = verdict(sign, difference="-0.6", since=Since.LAST)
    with speaking(locale):
        said = words_of(stories(told(promise(), clear)))
    assert "December 2026" in said and "{" not in said
    if sign in {Sign.FELL, Sign.BEYOND_EVERYONE, Sign.WITH_EVERYONE}:
        assert {"en": "\N{MINUS SIGN}0.6", "de": "\N{MINUS SIGN}0,6"}[locale] in said


def test_a_small_team_is_told_to_ask_and_a_fall_blames_nobody() -> None:
    small = words_of(stories(told(promise(), verdict(Sign.ASK_THEM))))
    assert "too small for a score to show it. Ask them." in small
    fell = verdict(Sign.FELL, difference="-0.6", since=Since.BASELINE)
    assert "nothing about how hard anybody tried" in words_of(stories(told(promise(), fell)))


def test_of_the_whole_organisation_everyone_is_the_organisation() -> None:
    rose = verdict(Sign.WITH_EVERYONE, difference="+0.3", since=Since.LAST)
    assert "in the whole organisation" in words_of(stories(told(promise(), rose, is_whole=True)))


def test_what_people_noticed_names_the_wider_group_it_was_borrowed_from() -> None:
    wider = UnitRef(unit="ops", label="Operations")
    own, borrowed, hidden = (
        words_of(stories(told(promise(), verdict(Sign.ASK_THEM, **given))))
        for given in (
            {"noticed": figure("3.6")},
            {"noticed": figure("3.2"), "noticed_in": wider},
            {"noticed": figure(None)},
        )
    )
    assert "3.6 of 5" in own and "Operations" not in own
    assert "3.2 of 5 in Operations" in borrowed
    assert "Not shown this time" in hidden


def test_only_who_may_promise_gets_forms_and_a_withdrawn_promise_has_none() -> None:
    assert "<form" not in markup(stories(told(promise())))
    mine = markup(stories(told(promise(), may_commit=True)))
    assert mine.count("<form") == 3 and mine.count('data-version="3"') == 3
    kept = markup(stories(told(promise(CommitmentState.DONE, did="So."), may_commit=True)))
    assert kept.count("<form") == 1
    gone = promise(CommitmentState.WITHDRAWN, because="Gone.")
    assert "<form" not in markup(stories(told(gone, may_commit=True)))


def test_the_finding_one_comes_from_is_chosen_in_the_form() -> None:
    form = markup(promise_form(told(promise(), may_commit=True), "safety"))
    assert '<option selected="selected" value="safety">' in form
    assert 'action="/actions/waves/w1/units/u"' in form and 'value="index"' not in form


def test_history_says_who_changed_what_from_what() -> None:
    before = CommitmentChange(
        on=DAY, who="Ben", state=CommitmentState.OPEN, what="Five minutes.", due_on=DAY,
        owner="Ada", scale_label=None, did=None,
    )  # fmt: skip
    said = words_of(stories(told(promise(), changes=[before])))
    assert "On 3 December 2026 Ben changed it" in said and "Five minutes." in said
    assert "(1 change)" in said


def test_texts_of_people_stay_texts() -> None:
    bad = "</textarea><script>x</script>"
    page = markup(stories(told(promise(what=bad, owner='"><b>'), may_commit=True)))
    assert "<script" not in page and "</textarea><s" not in page and "<b>" not in page[1:]


@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_refusal_of_the_api_is_said_in_the_readers_language(locale: str) -> None:
    ours = {
        kind("").problem()["type"].rsplit(":", 1)[1]
        for _, kind in inspect.getmembers(commitments, inspect.isclass)
        if issubclass(kind, SafeToSayError) and kind.__module__ == commitments.__name__
    }
    assert ours == set(PROBLEMS)
    with speaking(locale):
        assert len(words_of(problems())) > 200


def test_the_overview_counts_in_the_order_of_the_tree_and_says_when_there_is_nothing() -> None:
    nothing = dict.fromkeys(commitment_table.COUNTS, 0)
    rows = [
        UnitTally(unit=name, label=name.title(), **(nothing | {"made": made, "open": made}))
        for name, made in (("beta", 0), ("zeta", 1), ("alpha", 2))
    ]
    page = markup(commitment_table.tallies(rows, "w1"))
    assert page.index("Zeta") < page.index("Alpha") < page.index("Beta")
    assert "3 promises so far" in page and "Nothing promised yet: 1 group" in page
    assert 'href="/dashboard/commitments/zeta?wave=w1"' in page
    empty = UnitTally(unit="u", label="U", **nothing)
    assert "Nothing has been promised yet" in words_of(commitment_table.tallies([empty], "w1"))
