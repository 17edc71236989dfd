"""A release as CSV: one row a figure, the same cells and words as on screen."""

import csv
import io

from survey_api.published.schemas import Figure, ItemFigure, UnitResult

COLUMNS = (
    "wave",
    "closes_on",
    "unit",
    "unit_id",
    "people_who_answered",
    "participation",
    "measure",
    "measure_id",
    "shown",
    "relation",
    "value",
    "note",
)
NOT_FOR = "Not for appraisal, pay or dismissal."
BYTE_ORDER_MARK = "\ufeff"


def to_csv(results: list[UnitResult]) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read names right; CRLF rows.

    Every text that a spreadsheet could take for a formula is quoted with an apostrophe.
    """
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for result in results:
        writer.writerows(_rows(result))
    return out.getvalue().encode()


def _rows(result: UnitResult) -> list[list[str]]:
    if not result.shown:
        return [_row(result, ("", ""), None, str(result.text))]
    rows = [_row(result, (one.scale.label, one.scale.id), one.figure, "") for one in result.scales]
    return rows + [
        _row(result, (one.text, one.item), one.figure, _item_note(one)) for one in result.items
    ]


def _item_note(item: ItemFigure) -> str:
    if item.borrowed_from is None:
        return ""
    return f"figure of {item.borrowed_from.label}; too few answers here"


def _row(
    result: UnitResult, measure: tuple[str, str], figure: Figure | None, note: str
) -> list[str]:
    value = figure.value if figure and figure.value else ""
    text = str(figure.text) if figure and figure.text and not figure.value else ""
    relation = str(figure.relation) if figure and figure.relation else ""
    cells = [
        result.wave.title,
        result.wave.closes_on.isoformat(),
        result.label,
        result.unit,
        result.n_band or "",
        result.participation or "",
        measure[0],
        measure[1],
        "yes" if figure and figure.shown else "no",
        relation,
        value,
        "; ".join(part for part in (note, text, NOT_FOR) if part),
    ]
    return [_harmless(cell, keep=index in {9, 10}) for index, cell in enumerate(cells)]


def _harmless(cell: str, *, keep: bool) -> str:
    if keep:
        return {"=": "exactly", "<=": "at most", ">=": "at least", "~": "about"}.get(cell, cell)
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
