"""A random company's answers, ready to be published."""

from collections import Counter
from typing import Any

import numpy as np
from hypothesis import assume

from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node, pool_at_opening
from survey_api.release.cells import protect_atoms
from survey_api.release.disclosing import Disclosed, disclose
from survey_api.release.fielded import Fielded, scales_of
from survey_api.release.inputs import FrameAnnex, FrameGroup
from survey_api.release.layout import Layout
from survey_api.release.tabulation import Answers, Asked, Tabulated, count
from tests.disclosure.trees import Company, K
from tests.release.factories import questionnaire

NO_KEY = bytes(32)


def frame_of(company: Company, k: int = K) -> FrameAnnex:
    """The annex that is drawn up when a wave opens."""
    assume(sum(company.eligible.values()) >= k)
    pooling = pool_at_opening(company.nodes, company.eligible, k)
    groups = tuple(
        FrameGroup(one.unit, one.eligible, bytes(32), one.label, bytes(32))
        for one in pooling.groups
    )
    return FrameAnnex("wave", company.nodes, groups, dict(pooling.mapping))


def answered(company: Company, seed: int) -> tuple[Fielded, Tabulated, Answers]:
    """Everybody who answered gave random answers; one group may be withheld and some answers
    are left out."""
    frame, draw = frame_of(company), np.random.default_rng(seed)
    people: Counter[str] = Counter()
    for leaf, n in company.answered.items():
        people[frame.pooled.get(leaf, leaf)] += n
    withheld = frozenset(map(str, draw.permutation(sorted(people))[: draw.integers(0, 2)]))
    asked = questionnaire()
    fielded = Fielded(
        nodes=frame.published_tree(),
        pooled={one: frame.pooled[one.unit] for one in frame.nodes if one.unit in frame.pooled},
        eligible={group.unit: group.eligible for group in frame.groups},
        policy=Policy(),
        asked=Asked.of(asked, 5),
        scales=scales_of(asked),
        seed=bytes(32),
        withheld=withheld,
    )
    sizes = [0 if one in withheld else people[one] for one in fielded.leaves]
    group = np.repeat(np.arange(len(sizes)), sizes)
    scored = draw.integers(1, 6, (len(group), len(fielded.asked.items))).astype(np.uint8)
    scored[draw.random(scored.shape) < 0.15] = 0
    answers = Answers(fielded.leaves, group, scored)
    return fielded, count(answers, fielded.asked), answers


def layout_of(company: Company, seed: int) -> Layout:
    """Its sets of people, before anything is described."""
    fielded, tabulated, _ = answered(company, seed)
    return Layout(fielded, protect_atoms(fielded, tabulated, NO_KEY), tabulated)


def disclosed(company: Company, seed: int) -> Disclosed:
    """Its whole publication."""
    return disclose(*answered(company, seed), NO_KEY)


def fielded_for(sizes: dict[str, int], parents: dict[str, str | None], **changes: Any) -> Fielded:
    """A wave in which ``sizes`` people were asked in each group; ``parents`` is the tree."""
    asked = {**questionnaire(), **changes.pop("asked", {})}
    parts: dict[str, Any] = {
        "nodes": tuple(Node(unit, above, unit.title()) for unit, above in parents.items()),
        "pooled": {},
        "eligible": sizes,
        "policy": Policy(),
        "asked": Asked.of(asked, 5),
        "scales": scales_of(asked),
        "seed": b"s" * 32,
    }
    return Fielded(**{**parts, **changes})


def answers_for(fielded: Fielded, people: dict[str, int], seed: int = 1, **mean: float) -> Answers:
    """So many people of each group; ``mean`` is a group's usual answer (3.7 unless told)."""
    draw = np.random.default_rng(seed)
    n = [people.get(unit, 0) for unit in fielded.leaves]
    group = np.repeat(np.arange(len(n)), n)
    usual = np.array([mean.get(unit, 3.7) for unit in fielded.leaves])[group]
    latent = usual[:, None] + draw.normal(0, 0.8, (len(group), len(fielded.asked.items)))
    return Answers(fielded.leaves, group, np.clip(np.rint(latent), 1, 5).astype(np.uint8))
