"""A bank of questions spread over a cycle."""

import pytest

from survey_api.catalogue import instruments, library, rotation
from survey_api.catalogue.instrument import Instrument
from survey_api.catalogue.rotation import BankUnfit


def bank(name: str) -> Instrument:
    return instruments.parse_instrument(library.source(name), name=name)


@pytest.mark.parametrize(("gap", "n"), [(7, 4), (14, 3), (28, 3), (89, 3)])
def test_everything_is_asked_once_in_a_cycle_and_a_scale_is_never_divided(gap: int, n: int) -> None:
    whole = bank("team_climate")
    parts = rotation.divide(whole, gap)
    asked = [item for part in parts for item in part.items]
    assert (len(parts), sorted(asked)) == (n, sorted(item.id for item in whole.items))
    assert len(parts) * gap >= 28 and all(len(part.items) <= 5 for part in parts)
    for scale in whole.scales:
        assert len([one for one in parts if set(one.items) & set(scale.items)]) == 1


def test_a_part_is_a_questionnaire_of_its_own_in_the_same_words() -> None:
    whole = bank("team_climate")
    for part in rotation.divide(whole, 7):
        read = instruments.parse_instrument(rotation.source(whole, part), name="part")
        assert tuple(item for item in whole.items if item.id in part.items) == read.items
        assert read.cycle and (read.cycle.bank, read.cycle.part) == (whole.id, part.number)
        inside = [one for one in whole.scales if set(one.items) <= set(part.items)]
        assert inside == list(read.scales)


def test_too_few_scales_for_four_weeks_are_refused_with_what_to_do() -> None:
    with pytest.raises(BankUnfit, match="Choose a longer rhythm"):
        rotation.divide(bank("pulse_short"), 7)


def test_dividing_again_gives_the_same_parts() -> None:
    assert rotation.divide(bank("team_climate"), 7) == rotation.divide(bank("team_climate"), 7)
