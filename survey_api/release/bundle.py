"""The release as a document: what is published, and the ledger only its maker can read."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from survey_api.credentials.encoding import b64u
from survey_api.release.checks import Checked
from survey_api.release.comments import Section
from survey_api.release.disclosing import Disclosed

VERSION = 4


def bundle(
    checked: Checked, done: Disclosed, earlier: Sequence[bytes], comments: Section | None = None
) -> dict[str, Any]:
    """Every result anybody will ever see of this wave. ``earlier`` are the releases that this
    one was compared with. Up to version 3 the statement stood in here."""
    manifest = checked.manifest
    root = next(node.unit for node in checked.frame.nodes if node.parent is None)
    return {
        "v": VERSION,
        "wave": manifest.wave_text,
        "manifest_hash": b64u(checked.mh),
        "title": manifest.title,
        "closes": manifest.closes.isoformat(),
        "level": manifest.level,
        "instrument": instrument(checked.questionnaire),
        "policy": checked.policy.as_document(),
        "checking_only": checked.policy.w == 0,
        "organisation_unit": root,
        "units": done.records,
        "pooled": checked.frame.pooled,
        "statistics": done.statistics,
        "earlier": [b64u(hashlib.sha256(one).digest()) for one in earlier],
        **({"cycle": list(done.cycle)} if done.cycle else {}),
        **_comments(checked, comments),
    }


def _comments(checked: Checked, comments: Section | None) -> dict[str, Any]:
    """Where there are comments: which file they are, and the day the manifest fixed for them."""
    reading = checked.manifest.reading
    if comments is None or reading is None:
        return {}
    on = reading.publish_on.isoformat()
    return {"comments": {"digest": comments.digest, "publish_on": on}}


def ledger(done: Disclosed, checked: Checked) -> dict[str, Any]:
    """Composition and protected numbers of every atom: what the next release is checked with."""
    cells = done.table.cells
    pairs = np.stack([cells.p, cells.n], axis=2).tolist()
    atoms = zip(done.table.atoms, pairs, strict=True)
    return {
        "v": VERSION,
        "wave": checked.mh.hex(),
        "policy": checked.policy.as_document(),
        "items": list(done.layout.tabulated.items),
        "atoms": {atom.id: {"home": atom.home, "n": atom.n, "cells": of} for atom, of in atoms},
    }


def instrument(asked: dict[str, Any]) -> dict[str, Any]:
    """The questionnaire as results refer to it."""
    home = {item: scale["id"] for scale in asked["scales"] for item in scale["items"]}
    items = [
        {
            "id": item["id"],
            "text": item["text"],
            "scale": home.get(item["id"], ""),
            "reversed": asked["keying"][item["id"]] == "reversed",
        }
        for item in asked["items"]
    ]
    head = {key: asked[key] for key in ("id", "version", "title", "scales")}
    part = {"cycle": asked["cycle"]} if "cycle" in asked else {}
    return {**head, **part, "items": items, "cuts": asked.get("cuts", [])}
