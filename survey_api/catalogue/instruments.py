"""Instruments as files: read them, name their digest, serve them to respondents.

Pure: text in, frozen dataclasses and canonical bytes out. ``instrument_check`` does the
explaining; nothing here accepts a file that it would complain about.
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import asdict
from typing import Any

from survey_api.catalogue.instrument import Cut, Instrument, Item, Keying, Option, Scale
from survey_api.catalogue.instrument_check import Mistake, check, examine
from survey_api.errors import Invalid

__all__ = [
    "Cut",
    "Instrument",
    "InstrumentFaulty",
    "Item",
    "Keying",
    "Mistake",
    "Option",
    "Scale",
    "check",
    "digest",
    "parse_instrument",
    "questionnaire",
]


class InstrumentFaulty(Invalid):
    """This questionnaire file has mistakes; nothing was stored. Each is listed with its line."""


def parse_instrument(text: str, *, name: str) -> Instrument:
    """Read a YAML instrument; ``name`` says in the error which file was meant."""
    instrument, mistakes = examine(text)
    if instrument is None or mistakes:
        count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        raise InstrumentFaulty(
            f"{name} has {count}; nothing was stored. Correct the lines listed and check again.",
            rows=mistakes,
        )
    return instrument


def digest(instrument: Instrument) -> str:
    """SHA-256 in base64url over everything the file says; comments and layout do not count."""
    said = asdict(instrument)
    if not instrument.cuts:
        del said["cuts"]  # files from before there were cuts keep their digest
    if not instrument.comments:
        del said["comments"]
    if not instrument.cycle:
        del said["cycle"]
    return urlsafe_b64encode(hashlib.sha256(_canonical(said)).digest())[:43].decode()


def questionnaire(instrument: Instrument) -> bytes:
    """The canonical JSON that respondents are served and the manifest's digest covers.

    Every text stands there in all languages of the instrument, so that everybody gets the same
    file whatever they speak; the instrument's own language is the first of ``locales``.
    """
    document = {
        "v": 2,
        "id": instrument.id,
        "version": instrument.version,
        "locales": list(instrument.locales),
        "note": instrument.note,
        "title": dict(instrument.title),
        "intro": dict(instrument.intro),
        "options": [{"value": o.value, "label": dict(o.label)} for o in instrument.options],
        "items": [{"id": item.id, "text": dict(item.text)} for item in instrument.items],
        "scales": [_scale(scale) for scale in instrument.scales],
        "cuts": [_cut(cut) for cut in instrument.cuts],
        "keying": {item.id: str(item.keying) for item in instrument.items},
        "comments": [{"id": one.id, "text": dict(one.text)} for one in instrument.comments],
        **({"cycle": asdict(instrument.cycle)} if instrument.cycle else {}),
    }
    return _canonical(document)


def _scale(scale: Scale) -> dict[str, Any]:
    return {
        "id": scale.id,
        "label": dict(scale.label),
        "description": dict(scale.description),
        "items": list(scale.items),
    }


def _cut(cut: Cut) -> dict[str, Any]:
    return {
        "id": cut.id,
        "label": dict(cut.label),
        "ordered": cut.ordered,
        "levels": [{"id": level.id, "label": dict(level.label)} for level in cut.levels],
    }


def _canonical(document: Any) -> bytes:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")
