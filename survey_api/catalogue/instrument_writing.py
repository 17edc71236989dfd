"""Writes an instrument as the YAML file that reads as the same instrument again."""

from typing import Any

import yaml

from survey_api.catalogue.instrument import Instrument, Texts

HEAD = "# Written by Safe to Say; change it here or in the browser.\n"
WIDTH = 96


def to_yaml(instrument: Instrument) -> str:
    """The text of the file; ``instruments.digest`` of what it says is the same."""
    document: dict[str, Any] = {
        "id": instrument.id,
        "version": instrument.version,
        "licence": instrument.licence,
        "note": instrument.note,
        "title": dict(instrument.title),
        "intro": dict(instrument.intro),
        "options": [_labelled("value", o.value, o.label) for o in instrument.options],
        "scales": [
            _labelled("id", scale.id, scale.label)
            | {"description": dict(scale.description), "items": list(scale.items)}
            for scale in instrument.scales
        ],
        "items": [
            {"id": item.id, "keying": str(item.keying), "text": dict(item.text)}
            for item in instrument.items
        ],
        **_beside(instrument),
    }
    return HEAD + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=WIDTH)


def _beside(instrument: Instrument) -> dict[str, Any]:
    """What not every questionnaire has."""
    found: dict[str, Any] = {
        "cuts": [
            _labelled("id", cut.id, cut.label)
            | {
                "ordered": cut.ordered,
                "levels": [_labelled("id", level.id, level.label) for level in cut.levels],
            }
            for cut in instrument.cuts
        ],
        "comments": [{"id": one.id, "text": dict(one.text)} for one in instrument.comments],
    }
    if instrument.cycle:
        part = instrument.cycle
        found["cycle"] = {"bank": part.bank, "part": part.part, "of": part.of}
    return {name: entries for name, entries in found.items() if entries}


def _labelled(key: str, name: str | int, label: Texts) -> dict[str, Any]:
    return {key: name, "label": dict(label)}
