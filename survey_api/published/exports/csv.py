"""A release as CSV: one row a figure, the same cells and words as on screen."""

import csv
import io
from dataclasses import dataclass, fields

from survey_api.published.exports.words import RELATIONS, VERDICTS, ZONES
from survey_api.published.schemas import (
    Change,
    Cut,
    CutLevel,
    Figure,
    ItemFigure,
    ItemScore,
    Score,
    UnitResult,
)

NOT_FOR = "Not for appraisal, pay or dismissal."
BYTE_ORDER_MARK = "\ufeff"
AS_THEY_ARE = {"relation", "value", "change_since_last", "change_since_baseline"}


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

    def cells(self) -> list[str]:
        """As written: a text that a spreadsheet could take for a formula gets an apostrophe."""
        return [
            value if name in AS_THEY_ARE else _harmless(value)
            for name, value in ((one.name, getattr(self, one.name)) for one in fields(self))
        ]


def to_csv(results: list[UnitResult]) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read names right; CRLF rows."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(one.name for one in fields(Row))
    for result in results:
        writer.writerows(row.cells() for row in _rows(result))
    return out.getvalue().encode()


def _rows(result: UnitResult) -> list[Row]:
    head = {
        "wave": result.wave.title,
        "closes_on": result.wave.closes_on.isoformat(),
        "unit": result.label,
        "unit_id": result.unit,
        "people_who_answered": result.n_band or "",
        "participation": result.participation or "",
        "made_of": str(result.level or ""),
        "zone": ZONES[result.zone.zone] if result.zone else "",
    }
    if not result.shown:
        return [Row(**head, note=_note(str(result.text)))]
    rows = [
        Row(**head, measure=one.scale.label, measure_id=one.scale.id, **_scale(one.figure))
        for one in result.scales
    ]
    rows += [
        Row(**head, measure=one.text, measure_id=one.item, **_item(one.figure, _borrowed(one)))
        for one in result.items
    ]
    texts = {one.item: one.text for one in result.items}
    for cut in result.cuts:
        for level in cut.levels:
            rows += _cut_rows(head, cut, level, texts)
    return rows


def _cut_rows(head: dict[str, str], cut: Cut, level: CutLevel, texts: dict[str, str]) -> list[Row]:
    here = {
        **head,
        "people_who_answered": level.n_band,
        "participation": "",
        "zone": "",
        "cut": cut.label,
        "cut_level": level.label,
    }
    rows = [
        Row(**here, measure=one.label, measure_id=one.scale, **_figure(one.figure, ""))
        for one in level.scales
    ]
    return rows + [
        Row(**here, measure=texts[item], measure_id=item, **_item(one, ""))
        for item, one in level.items.items()
    ]


def _figure(figure: Figure, note: str) -> dict[str, str]:
    text = str(figure.text) if figure.text and not figure.value else ""
    return {
        "shown": "yes" if figure.shown else "no",
        "relation": RELATIONS[figure.relation] if figure.relation else "",
        "value": figure.value or "",
        "note": _note(note, text),
    }


def _scale(score: Score) -> dict[str, str]:
    ends = {"range_low": score.range.low, "range_high": score.range.high} if score.range else {}
    return {**_figure(score, ""), **ends, **_change(score.change)}


def _change(change: Change | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, move in (("last", change and change.last), ("baseline", change and change.baseline)):
        if move:
            found[f"change_since_{name}"] = move.difference or ""
            found[f"verdict_since_{name}"] = VERDICTS[move.beyond]
            found[f"with_everyone_since_{name}"] = VERDICTS[move.everyone]
    return found


def _item(score: ItemScore, note: str) -> dict[str, str]:
    found = _figure(score, note)
    for answer, share in enumerate(score.shares or (), start=1):
        found[f"share_{answer}"] = str(share)
    if score.favourable:
        found["favourable"] = str(score.favourable.share)
        found["favourable_low"] = str(score.favourable.low)
        found["favourable_high"] = str(score.favourable.high)
    return found


def _borrowed(item: ItemFigure) -> str:
    if item.borrowed_from is None:
        return ""
    return f"figure of {item.borrowed_from.label}; too few answers here"


def _note(*parts: str) -> str:
    return "; ".join(part for part in (*parts, NOT_FOR) if part)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
