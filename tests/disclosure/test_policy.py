"""Policies on offer: each leaves something to show, none is weaker than the rule."""

import pytest

from survey_api.disclosure.policy import PROFILES, Policy, PolicyInvalid
from survey_api.disclosure.protection import possible_sums, protect


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("k", [5, 7, 9, 10, 14])
def test_every_profile_takes_any_k_and_never_lowers_its_own(name: str, k: int) -> None:
    found = Policy.profile(name, k)
    assert found.k == max(k, Policy.profile(name).k)
    assert found.big >= found.k_item >= found.k
    found.check_for_wave()


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_keeps_all_five_answers_possible_and_shows_differences(name: str) -> None:
    policy = Policy.profile(name)
    for n in range(policy.k, policy.k + 6):
        shown = set()
        for total in range(n, 5 * n + 1):
            for e in range(-policy.w, policy.w + 1):
                cell = protect(total, n, e, policy)
                shown.add(cell.p)
                sums = possible_sums(cell, policy)
                assert all(
                    max(sums) >= y + n - 1 and min(sums) <= y + 5 * (n - 1) for y in range(1, 6)
                )
        assert len(shown) > n


@pytest.mark.parametrize("weak", [{"w": 0}, {"w": 1}, {"t_low": 0}, {"big": 20}, {"epsilon": 3.0}])
def test_a_policy_for_checking_tables_is_refused_for_a_wave(weak: dict[str, int]) -> None:
    policy = Policy.from_document(weak)
    with pytest.raises(PolicyInvalid, match="for checking tables"):
        policy.check_for_wave()


def test_an_unknown_profile_and_a_lowered_k_are_refused_by_name() -> None:
    with pytest.raises(PolicyInvalid, match="standard, strict, strictest"):
        Policy.profile("lax")
    with pytest.raises(PolicyInvalid, match="never lowered below 5"):
        Policy.profile("standard", 4)
