"""An attacker of our own, who must fail before anything is frozen.

Granted: everything published so far, who answered, and how many answered each item. Published
sets form a forest by inclusion; then all sums and differences reduce to the *residual* groups (a
set minus the largest published sets inside it), and the possible sums of each follow from one
pass up and one down (interval constraints on a tree are solved exactly by bound propagation:
Dechter, Meiri & Pearl 1991, "Temporal constraint networks", Artificial Intelligence 49).
Linear in the number of cells. Different waves hold different answers.
"""

from collections.abc import Sequence

import numpy as np

from survey_api.disclosure.intrusion import MOST_NAMED, Findings, Kind, Violation, added
from survey_api.disclosure.publication import Bools, Ints, NoisySet, Publication
from survey_api.disclosure.residuals import Residuals, residuals

__all__ = ["Findings", "NoisySet", "Publication", "Violation", "examine"]
BIG, LEAST_LEVEL = 50, 30
SAID = {
    Kind.EXCLUDED: "not every answer stays possible",
    Kind.COLLUDER: "with one colleague's own answer, no other can have been favourable",
}


def examine(
    publications: Sequence[Publication], *, k: int, points: int, big: int = BIG
) -> Findings:
    """What somebody who holds all ``publications`` can find out; ``points`` of the scale."""
    found = [_recasts(publications)]
    for one in publications:
        groups = residuals(one, points)
        found += [_small_groups(one, groups, k), _answers(one, groups, points)]
        found += [_contradictions(one, groups), _noise(one, big)]
    return added(found)


def _small_groups(of: Publication, groups: Residuals, k: int) -> Findings:
    """Groups under k that sums and differences single out, by people and by answers."""
    few = (groups.people > 0) & (groups.people < k)
    few_answers = (groups.answers > 0) & (groups.answers < k) & ~few[:, None]
    violations = [
        Violation(Kind.SMALL_GROUP, of.wave, of.sets[at], "",
            f"{of.sets[at]} minus what is published inside it leaves fewer than {k} people")
        for at in np.flatnonzero(few)[:MOST_NAMED]
    ]  # fmt: skip
    violations += [
        Violation(Kind.SMALL_GROUP, of.wave, of.sets[at], of.items[item],
            f"{of.sets[at]}, {of.items[item]}: minus what is published inside it leaves fewer "
            f"than {k} answers")
        for at, item in np.argwhere(few_answers)[:MOST_NAMED]
    ]  # fmt: skip
    return Findings(
        violations=tuple(violations),
        n_violations=int(few.sum() + few_answers.sum()),
        n_residual_groups=int(few.sum() + few_answers.any(axis=1).sum()),
        n_people_exposed=int(groups.people[few].sum()),
    )


def _answers(of: Publication, groups: Residuals, points: int) -> Findings:
    """Answers of single respondents that can be ruled out."""
    n, low, high = groups.answers, groups.low, groups.high
    there = n > 0
    possible = np.stack([_possible(y, n, low, high, points) for y in range(1, points + 1)])
    n_possible = possible.sum(axis=0)
    favourable = possible[points - 2 :].any(axis=0)
    other = possible[: points - 2].any(axis=0)
    is_excluded = there & (n_possible < points)
    told = there & ~is_excluded & ~_favourable_beside(n, high, points)
    bad = np.argwhere(is_excluded | told)
    violations = []
    for at, item in bad[:MOST_NAMED]:
        kind = Kind.EXCLUDED if is_excluded[at, item] else Kind.COLLUDER
        text = f"{of.sets[at]}, {of.items[item]}: {SAID[kind]}"
        violations.append(Violation(kind, of.wave, of.sets[at], of.items[item], text))
    return Findings(
        violations=tuple(violations),
        n_violations=len(bad),
        n_positions=int(n.sum()),
        n_excluded=int((np.where(there, points - n_possible, 0) * n).sum()),
        n_determined=int(n[there & (n_possible == 1)].sum()),
        n_direction_known=int(n[there & (favourable ^ other)].sum()),
    )


def _possible(y: int, n: Ints, low: Ints, high: Ints, points: int) -> Bools:
    """Whether somebody in a group of ``n`` answers with a sum in [low, high] may have said y."""
    return np.asarray((high >= y + (n - 1)) & (low <= y + points * (n - 1)), dtype=bool)


def _favourable_beside(n: Ints, high: Ints, points: int) -> Bools:
    """Whether the second best answer stays possible for one respondent when a colleague, who
    gave the highest answer they can have given, subtracts it (publication.md, Lemma)."""
    colleague = np.minimum(points, high - (n - 1))
    return np.asarray((n < 2) | (high - colleague - (n - 2) >= points - 1), dtype=bool)


def _contradictions(of: Publication, groups: Residuals) -> Findings:
    """Sets that cannot all be there: parts with more in them than the whole cross it, and cut
    smaller groups than a forest shows; no answers have a sum over bounds that exclude each other.
    Nothing can be said of such a publication, so it is refused."""
    sets = groups.people < 0
    cells = (of.answers > of.people[:, None]) | (groups.surplus > 0) | (groups.low > groups.high)
    cells |= (of.answers > 0) & (of.low > of.high)
    cells &= ~sets[:, None]
    places = [(at, "") for at in np.flatnonzero(sets)[:MOST_NAMED].tolist()]
    places += [(at, of.items[item]) for at, item in np.argwhere(cells)[:MOST_NAMED].tolist()]
    violations = [
        Violation(Kind.CONTRADICTION, of.wave, of.sets[at], item,
            f"{of.sets[at]}, {item or 'people'}: what is published here and inside it cannot be")
        for at, item in places
    ]  # fmt: skip
    return Findings(violations=tuple(violations), n_violations=int(sets.sum() + cells.sum()))


def _noise(of: Publication, big: int) -> Findings:
    """Counts that rely on noise: it must be there, on enough people."""
    violations = []
    for one in of.noisy:
        if one.epsilon <= 0:
            violations.append(_noisy(of, one, Kind.NO_NOISE, "is published without noise"))
        if one.people < big:
            violations.append(_noisy(of, one, Kind.TOO_SMALL, f"has fewer than {big} people"))
        if one.smallest_level is not None and one.smallest_level < LEAST_LEVEL:
            text = f"has a level with fewer than {LEAST_LEVEL} people"
            violations.append(_noisy(of, one, Kind.TOO_SMALL, text))
    return Findings(violations=tuple(violations), n_violations=len(violations))


def _noisy(of: Publication, one: NoisySet, kind: Kind, text: str) -> Violation:
    return Violation(kind, of.wave, one.name, "", f"{one.name} {text}")


def _recasts(publications: Sequence[Publication]) -> Findings:
    """A wave that is published twice, cut differently: where the cuts cross, groups appear."""
    first: dict[str, Publication] = {}
    violations = []
    for one in publications:
        if not one.says_the_same_as(first.setdefault(one.wave, one)):
            text = f"wave {one.wave} is published a second time with other groups or numbers"
            violations.append(Violation(Kind.RECAST, one.wave, "", "", text))
    return Findings(violations=tuple(violations), n_violations=len(violations))
