"""Before any figure: what a page says first to a leader, to those above, to HR and to the one
who was asked to stand beside the leader."""

from datetime import date

import pytest

from dashboard.components import beside
from dashboard.components.trend import trend as card
from dashboard.texts import speaking
from survey_api.published.schemas.waves import UnitRef
from survey_api.published.schemas.words import PublicText, Relation, Standing
from tests.dashboard.samples import parts_of, result, score, trend, words_of

LOW = {"safety": score("2.6")}
ABOVE = [UnitRef(unit="ops", label="Operations")]


def classes_of(part: object) -> set[str]:
    return {
        name for one in parts_of(part) for name in str(getattr(one, "className", "") or "").split()
    }


def test_a_low_result_opens_with_the_offer_of_somebody_beside_the_leader() -> None:
    shown = beside.opening(result(LOW), Standing.LEADER)
    said = words_of(shown)
    assert said.startswith("Would you like someone beside you for this conversation?")
    assert "2.6" not in said
    assert {"beside-card", "beside-form", "slot-input"} <= classes_of(shown)
    form = next(one for one in parts_of(shown) if getattr(one, "className", "") == "beside-form")
    assert form.action == "/actions/waves/w1/units/u1/supporter"


def test_the_first_page_opens_with_the_leader_only_where_the_result_is_low() -> None:
    low = result(LOW, relation=Standing.LEADER)
    assert words_of(beside.ahead(low)).startswith("Would you like someone beside you")
    assert beside.ahead(result(relation=Standing.LEADER)) == []
    assert beside.ahead(result(LOW, relation=Standing.MEMBER)) == []


def test_elsewhere_the_offer_is_folded_away_but_there() -> None:
    shown = beside.opening(result(), Standing.LEADER)
    assert "folded" in classes_of(shown) and "beside-form" in classes_of(shown)
    hidden = result(shown=False, text=PublicText.NOT_THIS_TIME)
    assert "beside-form" in classes_of(beside.opening(hidden, Standing.LEADER))


def test_at_least_is_never_called_low() -> None:
    assert beside.is_low(result({"safety": score("2.9", Relation.AT_MOST)}))
    assert not beside.is_low(result({"safety": score("2.9", Relation.AT_LEAST)}))
    assert not beside.is_low(result({"safety": score("3.0")}))


def test_a_leader_reads_who_stands_beside_them_and_can_take_it_back() -> None:
    shown = beside.opening(result(LOW, supporter="Ada Okafor"), Standing.LEADER)
    assert "Ada Okafor stands beside you" in words_of(shown)
    assert "beside-back" in classes_of(shown)


@pytest.mark.parametrize("standing", [Standing.ABOVE, Standing.HR])
def test_those_above_and_hr_read_how_can_i_support_you_with_three_offers(
    standing: Standing,
) -> None:
    shown = beside.opening(result(LOW, path=ABOVE), standing)
    assert words_of(shown).startswith("How can I support you?")
    assert sum(type(one).__name__ == "Li" for one in parts_of(shown)) == 3
    assert beside.opening(result(LOW), standing) is None  # the whole organisation has no leader
    with speaking("de"):
        german = words_of(beside.opening(result(path=ABOVE), standing))
    assert german.startswith("Wie kann ich Sie unterstützen?")


def test_a_member_meets_the_figures_first_and_the_supporter_a_word_about_listening() -> None:
    assert beside.opening(result(LOW), Standing.MEMBER) is None
    assert beside.opening(result(LOW), Standing.OTHER) is None
    assert "stand beside them" in words_of(beside.opening(result(LOW), Standing.SUPPORTER))


def test_a_page_whose_day_has_not_come_names_the_day() -> None:
    said = words_of(beside.waiting("Night shift", date(2026, 12, 9)))
    assert "You see it from 9 December 2026" in said
    with speaking("de"):
        german = words_of(beside.waiting("Nachtschicht", date(2026, 12, 9)))
    assert "Sie sehen es ab dem 9. Dezember 2026" in german


def test_waves_before_a_new_leader_are_marked_as_before_their_time() -> None:
    found = trend(["3.1", "3.2", "3.3"]).model_copy(update={"led_since": date(2026, 2, 1)})
    assert "up to Wave 2 were before your time" in words_of(card(result(), found))
    assert beside.before_your_time(trend(["3.1", "3.2"])) is None
    ever = found.model_copy(update={"led_since": date(2025, 1, 1)})
    assert beside.before_your_time(ever) is None
