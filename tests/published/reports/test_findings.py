"""What a report says before and after its figures, and how it speaks."""

from dataclasses import replace
from typing import Any

import pytest

from survey_api.published.reports.findings import before_figures, next_steps, trend_finding
from survey_api.published.reports.method import method
from survey_api.published.reports.model import Report
from survey_api.published.reports.words import Words
from survey_api.published.schemas.results import Continuity
from survey_api.published.schemas.words import ContinuityState, Relation, Standing
from tests.dashboard.samples import score
from tests.published.reports import samples


def changed(**parts: Any) -> Report:
    report = samples.team("desk")
    return replace(report, results=(report.head.model_copy(update=parts),))


def low(standing: Standing) -> Report:
    head = samples.team("desk").head
    index = head.scales[0].model_copy(update={"figure": score("2.4")})
    return changed(scales=[index, *head.scales[1:]], relation=standing)


@pytest.mark.parametrize(
    ("report", "key"),
    [
        (low(Standing.LEADER), "before.beside"),
        (low(Standing.ABOVE), "before.support"),
        (low(Standing.HR), "before.support"),
        (changed(participation="< 50 %"), "before.silence"),
        (
            changed(continuity=Continuity(state=ContinuityState.FIRST, wave=None)),
            "before.start",
        ),
        (changed(continuity=Continuity(state=ContinuityState.NEW, wave=None)), "before.new"),
    ],
)
def test_hard_moments_begin_with_people_and_not_with_numbers(report: Report, key: str) -> None:
    assert before_figures(report) == [report.words.say(key)]


def test_a_usual_result_begins_with_its_figures_and_a_members_too() -> None:
    assert before_figures(samples.team("desk")) == []
    assert before_figures(low(Standing.MEMBER)) == []


def test_what_is_not_shown_has_a_next_step_of_its_own() -> None:
    words = Words("en")
    shown = next_steps(samples.team("desk").head, words)
    hidden = next_steps(samples.team(samples.HIDDEN).head, words)
    assert shown[0] != hidden[0] and shown[1:] == hidden[1:]


@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_method_says_all_it_must(locale: str) -> None:
    report = samples.whole(locale)
    told = " ".join(one for _, some in method(report) for one in some)
    words = Words(locale)
    for said in (words.day(report.wave.opens_on), words.day(report.wave.closes_on), "≥ 80 %"):
        assert said in told
    assert words.say("method.hidden.count", n=1, of=6) in told
    assert words.say("method.range") in told and words.say("not_for") in told


def test_a_limit_is_said_in_words_and_numbers_as_the_language_writes_them() -> None:
    figure = score("2.8", Relation.AT_MOST)
    assert Words("en").figure(figure) == "at most 2.8"
    assert Words("de").figure(figure) == "höchstens 2,8"
    assert Words("de").sign(figure).replace("\N{NO-BREAK SPACE}", " ") == "≤ 2,8"
    assert Words("de").number("-0.3") == "\N{MINUS SIGN}0,3"


def test_the_trend_says_the_newest_wave_and_the_organisation_beside_it() -> None:
    report = samples.team("desk")
    trend = report.trend()
    assert trend is not None
    said = trend_finding(trend, report.words)
    last = trend.points[-1]
    assert said.startswith(f"October: {last.figure.value} here, {last.organisation.value} in the")
    hidden = samples.team(samples.HIDDEN)
    found = hidden.trend()
    assert found is not None
    assert trend_finding(found, hidden.words) == hidden.words.say("trend.hidden", wave="October")
