"""The parts of a team's page: what they say about ranges, changes, distributions and zones."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import answers, changes, cuts, likert, scales, sureness, zones
from dashboard.components.headline import headline
from dashboard.figures import zone as quadrant
from dashboard.pages.team import notes
from dashboard.texts import catalogue
from survey_api.published.schemas.figures import Change, ItemScore, Range
from survey_api.published.schemas.results import (
    Continuity,
    Conversation,
    Cut,
    CutLevel,
    CutScale,
    Gain,
    Zone,
)
from survey_api.published.schemas.statistics import (
    Drivers,
    DriverWeight,
    OrganisationStatistics,
    ScaleStatistics,
    Statistics,
)
from survey_api.published.schemas.waves import UnitRef
from survey_api.published.schemas.words import (
    ContinuityState,
    Reason,
    Relation,
    Standing,
    Verdict,
    ZoneName,
)
from tests.dashboard.samples import figure, item, moved, parts_of, result, score, words_of

RISE, FALL, WOBBLE = Verdict.CLEAR_RISE, Verdict.CLEAR_FALL, Verdict.USUAL_WOBBLE
BIG = [item("raise", [6, 9, 20, 40, 25]), item("mistakes", [20, 30, 20, 20, 10], reversed_=True)]
SHARES = st.lists(st.integers(0, 100), min_size=4, max_size=4).map(
    lambda cut: [b - a for a, b in zip([0, *sorted(cut)], [*sorted(cut), 100], strict=True)]
)


@pytest.mark.parametrize(
    ("words", "prefix"),
    [
        (Verdict, "verdict."),
        (Verdict, "everyone."),
        (ContinuityState, "break."),
        (ContinuityState, "break.short."),
        (ZoneName, "zone.finding."),
        (Reason, "worth."),
    ],
)
def test_everything_the_api_may_say_has_words(words: type[StrEnum], prefix: str) -> None:
    told = {one for one in words if one != ContinuityState.CONTINUES}
    assert {f"{prefix}{one}" for one in told} <= set(catalogue("en")) & set(catalogue("de"))


def test_the_headline_says_the_likely_range_and_the_change_in_words() -> None:
    change = moved("-0.6", FALL, everyone=WOBBLE)
    found = result({"index": score("3.4", ends=("3.0", "3.9"), change=change)})
    told = words_of(headline(found))
    assert "Likely range 3.0–3.9" in told
    assert "↓ −0.6 clear fall since last time" in told
    assert "The whole organisation stayed within its usual wobble." in told


@pytest.mark.parametrize(
    ("relation", "word"), [("<=", "at most"), (">=", "at least"), ("~", "about")]
)
def test_a_limited_score_is_never_shown_as_exact(relation: str, word: str) -> None:
    limited = score("2.2", Relation(relation), ends=("1.6", "2.8"))
    found = result({"index": limited, "safety": limited})
    assert f"{word} 2.2" in words_of(headline(found))
    assert scales.row(found.scales[1])[1] == f"{word} 2.2"


def test_a_wobble_is_grey_with_a_dash_and_a_rise_has_arrow_sign_and_words() -> None:
    for verdict, amount, expected, look in (
        (RISE, "+0.4", "↑ +0.4 clear rise now", "chip up"),
        (FALL, "-0.4", "↓ −0.4 clear fall now", "chip down"),
        (WOBBLE, "+0.1", "– +0.1 usual wobble now", "chip wobble"),
        (Verdict.CANNOT_BE_SEEN, None, "– cannot be seen now", "chip wobble"),
        (Verdict.NOT_COMPARABLE, None, "– not comparable now", "chip wobble"),
    ):
        move = moved(amount, verdict).last
        assert move is not None
        drawn = changes.chip(move, "now")
        assert words_of(drawn) == expected
        assert drawn.className == look


def test_the_headline_begins_with_a_clear_change_wherever_it_is() -> None:
    quiet, rise = (moved(*one).last for one in (("+0.1", WOBBLE), ("+0.8", RISE)))
    found = changes.foremost(score("3.8", change=Change(last=quiet, baseline=rise)))
    assert found == (rise, catalogue("en")["change.baseline"])
    found = changes.foremost(score("3.8", change=Change(last=quiet, baseline=quiet)))
    assert found == (quiet, catalogue("en")["change.last"])
    assert changes.foremost(score("3.8")) is None


def test_the_organisation_is_judged_with_everyone_since_it_is_everyone() -> None:
    found = score("3.6", change=moved("+0.3", WOBBLE, everyone=RISE))
    told = words_of(changes.chips(found, is_whole=True))
    assert "clear rise" in told and "The whole organisation" not in told


def test_the_strongest_gain_says_since_when() -> None:
    gain = Gain(scale="safety", label="Safety", difference="+0.5")
    before = result({"safety": score("3.9", change=moved("+0.2", WOBBLE))}, strongest_gain=gain)
    assert "Safety ↑ +0.5 clear rise since its own earlier waves" in words_of(headline(before))
    now = result({"safety": score("3.9", change=moved("+0.5", RISE))}, strongest_gain=gain)
    assert "Safety ↑ +0.5 clear rise since last time" in words_of(headline(now))


def test_a_gain_of_the_organisation_is_judged_with_everyone() -> None:
    gain = Gain(scale="safety", label="Safety", difference="+0.5")
    change = moved("+0.5", WOBBLE, everyone=RISE)
    found = result({"safety": score("3.9", change=change)}, strongest_gain=gain)
    told = words_of(headline(found, is_whole=True))
    assert "Safety ↑ +0.5 clear rise since last time" in told


def test_nothing_is_called_a_gain_that_did_not_clearly_rise() -> None:
    wobbling = result({"index": score("3.4", change=moved("+0.1", WOBBLE))})
    assert "Nothing rose beyond the usual wobble." in words_of(headline(wobbling))
    assert "a starting point, not a verdict" in words_of(headline(result()))


@pytest.mark.parametrize("because", list(Reason))
def test_what_is_worth_a_conversation_comes_with_its_reason(because: Reason) -> None:
    worth = Conversation(scale="safety", label="Safety", because=because)
    told = words_of(headline(result(worth_a_conversation=worth)))
    assert "Safety" in told and catalogue("en")[f"worth.{because}"] in told


def test_the_table_of_parts_has_everything_the_bars_draw() -> None:
    change = moved("+0.4", RISE)
    found = result({"safety": score("3.9", ends=("3.4", "4.4"), change=change)})
    row = scales.row(found.scales[1])
    assert row == ("Safety", "3.9", "3.4–4.4", "+0.4, clear rise", "—", "3.5")


def test_answers_of_a_big_unit_are_printed_and_in_the_table() -> None:
    found = result(items=BIG)
    told = words_of(likert.likert(found))
    assert "6 % least favourable, 9 % rather unfavourable, 20 % neither" in told
    assert "“About mistakes” has the fewest favourable answers: 30 %." in told
    assert likert.row(BIG[0])[1:7] == ("6 %", "9 %", "20 %", "40 %", "25 %", "65 % (60–99 %)")


def test_a_borrowed_item_of_a_big_unit_names_its_lender_in_the_picture_and_the_table() -> None:
    lender = UnitRef(unit="all", label="Whole plant")
    hidden = figure(None).model_dump() | {"value": "4.1", "relation": Relation.EQUAL}
    own = ItemScore(**hidden | {"borrowed": "all"}, shares=None, favourable=None)
    lent = item("raise", None).model_copy(update={"figure": own, "borrowed_from": lender})
    told = words_of(likert.likert(result(items=[BIG[1], lent])))
    assert "Not shown 4.1 figure of Whole plant" in told
    assert likert.row(lent)[-2] == "Not shown (4.1, figure of Whole plant)"


@given(SHARES, SHARES)
def test_bars_meet_at_the_middle_of_neither_and_stay_inside(one: list[int], two: list[int]) -> None:
    drawn = likert.likert(result(items=[item("a", one), item("b", two)]))
    middles = []
    for part in parts_of(drawn):
        if getattr(part, "className", "") != "likert-bar":
            continue
        line, answers = part.children
        start = Decimal(answers.style["marginInlineStart"].rstrip("%"))
        widths = [Decimal(one.style["inlineSize"].rstrip("%")) for one in answers.children]
        assert start >= 0 and start + sum(widths) <= Decimal("100.1")
        middles.append(line.style["insetInlineStart"])
    assert len(middles) == 2 and len(set(middles)) == 1


def test_a_small_unit_never_has_a_distribution() -> None:
    assert not likert.has_shares(result(items=[item("a", None)]))


@pytest.mark.parametrize("name", list(ZoneName))
def test_a_zone_is_drawn_with_its_uncertainty_and_said_in_a_sentence(name: ZoneName) -> None:
    place = Zone(
        zone=name,
        safety=Range(low="3.1", high="3.9"),
        accountability=Range(low="2.9", high="3.6"),
    )
    box = quadrant.figure([quadrant.Point("", place, 3.5, 3.2)])["layout"]["shapes"][0]
    assert [box[end] for end in ("x0", "x1", "y0", "y1")] == [2.9, 3.6, 3.1, 3.9]
    drawn = zones.zone(result(zone=place))
    told = words_of(drawn)
    assert catalogue("en")[f"zone.finding.{name}"] in told and "3.1–3.9" in told
    assert any(getattr(part, "role", None) == "img" for part in parts_of(drawn))


def test_there_is_no_zone_card_for_a_small_team() -> None:
    assert zones.zone(result()) is None


def test_demographic_groups_say_that_noise_is_added_and_small_ones_are_merged() -> None:
    level = CutLevel(
        levels=["new", "some"],
        label="New or Some years",
        n_band="about 40",
        scales=[CutScale(scale="index", label="Overall score", figure=figure("3.6"))],
        items={"raise": BIG[0].figure},
    )
    cut = Cut(cut="tenure", label="Time here", levels=[level])
    told = words_of(cuts.cuts(result(cuts=[cut], items=BIG)))
    assert "Noise is added" in told and "groups under 30 are merged" in told
    assert "Smaller teams never have these figures." in told
    assert "New or Some years about 40 3.6" in told
    assert "About raise 65 % (60–99 %)" in told
    assert cuts.cuts(result()) is None


def worth(**changes: Any) -> OrganisationStatistics:
    coefficients = dict.fromkeys(ScaleStatistics.model_fields, "0.71")
    named = {"scale": "index", "label": "Overall score", "aggregation": "indicative"}
    scale = ScaleStatistics(**{**coefficients, **named, "median_n": "8–11"})
    known: dict[str, Any] = {"n_band": "about 300", "scales": [scale], "drivers": None}
    return OrganisationStatistics(wave="w1", statistics=Statistics(**{**known, **changes}))


def test_how_sure_we_can_be_is_said_in_plain_words() -> None:
    told = words_of(sureness.sureness(worth()))
    assert "a hint, not a measurement" in told and "8–11 people" in told
    none = words_of(sureness.sureness(OrganisationStatistics(wave="w1", statistics=None)))
    assert "Fewer than 100 people answered" in none


@pytest.mark.parametrize("aggregation", ["solid", "indicative", "do_not_compare", "not_justified"])
def test_every_statement_on_team_scores_has_words(aggregation: str) -> None:
    assert {f"sure.aggregation.{aggregation}", f"sure.word.{aggregation}"} <= set(
        catalogue("en")
    ) & set(catalogue("de"))


def test_what_goes_together_is_never_called_a_cause() -> None:
    weights = [
        DriverWeight(scale="trust", label="Trust", share=60, low=50, high=70),
        DriverWeight(scale="load", label="Load", share=40, low=30, high=50),
    ]
    known = Drivers(outcome="safety", label="Safety", r2="0.41", weights=weights)
    told = words_of(sureness.drivers(worth(drivers=known)))
    assert "an association, not a cause" in told
    assert "Trust goes together with Safety: 60 %, likely 50–70 %." in told
    assert sureness.drivers(worth()) is None


@pytest.mark.parametrize("state", list(ContinuityState))
def test_a_group_that_is_another_one_than_last_time_says_so(state: ContinuityState) -> None:
    found = result(continuity=Continuity(state=state, wave="w0"))
    told = words_of(notes(found))
    assert bool(told) == (state != ContinuityState.CONTINUES)


def three(index: Any, **changes: Any) -> str:
    return words_of(answers.answers(result({"index": index}, **changes), None))


@pytest.mark.parametrize(
    ("change", "better", "real"),
    [
        (moved("+0.6", RISE), "Yes: +0.6 since last time.", "more than everybody’s"),
        (moved("+0.6", RISE, everyone=RISE), "Yes: +0.6", "everybody moved the same way"),
        (moved("-0.6", FALL), "No, it fell: −0.6", "more than the usual wobble"),
        (moved("+0.1", WOBBLE), "No clear change", "nothing should be read into it"),
        (None, "Nothing to compare with yet.", "a starting point, not a verdict"),
    ],
)
def test_a_leader_reads_in_ten_seconds_whether_it_is_better_and_real(
    change: Change | None, better: str, real: str
) -> None:
    told = three(score("3.4", change=change))
    assert better in told and real in told


def test_what_next_speaks_to_the_leader_as_leader_and_to_others_as_others() -> None:
    about = Conversation(scale="safety", label="Safety", because=Reason.LOW)
    said = {
        who: three(score("3.4"), worth_a_conversation=about, relation=who)
        for who in (Standing.LEADER, Standing.MEMBER)
    }
    assert "Talk about “Safety” with the team." in said[Standing.LEADER]
    assert "“Safety” is worth a conversation in this group." in said[Standing.MEMBER]
