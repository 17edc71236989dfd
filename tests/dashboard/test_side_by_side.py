"""Units beside each other: heat map, ranges, zones, participation; what is told and what not."""

from typing import Any

import pytest

from dashboard.components import heat, participation, ranges, zone_map
from dashboard.figures import promises
from dashboard.figures import ranges as dots
from dashboard.reader import _theme
from dashboard.texts import catalogue, speaking
from survey_api.published.schemas.figures import Range
from survey_api.published.schemas.results import Below, ItemMeta, Line, Zone
from survey_api.published.schemas.words import PublicText, Relation, ZoneName
from tests.dashboard.samples import DUTY, INDEX, SAFETY, WAVE, item, parts_of, score, words_of


def line(unit: str, value: str | None, ends: tuple[str, str] | None = None, **more: Any) -> Line:
    shown = value is not None
    told: dict[str, Any] = {
        "unit": unit,
        "label": unit.title(),
        "shown": shown,
        "text": None if shown else PublicText.TOO_SMALL,
        "n_band": "20–49" if shown else None,
        "participation": "≥ 80 %" if shown else None,
        "scales": {one.id: score(value, ends=ends) for one in (INDEX, SAFETY, DUTY)},
        "items": {"a": item("a", None).figure, "b": item("b", None).figure},
        "zone": None,
    }
    return Line(**{**told, **more})


def below(*lines: Line) -> Below:
    metas = [
        ItemMeta(item=one, text=f"About {one}", scale="safety", reversed=False) for one in "ab"
    ]
    own = line("whole", "3.6", ("3.4", "3.8"))
    return Below(
        wave=WAVE,
        scales=[INDEX, SAFETY, DUTY],
        items=metas,
        organisation=own,
        unit=own,
        path=[],
        lines=list(lines),
    )


LEFT, RIGHT = line("bees", "2.9", ("2.6", "3.1")), line("ants", "3.9", ("3.6", "4.2"))
HIDDEN = line("moles", None)


def placed(unit: str, name: ZoneName) -> Line:
    ends = Range(low="3.1", high="3.9")
    return line(unit, "3.5", zone=Zone(zone=name, safety=ends, accountability=ends))


def test_a_heat_map_prints_every_value_and_says_why_one_is_missing() -> None:
    told = words_of(heat.heat(below(RIGHT, LEFT, HIDDEN), of="scales"))
    assert "Ants 20–49 answered 3.9 3.9 3.9" in told
    assert "Moles too small by design too small by design" in told
    assert "below 2.5 2.5–3.1 3.2–3.5 3.6–3.9 4.0 and above Not shown" in told


def test_colours_of_the_heat_map_come_from_the_fixed_bins_alone() -> None:
    cells = [
        part.className
        for part in parts_of(heat.heat(below(LEFT), of="scales"))
        if "cell bin-" in (getattr(part, "className", "") or "")
    ]
    assert cells == ["cell bin-3"] * 3 + ["cell bin-1"] * 3


def test_items_of_a_heat_map_lead_to_their_own_page() -> None:
    drawn = heat.heat(below(LEFT), of="items")
    links = [part.href for part in parts_of(drawn) if getattr(part, "href", None)]
    assert "/dashboard/questions/whole/a?wave=w1" in links


def test_units_are_compared_by_name_and_never_by_rank() -> None:
    given = below(LEFT, RIGHT)
    drawn = dots.figure([given.unit, *given.lines], "index", None)
    assert drawn["layout"]["yaxis"]["ticktext"] == ["Whole", "Bees", "Ants"]
    told = words_of(ranges.ranges(given, "index", classes=""))
    assert "rank" not in told.lower() and "best" not in told.lower()


def test_overlapping_ranges_are_called_possible_chance_and_apart_ones_probable() -> None:
    near = line("wasps", "3.0", ("2.7", "3.3"))
    assert ranges.finding([LEFT, near], "index").endswith("may be chance.")
    assert ranges.finding([LEFT, RIGHT], "index").endswith("probably differ.")
    assert "nothing to compare" in ranges.finding([LEFT, HIDDEN], "index")


def test_the_table_of_ranges_says_everything_that_is_drawn() -> None:
    given = below(LEFT, RIGHT, HIDDEN)
    drawn = dots.figure([given.unit, *given.lines], "index", None)
    marks = next(one for one in drawn["data"] if one.get("mode") == "markers+text")
    told = words_of(ranges.ranges(given, "index", classes=""))
    for name, value in zip(("Whole", "Bees", "Ants"), marks["text"], strict=True):
        assert f"{name} {value}" in told
    assert "Moles not shown this time" in told
    assert drawn["data"][0]["y"] == [3]  # the hidden one is hatched in its own row


def test_a_limit_stands_beside_its_dot() -> None:
    limited = line("owls", "2.2", scales={"index": score("2.2", Relation.AT_MOST)})
    drawn = dots.figure([limited], "index", None)
    assert [one["text"] for one in drawn["layout"]["annotations"]] == ["≤"]


def test_a_hidden_group_has_no_participation() -> None:
    told = words_of(participation.participation(below(LEFT, HIDDEN)))
    assert "Bees ≥ 80 %" in told and "Moles too small by design" in told


def test_zones_too_close_to_say_are_counted_out() -> None:
    lines = [placed("bees", ZoneName.LEARNING), placed("ants", ZoneName.TOO_CLOSE)]
    assert zone_map.finding(lines) == "1 of 2 groups lie clearly in one field."
    given = below(*lines, HIDDEN)
    told = words_of(zone_map.chart_card(given, zone_map.placed(given)))
    assert "Ants: too close to say" in told and "2 groups are too small" in told
    assert zone_map.row(lines[0]) == ("Bees", "3.5", "3.1–3.9", "3.5", "3.1–3.9", "learning")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_use_the_colours_of_the_theme_only(theme: str) -> None:
    from dashboard.figures import plain

    before = _theme.set(theme)
    try:
        used, other = plain.palette(), plain.LIGHT_COLOURS
        drawn = str(dots.figure([LEFT, HIDDEN], "index", "3.6"))
    finally:
        _theme.reset(before)
    assert used.brand in drawn
    assert theme == "light" or other.brand not in drawn


def test_german_pages_have_german_decimals_and_no_english() -> None:
    with speaking("de"):
        told = words_of(heat.heat(below(LEFT, HIDDEN), of="scales"))
        drawn = dots.figure([LEFT], "index", None)
    assert "2,9" in told and "2.9" not in told and "von vornherein zu klein" in told
    assert drawn["layout"]["separators"] == ", "
    for english in ("answered", "lowest", "shown"):
        assert english not in told
    assert "heat.finding" in catalogue("de")


def test_promises_lie_where_they_were_made_and_share_a_flag_when_near() -> None:
    waves = [one.closes_on for one in (WAVE,)]
    first = waves[0]
    later = [first, first.replace(month=12)]
    half = first.replace(day=30)
    assert promises.places(later, [first.replace(day=1)]) == []
    (at,) = promises.places(later, [half, half])
    assert 0.3 < at < 0.6
    assert promises.places([first], [first.replace(month=12)]) == [pytest.approx(0.45)]
