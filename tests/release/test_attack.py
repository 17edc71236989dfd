"""Nothing is frozen that our own intruder can open."""

import json

import numpy as np
import pytest

from survey_api.credentials.envelope import CastMessage
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.publication import Publication
from survey_api.release import attack
from survey_api.release.attack import IntruderSucceeded, Seen
from survey_api.release.disclosing import Before, Disclosed, disclose
from survey_api.release.publishing import Earlier, open_ledger, publish
from survey_api.release.tabulation import Answers, count
from tests.release.companies import fielded_for
from tests.release.factories import SmallWave

PARENTS = {"org": None, "north": "org", "south": "org"}
SIZES = {"north": 7, "south": 9}


def unanimous(policy: Policy) -> Disclosed:
    """Everybody answers 5."""
    fielded = fielded_for(SIZES, PARENTS, policy=policy)
    group = np.repeat(np.arange(2), [SIZES[unit] for unit in fielded.leaves])
    scored = np.full((len(group), 5), 5, dtype=np.uint8)
    answers = Answers(fielded.leaves, group, scored)
    return disclose(fielded, count(answers, fielded.asked), answers, bytes(32))


def test_a_release_that_gives_answers_away_is_stopped_and_names_cells_not_people() -> None:
    done = unanimous(Policy())
    leaky = attack.attack([Seen(_exact(done), Policy())])
    with pytest.raises(IntruderSucceeded, match="not every answer stays possible") as stopped:
        attack.refuse_leaks(leaky)
    assert "north" in stopped.value.detail or "south" in stopped.value.detail


def _exact(done: Disclosed) -> Publication:
    """The same groups with their true sums published."""
    found = attack.publication(done.layout, _no_crowds(done), "wave")
    exact = 5 * found.answers
    return Publication(**{**vars(found), "low": exact, "high": exact})


def _no_crowds(done: Disclosed) -> attack.Crowds:
    items = len(done.layout.tabulated.items)
    nothing = np.zeros((0, items), dtype=np.int64)
    return attack.Crowds(np.zeros(0, dtype=np.int64), nothing, np.zeros((0, items, 5), int), {})


def test_a_unanimous_team_passes_under_the_rule() -> None:
    done = unanimous(Policy())
    assert done.intrusion.is_safe and done.intrusion.n_positions > 0
    attack.refuse_leaks(done.intrusion)


def test_the_next_release_is_examined_together_with_the_ledgers_of_those_before(
    wave: SmallWave, casts: list[CastMessage]
) -> None:
    first = publish(wave.box(casts), wave.tally)
    ledger = open_ledger(first.ledger, wave.tally)
    read = attack.from_ledger(json.loads(ledger))
    fresh = json.loads(first.bundle)
    assert set(read.publication.sets) == {"apps", "care", "desk+night", "tools"}
    assert attack.attack([read]).is_safe
    with pytest.raises(IntruderSucceeded, match="published a second time"):
        publish(wave.box(casts[:-1]), wave.tally, [Earlier(first.bundle, ledger)])
    assert fresh["earlier"] == []


def test_a_ledger_says_the_same_as_the_release_it_was_written_with(
    wave: SmallWave, casts: list[CastMessage]
) -> None:
    done = publish(wave.box(casts), wave.tally)
    read = attack.from_ledger(json.loads(open_ledger(done.ledger, wave.tally))).publication
    for at, name in enumerate(read.sets):
        assert (read.high[at] - read.low[at] >= 4).all(), name
        assert (read.low[at] >= read.answers[at]).all()
        assert (read.high[at] <= 5 * read.answers[at]).all()


def test_a_wave_with_a_larger_smallest_group_may_follow_one_with_a_smaller() -> None:
    first = unanimous(Policy())
    earlier = attack.publication(first.layout, _no_crowds(first), "first")
    assert earlier.people.min() == 7
    fielded = fielded_for({"north": 12, "south": 14}, PARENTS, policy=Policy.profile("strictest"))
    group = np.repeat(np.arange(2), [12, 14])
    answers = Answers(fielded.leaves, group, np.full((26, 5), 3, dtype=np.uint8))
    before = Before(publications=(Seen(earlier, Policy()),))
    done = disclose(fielded, count(answers, fielded.asked), answers, bytes(32), before)
    assert done.intrusion.is_safe
    assert not attack.attack([Seen(earlier, Policy.profile("strictest"))]).is_safe
