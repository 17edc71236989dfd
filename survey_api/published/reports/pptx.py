"""A report as slides with editable charts, whose workbooks hold released figures only."""

import io
import zipfile
from datetime import datetime, time
from typing import Any

from pptx import Presentation
from pptx.util import Inches

from survey_api.published.reports.model import Report
from survey_api.published.reports.pptx_slides import slides
from survey_api.published.reports.words import clean

WIDE, HIGH = Inches(13.333), Inches(7.5)
EPOCH = (1980, 1, 1, 0, 0, 0)


def to_pptx(report: Report) -> bytes:
    """The same report gives the same bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    _properties(deck, report)
    slides(deck, report)
    out = io.BytesIO()
    deck.save(out)
    return _timeless(out.getvalue())


def _properties(deck: Any, report: Report) -> None:
    day = report.wave.released_on or report.wave.closes_on
    made, about = datetime.combine(day, time()), deck.core_properties
    about.title = clean(f"{report.head.label} – {report.words.say('title.report')}")
    about.subject = clean(report.wave.title)
    about.author = about.last_modified_by = clean(report.organisation)
    about.comments, about.keywords, about.category = report.words.say("not_for"), "", ""
    about.language = report.locale
    about.created = about.modified = made
    about.revision = 1


def _timeless(packed: bytes) -> bytes:
    """The same package without the time at which it was packed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            new.writestr(zipfile.ZipInfo(one.filename, EPOCH), old.read(one), zipfile.ZIP_DEFLATED)
    return out.getvalue()
