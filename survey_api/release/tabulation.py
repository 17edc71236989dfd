"""Ballots of a wave → sums by group and item, in memory only."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_api.release.opening import Ballot

COUNTING_SHARE = (7, 10)  # a respondent counts with 0.7 of the items fielded


@dataclass(frozen=True)
class Sums:
    """Of one group: respondents who count, and item → [sum of scored answers, answers]."""

    n: int
    items: Mapping[str, tuple[int, int]]


def needed(n_items: int) -> int:
    """How many answers make a respondent count: ⌈0.7·k⌉ of the items fielded."""
    share, of = COUNTING_SHARE
    return -(-share * n_items // of)


def tabulate(
    ballots: Iterable[Ballot], keying: Mapping[str, str], scale_points: int
) -> dict[str, Sums]:
    """group → its sums; reverse-keyed answers are turned around (x' = points + 1 − x) first."""
    least = needed(len(keying))
    reversed_items = {item for item, key in keying.items() if key == "reversed"}
    totals: dict[str, Counter[str]] = {}
    answers: dict[str, Counter[str]] = {}
    people: Counter[str] = Counter()
    for ballot in ballots:
        if len(ballot.answers) < least:
            continue
        people[ballot.unit] += 1
        total = totals.setdefault(ballot.unit, Counter())
        answered = answers.setdefault(ballot.unit, Counter())
        for item, value in ballot.answers.items():
            total[item] += scale_points + 1 - value if item in reversed_items else value
            answered[item] += 1
    return {
        unit: Sums(n, {item: (totals[unit][item], answers[unit][item]) for item in answers[unit]})
        for unit, n in people.items()
    }
