"""Sheets of four cards, each with the code that casts one ballot; the same pack, the same bytes."""

import io
from functools import cache
from pathlib import Path
from typing import Any

import segno

from survey_api import languages
from survey_api.conduct.cards import Printing
from survey_api.credentials.ballot_code import address
from survey_api.published.reports.pdf import typeset
from survey_api.published.reports.words import Words

TEMPLATE = Path(__file__).with_name("cards.typ")


def to_pdf(printing: Printing, locale: str) -> bytes:
    """Cards of different groups never share a sheet."""
    manifest, words = printing.view.manifest, Words(locale)
    sheet = {
        "title": words.say("paper.cards.title", wave=manifest.title),
        "organisation": manifest.organisation,
        "wave": manifest.title,
        "lang": locale,
        "dir": languages.direction(locale),
        "until": words.say("paper.cards.until", day=words.day(manifest.closes)),
        "alt": words.say("paper.cards.alt"),
        "steps": [words.say(f"paper.cards.step.{one}") for one in ("scan", "once", "compare")],
        "fingerprint": printing.view.fingerprint.replace("-", "\N{NO-BREAK SPACE} "),
        "hat": words.say("paper.cards.hat"),
        "sheets": _sheets(printing),
    }
    return typeset(_template(), sheet, manifest.opens)


def _sheets(printing: Printing) -> list[list[dict[str, Any]]]:
    manifest = printing.view.manifest
    by_label: dict[str, list[dict[str, Any]]] = {}
    for label, code in printing.pack.cards:
        target = address(manifest.survey_url, manifest.wave_text, code)
        by_label.setdefault(label, []).append({"label": label, "code": qr(target)})
    return [some[at : at + 4] for some in by_label.values() for at in range(0, len(some), 4)]


def qr(text: str) -> str:
    """A QR code as a drawing, with the quiet zone that readers need (ISO/IEC 18004)."""
    out = io.BytesIO()
    code = segno.make_qr(text, error="m", boost_error=False)
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode()


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
