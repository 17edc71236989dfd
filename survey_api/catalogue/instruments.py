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
    "choose_locale",
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
    return urlsafe_b64encode(hashlib.sha256(_canonical(said)).digest())[:43].decode()


def choose_locale(instrument: Instrument, wanted: str) -> str:
    """The wanted language, else its base language, else the instrument's own."""
    tried = (wanted, wanted.replace("_", "-"), wanted.replace("_", "-").split("-")[0])
    return next((locale for locale in tried if locale in instrument.locales), instrument.locales[0])


def questionnaire(instrument: Instrument, locale: str = "en") -> bytes:
    """The canonical JSON that respondents are served and the manifest's digest covers."""
    spoken = choose_locale(instrument, locale)
    document = {
        "v": 1,
        "id": instrument.id,
        "version": instrument.version,
        "locale": spoken,
        "note": instrument.note,
        "title": instrument.title[spoken],
        "intro": instrument.intro[spoken],
        "options": [{"value": o.value, "label": o.label[spoken]} for o in instrument.options],
        "items": [{"id": item.id, "text": item.text[spoken]} for item in instrument.items],
        "scales": [_scale(scale, spoken) for scale in instrument.scales],
        "cuts": [_cut(cut, spoken) for cut in instrument.cuts],
        "keying": {item.id: str(item.keying) for item in instrument.items},
        "comments": None,
    }
    return _canonical(document)


def _scale(scale: Scale, locale: str) -> dict[str, Any]:
    return {
        "id": scale.id,
        "label": scale.label[locale],
        "description": scale.description[locale],
        "items": list(scale.items),
    }


def _cut(cut: Cut, locale: str) -> dict[str, Any]:
    return {
        "id": cut.id,
        "label": cut.label[locale],
        "ordered": cut.ordered,
        "levels": [{"id": level.id, "label": level.label[locale]} for level in cut.levels],
    }


def _canonical(document: Any) -> bytes:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")
