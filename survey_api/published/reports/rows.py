"""One row a figure: the table that the CSV, the workbook and the data dictionary share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from survey_api.published.reports.words import Words
from survey_api.published.schemas.figures import Change, Figure, ItemScore, Score
from survey_api.published.schemas.results import Cut, CutLevel, ItemFigure, UnitResult


@dataclass(frozen=True)
class Row:
    """One figure of one unit; the columns of the file, in their order."""

    wave: str
    closes_on: str
    unit: str
    unit_id: str
    people_who_answered: str
    participation: str
    made_of: str
    cut: str = ""
    cut_level: str = ""
    measure: str = ""
    measure_id: str = ""
    shown: str = "no"
    relation: str = ""
    value: str = ""
    range_low: str = ""
    range_high: str = ""
    change_since_last: str = ""
    verdict_since_last: str = ""
    change_since_baseline: str = ""
    verdict_since_baseline: str = ""
    with_everyone_since_last: str = ""
    with_everyone_since_baseline: str = ""
    share_1: str = ""
    share_2: str = ""
    share_3: str = ""
    share_4: str = ""
    share_5: str = ""
    favourable: str = ""
    favourable_low: str = ""
    favourable_high: str = ""
    zone: str = ""
    note: str = ""
    who_could_open: str = ""


COLUMNS = tuple(one.name for one in fields(Row))


def rows_of(results: Iterable[UnitResult], words: Words) -> Iterator[Row]:
    """Every figure of every unit, in the order of the tree; a unit that is not shown is one row."""
    for result in results:
        yield from _rows(result, words)


def _rows(result: UnitResult, words: Words) -> list[Row]:
    head = {
        "wave": result.wave.title,
        "closes_on": result.wave.closes_on.isoformat(),
        "unit": result.label,
        "unit_id": result.unit,
        "people_who_answered": result.n_band or "",
        "participation": result.participation or "",
        "made_of": str(result.level or ""),
        "zone": words.say(f"zone.{result.zone.zone}") if result.zone else "",
        "who_could_open": result.wave.level_sentence,
    }
    if not result.shown:
        return [Row(**head, note=_note(words, words.public(result.text)))]
    scales = [(one.scale.label, one.scale.id, _scale(words, one.figure)) for one in result.scales]
    items = [(one.text, one.item, _own_item(words, one)) for one in result.items]
    rows = [Row(**head, measure=label, measure_id=id_, **told) for label, id_, told in scales]
    rows += [Row(**head, measure=label, measure_id=id_, **told) for label, id_, told in items]
    texts = {one.item: one.text for one in result.items}
    for cut in result.cuts:
        for level in cut.levels:
            rows += _cut_rows(words, {**head, **_group(cut, level)}, level, texts)
    return rows


def _group(cut: Cut, level: CutLevel) -> dict[str, str]:
    own = {"people_who_answered": level.n_band, "participation": "", "zone": ""}
    return {**own, "cut": cut.label, "cut_level": level.label}


def _cut_rows(
    words: Words, head: dict[str, str], level: CutLevel, texts: dict[str, str]
) -> list[Row]:
    scales = [(one.label, one.scale, _figure(words, one.figure)) for one in level.scales]
    items = [(texts[item], item, _item(words, one)) for item, one in level.items.items()]
    found = (*scales, *items)
    return [Row(**head, measure=label, measure_id=id_, **told) for label, id_, told in found]


def _figure(words: Words, figure: Figure, note: str = "") -> dict[str, str]:
    text = words.public(figure.text) if figure.text and not figure.value else ""
    return {
        "shown": "yes" if figure.shown else "no",
        "relation": words.relation(figure.relation),
        "value": figure.value or "",
        "note": _note(words, note, text),
    }


def _scale(words: Words, score: Score) -> dict[str, str]:
    ends = {"range_low": score.range.low, "range_high": score.range.high} if score.range else {}
    return {**_figure(words, score), **ends, **_change(words, score.change)}


def _change(words: Words, change: Change | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, move in (("last", change and change.last), ("baseline", change and change.baseline)):
        if move:
            found[f"change_since_{name}"] = move.difference or ""
            found[f"verdict_since_{name}"] = words.say(f"verdict.{move.beyond}")
            found[f"with_everyone_since_{name}"] = words.say(f"verdict.{move.everyone}")
    return found


def _own_item(words: Words, item: ItemFigure) -> dict[str, str]:
    lender = item.borrowed_from
    return _item(
        words, item.figure, words.say("note.borrowed", unit=lender.label) if lender else ""
    )


def _item(words: Words, score: ItemScore, note: str = "") -> dict[str, str]:
    found = _figure(words, score, note)
    for answer, share in enumerate(score.shares or (), start=1):
        found[f"share_{answer}"] = str(share)
    if score.favourable:
        found["favourable"] = str(score.favourable.share)
        found["favourable_low"] = str(score.favourable.low)
        found["favourable_high"] = str(score.favourable.high)
    return found


def _note(words: Words, *parts: str) -> str:
    return "; ".join(part for part in (*parts, words.say("not_for")) if part)
