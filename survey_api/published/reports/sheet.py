"""What stands on the pages of the PDF, in words and in order; the template only lays it out."""

from typing import Any

from survey_api.published.reports import look
from survey_api.published.reports.cards import cards
from survey_api.published.reports.findings import (
    before_figures,
    groups_finding,
    index_of,
    item_note,
    items_finding,
    next_steps,
    scales_finding,
    trend_finding,
)
from survey_api.published.reports.method import method
from survey_api.published.reports.model import Report
from survey_api.published.reports.ranges_chart import alt as alt_of
from survey_api.published.reports.ranges_chart import drawn
from survey_api.published.reports.statistics_page import statistics_page
from survey_api.published.reports.trend_chart import alt, trend_svg
from survey_api.published.reports.words import EM_DASH, clean
from survey_api.published.schemas.figures import Favourable, Figure, Score
from survey_api.published.schemas.results import CutLevel, ItemFigure, ScaleFigure, UnitResult

Sheet = dict[str, Any]
MOST_RANGES = 20


def sheet(report: Report) -> Sheet:
    """Everything the template needs; strings are data and never markup."""
    found: Sheet = _cleaned({**_frame(report), **_body(report), **_end(report)})
    return found


def _frame(report: Report) -> Sheet:
    words, head, wave = report.words, report.head, report.wave
    return {
        "lang": report.locale.split("-", maxsplit=1)[0],
        "dir": "rtl" if words.is_rtl else "ltr",
        "title": head.label,
        "kind": words.say("title.report"),
        "organisation": report.organisation,
        "path": " › ".join(one.label for one in head.path if one.label != report.organisation),
        "subtitle": words.say("title.of", wave=wave.title, closes=words.day(wave.closes_on)),
        "not_for": words.say("not_for"),
        "foot": words.say("foot", wave=wave.title, k=head.k),
        "page": words.say("page"),
        "look": {"bins": look.BINS, "answers": look.ANSWERS},
    }


def _body(report: Report) -> Sheet:
    is_shown = report.head.shown
    return {
        "before": before_figures(report),
        "hidden": None if is_shown else _hidden(report),
        "cards": cards(report) if is_shown else [],
        "trend": _trend(report),
        "scales": _scales(report) if is_shown else None,
        "groups": _groups(report) if report.is_wide else None,
        "ranges": _ranges(report),
        "items": _items(report) if is_shown else None,
        "cuts": _cuts(report),
        "statistics": statistics_page(report),
    }


def _end(report: Report) -> Sheet:
    words, head = report.words, report.head
    return {
        "next": {
            "title": words.say("next.title"),
            "lead": words.say("next.lead" if head.shown else "next.lead.hidden"),
            "steps": next_steps(head, words),
        },
        "method": {"title": words.say("method.title"), "parts": method(report)},
    }


def _hidden(report: Report) -> Sheet:
    words, head = report.words, report.head
    key = head.text.name.lower() if head.text else "not_this_time"
    lines = [words.say(f"why.{key}"), words.say("why.way")]
    if head.expected_on:
        lines.insert(0, words.say("why.expected", day=words.day(head.expected_on)))
    if head.nearest:
        lines.append(words.say("why.nearest", label=head.nearest.label))
    title = words.public(head.text)
    return {"title": title[:1].upper() + title[1:], "lines": lines}


def _trend(report: Report) -> Sheet | None:
    trend, words = report.trend(), report.words
    if trend is None or not trend.points:
        return None
    told = [words.say("trend.led", day=words.day(trend.led_since))] if trend.led_since else []
    return {
        "title": words.say("trend.title", scale=trend.scale.label),
        "finding": trend_finding(trend, words, is_whole=report.is_whole),
        "svg": trend_svg(trend, words, is_whole=report.is_whole),
        "alt": alt(trend, words, is_whole=report.is_whole),
        "notes": told,
    }


def _scales(report: Report) -> Sheet:
    words, head = report.words, report.head
    columns = ("part", "score", "range", "last", "baseline", "organisation")
    return {
        "title": words.say("scales.title"),
        "finding": scales_finding(head, words),
        "head": [words.say(f"column.{one}") for one in columns][: 5 if report.is_whole else 6],
        "rows": [_scale_row(report, one) for one in head.scales],
        "notes": [words.say(f"zone.said.{head.zone.zone}")] if head.zone else [],
    }


def _scale_row(report: Report, one: ScaleFigure) -> Sheet:
    words, whole, change = report.words, report.is_whole, one.figure.change
    cells = [
        words.figure(one.figure),
        words.between(one.figure.range),
        words.moved(change.last if change else None, is_whole=whole),
        words.moved(change.baseline if change else None, is_whole=whole),
    ]
    beside = [] if whole else [words.figure(one.organisation)]
    return {
        "label": one.scale.label,
        "description": one.scale.description,
        "cells": [*cells, *beside],
        "ends": _ends(one.figure),
    }


def _ends(score: Score) -> list[float] | None:
    """From, to and the figure itself, for the little bar under a range."""
    if score.range is None or score.value is None:
        return None
    return [float(score.range.low), float(score.range.high), float(score.value)]


def _ranges(report: Report) -> Sheet | None:
    """The units directly under the one the report is about, while one picture can hold them."""
    words, top = report.words, len(report.head.path) + 1
    under = [one for one in report.results[1:] if len(one.path) == top]
    if not 2 <= len(under) <= MOST_RANGES:
        return None
    named = [(one.label, index_of(one).figure) for one in by_name(under)]
    return {
        "title": words.say("ranges.title", scale=words.say("index.label")),
        "finding": words.say("ranges.finding"),
        "svg": drawn(named, words, title=alt_of(named, words)),
        "alt": alt_of(named, words),
    }


def by_name(results: list[UnitResult]) -> list[UnitResult]:
    """In the order of their names: a picture ranks nobody."""
    return sorted(results, key=lambda one: one.label.casefold())


def _groups(report: Report) -> Sheet:
    words, scales = report.words, report.head.scales
    return {
        "title": words.say("groups.title"),
        "finding": groups_finding(report),
        "legend": words.say("groups.legend"),
        "head": [words.say("column.group"), words.say("column.people")]
        + [one.scale.label for one in scales],
        "rows": [_group_row(report, one) for one in report.results],
    }


def _group_row(report: Report, result: UnitResult) -> Sheet:
    words, top = report.words, len(report.head.path)
    cells = [_cell(report, one.figure) for one in result.scales] if result.shown else []
    return {
        "label": result.label,
        "depth": min(max(len(result.path) - top, 0), 5),
        "people": words.band(result.n_band),
        "hidden": None if result.shown else words.public(result.text),
        "cells": cells,
    }


def _cell(report: Report, figure: Figure) -> Sheet:
    if not figure.value:
        return {"text": EM_DASH, "bin": None, "alt": report.words.public(figure.text)}
    return {"text": report.words.sign(figure), "bin": look.bin_of(figure.value), "alt": None}


def _items(report: Report) -> Sheet:
    words, head = report.words, report.head
    has_shares = any(one.figure.shares for one in head.items)
    columns = ["statement", "score"] + ([] if report.is_whole else ["organisation"])
    columns += ["shares", "favourable"] if has_shares else []
    return {
        "title": words.say("items.title"),
        "finding": items_finding(head, words),
        "head": [words.say(f"column.{one}") for one in columns],
        "note": words.say("items.noise") if has_shares else "",
        "has_shares": has_shares,
        "rows": [_item_row(report, one) for one in head.items],
    }


def _item_row(report: Report, one: ItemFigure) -> Sheet:
    words, liked, shares = report.words, one.figure.favourable, one.figure.shares
    beside = [] if report.is_whole else [words.figure(one.organisation)]
    return {
        "text": one.text,
        "note": item_note(one, words),
        "cells": [words.figure(one.figure), *beside],
        "shares": shares,
        "favourable": _favourable(report, liked) if liked else [],
    }


def _favourable(report: Report, liked: Favourable) -> list[str]:
    words = report.words
    return [
        words.say("items.liked", share=liked.share),
        words.say("items.liked.range", low=liked.low, high=liked.high),
    ]


def _cuts(report: Report) -> list[Sheet]:
    words, scales = report.words, [one.scale for one in report.head.scales]
    head = [words.say("column.group"), words.say("column.people"), *(one.label for one in scales)]
    return [
        {
            "title": cut.label,
            "head": head,
            "rows": [_cut_row(report, level) for level in cut.levels],
        }
        for cut in report.head.cuts
        if cut.levels
    ]


def _cut_row(report: Report, level: CutLevel) -> list[str]:
    words, found = report.words, {one.scale: one.figure for one in level.scales}
    order = [found.get(one.scale.id) for one in report.head.scales]
    told = [words.figure(one) if one else words.public(None) for one in order]
    return [level.label, words.band(level.n_band), *told]


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(one) for one in value]
    return value
