"""Every cell of random companies against a second, slow reckoning with fractions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.answer_files.answers import Given
from survey_api.answer_files.cells import cells
from survey_api.answer_files.keeping import Key
from survey_api.answer_files.protecting import Source, protect_file, unrounded
from survey_api.answer_files.seating import seat
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node, children_of
from tests.disclosure.trees import Company, companies, seeded

ITEMS = ("a", "b", "c")
ASKED = {
    "id": "oracle",
    "version": 1,
    "title": "Oracle",
    "items": [{"id": item, "text": item} for item in ITEMS],
    "keying": {"a": "straight", "b": "reversed", "c": "straight"},
    "scales": [{"id": "all_of_it", "label": "All", "description": "All", "items": list(ITEMS)}],
}
NO_NOISE = Policy(w=0)
People = list[tuple[int, ...]]  # scored answers, 0 for none
Said = tuple[str, Fraction] | None  # relation, value


@dataclass
class Inside:
    """What a unit holds: its atoms, everybody in it, and who is still under k together."""

    atoms: list[People] = field(default_factory=list)
    everybody: People = field(default_factory=list)
    left: People = field(default_factory=list)


def people_of(company: Company, seed: int) -> dict[str, People]:
    """leaf → answers as given, of which every tenth is missing."""
    draw = seeded(seed)
    lean = {leaf: draw.choice([(1, 1, 1, 1, 2), (5, 5, 5, 5, 4), (1, 2, 3, 4, 5)]) for leaf in
            company.answered}  # fmt: skip

    def one(leaf: str) -> tuple[int, ...]:
        return tuple(0 if draw.random() < 0.1 else draw.choice(lean[leaf]) for _ in ITEMS)

    return {leaf: [one(leaf) for _ in range(n)] for leaf, n in company.answered.items()}


def reckon(nodes: list[Node], answered: Mapping[str, People]) -> dict[str, Inside]:
    """publication.md rule 2, unit by unit; "X.now" holds the rest of X."""
    below, found = children_of(nodes), {}

    def visit(node: Node) -> Inside:
        parts = [visit(child) for child in below.get(node.unit, [])]
        scored = [(a, 6 - b if b else 0, c) for a, b, c in answered.get(node.unit, [])]
        own = [one for one in scored if sum(map(bool, one)) >= 3]  # 0.7 of three items
        inside = Inside(
            list(chain.from_iterable(part.atoms for part in parts)),
            [*own, *chain.from_iterable(part.everybody for part in parts)],
            list(chain.from_iterable(part.left for part in parts)),
        )
        if len(own) >= 5:
            inside.atoms.append(own)
        if len(inside.left) >= 5:
            inside.atoms.append(inside.left)
            found[f"{node.unit}.now"] = Inside([inside.left], inside.left)
            inside.left = []
        if len(own) < 5:
            inside.left = [*inside.left, *own]
        found[node.unit] = inside
        return inside

    visit(below[None][0])
    return found


def item_of(inside: Inside, at: int) -> tuple[int, int, int, int]:
    """P, n, and how many of them lie at the low and at the high limit."""
    if len(inside.everybody) >= NO_NOISE.big:
        values = [one[at] for one in inside.everybody if one[at]]
        return sum(values), len(values), 0, 0
    total = n_all = n_low = n_high = 0
    for atom in inside.atoms:
        values = [one[at] for one in atom if one[at]]
        n, low, high = len(values), len(values) + 8, 5 * len(values) - 4
        if n >= 5:
            p = min(max(sum(values), low), high)
            total, n_all = total + p, n_all + n
            n_low, n_high = n_low + n * (p == low), n_high + n * (p == high and p != low)
    return total, n_all, n_low, n_high


def side(n: int, n_low: int, n_high: int) -> str:
    return "<=" if 2 * n_low > n else ">=" if 2 * n_high > n else "="


def said(inside: Inside, measure: str) -> Said:
    """How a cell must read; None when it is not shown."""
    if sum(map(len, inside.atoms)) < 5:
        return None
    every = [item_of(inside, at) for at in range(len(ITEMS))]
    if measure != "index":
        total, n, n_low, n_high = every[ITEMS.index(measure)]
        return (side(n, n_low, n_high), Fraction(total, n)) if n >= 8 else None
    there = [one for one in every if one[1] > 0]
    if len(there) < 3:
        return None
    sides = [side(*one[1:]) for one in there]
    relation = side(len(there), sides.count("<="), sides.count(">="))
    return relation, sum((Fraction(p, n) for p, n, *_ in there), Fraction(0)) / len(there)


@settings(max_examples=60)
@given(companies(), st.integers(0, 1000))
def test_every_cell_is_what_a_second_reckoning_says(company: Company, seed: int) -> None:
    answered = people_of(company, seed)
    units = [node for node in company.nodes if not node.unit.endswith(".direct")]
    place = {node.unit: at for at, node in enumerate(units)}
    rows = [
        (place[leaf.removesuffix(".direct")], one) for leaf in answered for one in answered[leaf]
    ]
    if sum(all(one) for _, one in rows) < 5:
        return
    unit, given_ = zip(*rows, strict=True)
    seated = seat(units, Given(np.array(unit), np.array(given_, dtype=np.uint8)), 5)
    source = Source(seated, ASKED, NO_NOISE)
    protected = protect_file(source, Key(bytes(32)), source.digest)
    exact, expected = unrounded(protected), reckon(list(seated.nodes), answered)
    assert {one["unit"] for one in protected.release["units"]} == expected.keys()
    for name, measure, _level, verdict, _reason, relation, value, _n in cells(
        protected.release["units"], ITEMS
    ):
        wanted = said(expected[name], measure)
        assert (verdict == "publishable") == (wanted is not None), (name, measure)
        if wanted is not None:
            assert (relation, exact(name, measure)) == (wanted[0], pytest.approx(float(wanted[1])))
            assert float(value) == pytest.approx(float(wanted[1]), abs=0.0501)
