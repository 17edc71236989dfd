"""What the dashboard draws and says, from schemas alone."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dashboard
from dashboard.components import trend as card
from dashboard.figures import bins, trend
from dashboard.texts import catalogue, sign, t, with_relation
from survey_api.published.schemas.words import ContinuityState, PublicText, Relation
from tests.dashboard.samples import figure, result, words_of
from tests.dashboard.samples import trend as made

HOME = Path(dashboard.__file__).parent
USED = re.compile(r"""\bt\(\s*f?["']([^"'{]+)""")
BROKEN = [one for one in ContinuityState if one != ContinuityState.CONTINUES]
VALUES = st.lists(st.none() | st.integers(10, 50).map(lambda n: f"{n / 10:.1f}"), max_size=14)
STATES = st.dictionaries(st.integers(1, 13), st.sampled_from(BROKEN), max_size=3)


def lines(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in drawn["data"] if one.get("mode") == "lines+markers"]


def ribbons(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in drawn["data"] if one.get("fill") == "toself"]


@given(VALUES)
def test_no_line_is_ever_drawn_through_a_hidden_wave(values: list[str | None]) -> None:
    drawn = lines(trend.figure(made(values)))
    for line in drawn:
        assert line["x"] == list(range(line["x"][0], line["x"][-1] + 1))
        assert all(values[at] is not None for at in line["x"])
    assert sum(len(line["x"]) for line in drawn) == sum(one is not None for one in values)


@given(VALUES, STATES)
def test_a_line_and_its_ribbon_end_where_a_unit_is_no_longer_the_same(
    values: list[str | None], states: dict[int, ContinuityState]
) -> None:
    drawn = trend.figure(made(values, states))
    for line in lines(drawn):
        assert not set(line["x"][1:]) & set(states)
    assert len(ribbons(drawn)) == len(lines(drawn))


@given(VALUES, STATES)
def test_a_ribbon_is_one_closed_polygon_over_the_waves_of_its_line(
    values: list[str | None], states: dict[int, ContinuityState]
) -> None:
    drawn = trend.figure(made(values, states))
    for ribbon, line in zip(ribbons(drawn), lines(drawn), strict=True):
        assert (ribbon["x"][0], ribbon["y"][0]) == (ribbon["x"][-1], ribbon["y"][-1])
        assert ribbon["fillcolor"].endswith("0.13)")
        assert min(ribbon["x"]) >= line["x"][0] - 0.2 and max(ribbon["x"]) <= line["x"][-1] + 0.2
        if len(line["x"]) > 1:
            assert set(ribbon["x"]) == set(line["x"])


@pytest.mark.parametrize("state", BROKEN)
def test_a_break_is_a_mark_with_its_reason_in_the_chart_under_it_and_in_the_table(
    state: ContinuityState,
) -> None:
    found = made(["3.0", "3.4", "3.5"], {2: state})
    layout = trend.figure(found)["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [1.5]
    assert t(f"break.short.{state}") in [one["text"] for one in layout["annotations"]]
    reason = t(f"break.{state}")
    assert [reason in row for row in card.rows(found)] == [False, False, True]
    assert f"Wave 3: {reason}" in words_of(card.trend(result(), found))


def test_nothing_is_called_broken_where_there_is_no_line_to_break() -> None:
    rest = dict.fromkeys(range(3), ContinuityState.REST)
    assert trend.figure(made([None, None, None], rest))["layout"]["shapes"] == []


@given(VALUES)
def test_every_hidden_wave_is_a_hatched_column_and_never_a_zero(values: list[str | None]) -> None:
    column = next(one for one in trend.figure(made(values))["data"] if one["type"] == "bar")
    assert column["x"] == [at for at, value in enumerate(values) if value is None]
    assert column["marker"]["pattern"]["shape"] == "/"
    assert column["base"] >= 0.8


@given(VALUES)
def test_the_table_under_the_chart_says_what_the_chart_draws(values: list[str | None]) -> None:
    found = made(values)
    rows = card.rows(found)
    assert [row[1] for row in rows] == [value or PublicText.NOT_THIS_TIME for value in values]
    drawn = {
        at: value
        for line in lines(trend.figure(found))
        for at, value in zip(line["x"], line["y"], strict=True)
    }
    assert drawn == {at: float(value) for at, value in enumerate(values) if value}


def test_the_organisations_own_page_draws_its_line_once() -> None:
    drawn = trend.figure(made(["3.0", "3.2"]), is_whole=True)
    assert not any(one.get("line", {}).get("dash") == "dash" for one in drawn["data"])
    dashed = trend.figure(made(["3.0", "3.2"]))["data"]
    assert [one["y"] for one in dashed if one.get("line", {}).get("dash")] == [[3.5, 3.5]]


def test_the_finding_of_a_hidden_newest_wave_gives_no_figure() -> None:
    assert not re.search(r"\d\.\d", card.finding(made(["3.0", None])))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.0", 0),
        ("2.4", 0),
        ("2.5", 1),
        ("3.1", 1),
        ("3.2", 2),
        ("3.6", 3),
        ("3.9", 3),
        ("4.0", 4),
    ],
)
def test_bins_are_fixed(value: str, expected: int) -> None:
    assert bins.bin_of(value) == expected


@pytest.mark.parametrize(
    ("relation", "words", "short"),
    [
        (Relation.EQUAL, "3.4", "3.4"),
        (Relation.AT_MOST, "at most 3.4", "≤ 3.4"),
        (Relation.AT_LEAST, "at least 3.4", "≥ 3.4"),
        (Relation.ABOUT, "about 3.4", "≈ 3.4"),
    ],
)
def test_a_relation_is_always_said(relation: Relation, words: str, short: str) -> None:
    assert with_relation(figure("3.4", relation)) == words
    assert sign(figure("3.4", relation)) == short


def literals() -> set[str]:
    """Every text literal in the dashboard's code, and the fixed beginning of every f-string."""
    trees = [ast.parse(file.read_text("utf-8")) for file in HOME.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {one.value for one in nodes if isinstance(one, ast.Constant)}
    return {one for one in plain if isinstance(one, str) and re.fullmatch(r"[a-z_.]{3,60}", one)}


def test_every_text_that_is_asked_for_exists() -> None:
    asked = {key for file in HOME.rglob("*.py") for key in USED.findall(file.read_text("utf-8"))}
    assert len(asked) > 150
    assert {key for key in asked if not key.endswith(".")} <= set(catalogue("en"))


def test_no_text_stands_there_for_nothing() -> None:
    used = literals()
    stems = tuple(one if one.endswith(".") else f"{one}." for one in used if "." in one)
    assert {
        key for key in catalogue("en") if key not in used and not key.startswith(stems)
    } == set()


def test_no_text_speaks_of_suppression_or_promises_too_much() -> None:
    said = re.sub(r"\{\w+\}", "", " ".join(catalogue("en").values()).lower())
    for word in ("suppressed", "100 %", "untraceable", "zero knowledge", "anonymous"):
        assert word not in said
    for jargon in (r"\bci\b", r"\bk\b", r"p-value", "significan", "confidence"):
        assert not re.search(jargon, said)
    assert t("not_for").startswith("Not for appraisal")
