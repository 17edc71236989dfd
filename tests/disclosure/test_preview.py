"""What a smallest group costs is known before the first wave."""

import numpy as np
import pytest

from survey_api.disclosure.policy import Policy
from survey_api.disclosure.preview import pages, preview
from survey_api.disclosure.tree import Node
from tests.benchmarks.publishing import organisation


@pytest.fixture(scope="module")
def company() -> tuple[list[Node], dict[str, int]]:
    """2,000 people in teams of 3 to 15."""
    return organisation(2_000, 9, np.random.default_rng(3))


def test_teams_shown_are_those_with_k_answers_by_the_binomial_distribution() -> None:
    nodes = [Node("o", None, "O"), Node("a", "o", "A"), Node("b", "o", "B")]
    found = preview(nodes, {"a": 5, "b": 6}, Policy())
    exact = [(p**5 + p**6 + 6 * p**5 * (1 - p)) / 2 for p in (0.5, 0.7, 0.9)]
    assert [one.share_of_teams for one in found.published] == pytest.approx(exact, abs=1e-12)
    assert (found.n_teams, found.n_people) == (2, 11)
    # a person of the second team counts with all five colleagues, or with four of them
    people = [(5 * p**4 + 6 * (p**5 + 5 * p**4 * (1 - p))) / 11 for p in (0.5, 0.7, 0.9)]
    assert [one.share_of_people_in_team for one in found.published] == pytest.approx(
        people, abs=1e-12
    )


def test_more_answers_publish_more_and_a_larger_group_publishes_less(
    company: tuple[list[Node], dict[str, int]],
) -> None:
    found = [preview(*company, Policy.profile("standard", k)) for k in (5, 7, 10)]
    for one in found:
        teams = [row.share_of_teams for row in one.published]
        assert teams == sorted(teams) and 0 < teams[0] < teams[-1] < 1
        assert all(row.share_of_people > row.share_of_teams - 0.2 for row in one.published)
    at_70 = [one.published[1] for one in found]
    teams = [one.share_of_teams for one in at_70]
    people = [one.share_of_people_in_team for one in at_70]
    assert teams[0] > 1.3 * teams[1] > 1.6 * teams[2]
    assert people[0] > people[1] + 0.1 > people[2] + 0.2
    assert all(one.share_of_people_in_team <= one.share_of_people + 0.01 for one in at_70)


def test_the_simulated_share_of_people_is_that_of_whole_releases(
    company: tuple[list[Node], dict[str, int]],
) -> None:
    first, second = (preview(*company, Policy(), seed=seed) for seed in (1, 2))
    for one, other in zip(first.published, second.published, strict=True):
        assert one.share_of_people == pytest.approx(other.share_of_people, abs=0.02)
        assert 0.7 < one.share_of_people <= 1


def test_a_company_of_sixty_hears_that_most_pages_stay_empty() -> None:
    teams = {f"t{at}": 10 for at in range(6)}
    nodes = [Node("o", None, "O")] + [Node(unit, "o", unit) for unit in teams]
    found = pages(nodes, teams, Policy())
    assert (found.with_percentages, found.with_cuts, found.has_statistics) == (0, 0, False)
    assert found.with_zone == 1
