"""What the dashboard draws and says, from schemas alone."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dashboard
from dashboard.components import trend as card
from dashboard.figures import bins, trend
from dashboard.texts import catalogue, sign, t, with_relation
from survey_api.published.schemas import (
    Figure,
    PublicText,
    Relation,
    ScaleMeta,
    Trend,
    TrendPoint,
)

HOME = Path(dashboard.__file__).parent
USED = re.compile(r"""\bt\(\s*f?["']([^"'{]+)""")
META = ScaleMeta(id="index", label="Overall score", description="", items=["a", "b"])


def figure(value: str | None, relation: Relation = Relation.EQUAL) -> Figure:
    shown = value is not None
    return Figure(
        shown=shown,
        value=value,
        relation=relation if shown else None,
        text=None if shown else PublicText.NOT_THIS_TIME,
        borrowed=None,
    )


def made(values: list[str | None]) -> Trend:
    points = [
        TrendPoint(
            wave=f"w{at}",
            number=at + 1,
            title=f"Wave {at + 1}",
            closes_on=date(2026, 1, 1) + timedelta(days=28 * at),
            figure=figure(value),
            n_band="8–11" if value else None,
            organisation=figure("3.5"),
        )
        for at, value in enumerate(values)
    ]
    return Trend(unit="u1", label="Night shift", scale=META, points=points)


VALUES = st.lists(st.none() | st.integers(10, 50).map(lambda n: f"{n / 10:.1f}"), max_size=14)


@given(VALUES)
def test_no_line_is_ever_drawn_through_a_hidden_wave(values: list[str | None]) -> None:
    drawn = [
        one
        for one in trend.figure(made(values))["data"]
        if one["mode" if "mode" in one else "type"] == "lines+markers"
    ]
    for line in drawn:
        assert line["x"] == list(range(line["x"][0], line["x"][-1] + 1))
        assert all(values[at] is not None for at in line["x"])
    assert sum(len(line["x"]) for line in drawn) == sum(one is not None for one in values)


@given(VALUES)
def test_every_hidden_wave_is_a_hatched_column_and_never_a_zero(values: list[str | None]) -> None:
    column = next(one for one in trend.figure(made(values))["data"] if one["type"] == "bar")
    assert column["x"] == [at for at, value in enumerate(values) if value is None]
    assert column["marker"]["pattern"]["shape"] == "/"
    assert column["base"] >= 0.8


@given(VALUES)
def test_the_table_under_the_chart_says_what_the_chart_draws(values: list[str | None]) -> None:
    rows = card.rows(made(values))
    assert [row[1] for row in rows] == [value or PublicText.NOT_THIS_TIME for value in values]


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


def used_keys() -> set[str]:
    return {key for file in HOME.rglob("*.py") for key in USED.findall(file.read_text("utf-8"))}


def test_every_text_that_is_used_exists_and_no_other() -> None:
    keys = used_keys()
    prefixes = tuple(key for key in keys if key.endswith("."))
    known = set(catalogue())
    assert {key for key in keys if not key.endswith(".")} <= known
    unused = {key for key in known - keys if not key.startswith(prefixes)}
    assert unused == set()


def test_no_text_speaks_of_suppression_or_promises_too_much() -> None:
    said = " ".join(catalogue().values()).lower()
    for word in ("suppressed", "100 %", "untraceable", "zero knowledge", "anonymous"):
        assert word not in said
    assert t("not_for").startswith("Not for appraisal")
