"""Whatever the tree and whoever answers: what is said about each unit hangs together."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from survey_api.release.checks import _one_tree
from survey_api.release.disclosing import Disclosed
from tests.disclosure.trees import Company, K, companies
from tests.release.companies import disclosed, frame_of


def records_of(company: Company, seed: int) -> dict[str, dict[str, Any]]:
    """unit → its record."""
    records = disclosed(company, seed).records
    assert len({one["unit"] for one in records}) == len(records)
    return {one["unit"]: one for one in records}


@given(companies())
def test_every_frame_that_is_drawn_up_passes_the_tallys_check(company: Company) -> None:
    _one_tree(frame_of(company))


@given(companies(), st.integers(0, 2**32))
def test_every_unit_of_the_frozen_tree_has_a_record(company: Company, seed: int) -> None:
    records = records_of(company, seed)
    assert {node.unit for node in company.nodes} <= set(records)
    assert all(len(unit.encode()) <= 32 for unit in records)


@given(companies(), st.integers(0, 2**32))
def test_a_unit_is_shown_with_figures_or_hidden_with_a_text(company: Company, seed: int) -> None:
    records = records_of(company, seed)
    for one in records.values():
        assert one["shown"] is (one["text"] is None) is (one["n_band"] is not None)
        assert bool(one["figures"]) is bool(one["items"]) is one["shown"]
        assert one["nearest"] is None or (records[one["nearest"]]["shown"] and not one["shown"])


@given(companies(), st.integers(0, 2**32))
def test_only_what_is_known_at_opening_is_called_too_small(company: Company, seed: int) -> None:
    records = records_of(company, seed)
    pooled = frame_of(company).pooled
    for unit, one in records.items():
        is_known = unit in pooled or (one["eligible"] < K and not one["one_wave_only"])
        assert (one["text"] == "too small by design") is is_known


@given(companies(), st.integers(0, 2**32))
def test_borrowed_items_come_from_above_and_are_shown_there(company: Company, seed: int) -> None:
    records = records_of(company, seed)
    for one in records.values():
        above = set()
        parent = one["parent"]
        while parent is not None:
            above.add(parent)
            parent = records[parent]["parent"]
        for item, figure in one["items"].items():
            if figure["borrowed"] is not None:
                assert figure["borrowed"] in above and not figure["shown"]
                assert records[figure["borrowed"]]["items"][item]["shown"]


@given(companies(), st.integers(0, 2**32))
def test_every_value_lies_on_the_answer_scale(company: Company, seed: int) -> None:
    for one in records_of(company, seed).values():
        for figure in (*one["figures"].values(), *one["items"].values()):
            if figure["shown"]:
                assert 1 <= float(figure["value"]) <= 5
                assert figure["relation"] in {"=", "<=", ">=", "~"}


@given(companies(), st.integers(0, 2**32))
def test_only_big_units_show_a_distribution(company: Company, seed: int) -> None:
    for one in records_of(company, seed).values():
        assert (one["level"] is None) is (not one["shown"])
        for item in one["items"].values():
            assert (item["shares"] is not None) is (one["level"] == "big" and item["shown"])
            assert (item["favourable"] is None) is (item["shares"] is None)


@given(companies(), st.integers(0, 2**32))
def test_a_likely_range_holds_its_figure_and_stays_on_the_scale(
    company: Company, seed: int
) -> None:
    for one in records_of(company, seed).values():
        for figure in one["figures"].values():
            if figure["shown"]:
                low, high = map(float, figure["range"])
                assert 1 <= low <= float(figure["value"]) <= high <= 5
                assert float(figure["se"]) > 0


@given(companies(), st.integers(0, 2**32))
def test_no_intruder_gets_anything_out_of_a_random_company(company: Company, seed: int) -> None:
    found = disclosed(company, seed).intrusion
    assert found.is_safe and found.n_excluded == found.n_residual_groups == 0


@given(companies(), st.integers(0, 2**32))
def test_every_figure_of_a_small_unit_follows_from_protected_numbers_alone(
    company: Company, seed: int
) -> None:
    """Recomputed with fractions from the atoms' sums: nothing else is in a record."""
    done = disclosed(company, seed)
    items = done.layout.tabulated.items
    inside = _atoms_inside(done)
    for one in done.records:
        if not one["shown"] or one["level"] == "big":
            continue
        means = {}
        for column, item in enumerate(items):
            p = sum(int(done.table.cells.p[at, column]) for at in inside[one["unit"]])
            n = sum(int(done.table.cells.n[at, column]) for at in inside[one["unit"]])
            figure = one["items"][item]
            assert figure["shown"] is (n >= 8)
            if n:
                means[item] = Fraction(p, n)
            if figure["shown"]:
                assert figure["value"] == _one_decimal(means[item])
        for scale, asked in done.layout.fielded.scales.items():
            there = [means[item] for item in asked if item in means]
            if one["figures"][scale]["shown"]:
                assert one["figures"][scale]["value"] == _one_decimal(sum(there) / len(there))


def _one_decimal(mean: Fraction) -> str:
    return f"{Decimal(round(10 * mean)) / 10:.1f}"


def _atoms_inside(done: Disclosed) -> dict[str, list[int]]:
    """unit → places of the atoms whose sums are in its figures."""
    parent = {node.unit: node.parent for node in done.layout.nodes}
    found: dict[str, list[int]] = {unit: [] for unit in parent}
    for at, atom in enumerate(done.table.atoms):
        if atom.is_rest:
            found[f"{atom.home}.now"].append(at)
        unit: str | None = atom.home
        while unit is not None:
            found[unit].append(at)
            unit = parent[unit]
    return found
