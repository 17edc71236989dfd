"""The publication as one pure function: the same box gives the same bytes, whoever runs it."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hpke

from survey_api.credentials import keys, merkle
from survey_api.credentials.encoding import L_LEDGER, L_NOISE, b64u
from survey_api.credentials.keys import TallyKey
from survey_api.credentials.manifest import canonical
from survey_api.release.cells import Table
from survey_api.release.checks import BoxDoesNotFit, Checked, check
from survey_api.release.disclosing import disclosed
from survey_api.release.inputs import ReleaseInput
from survey_api.release.opening import Opened, open_all
from survey_api.release.tabulation import tabulate

__all__ = ["Published", "ReleaseInput", "publish"]
NOISE_KEY_BYTES = 32
LEDGER_SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True)
class Published:
    """``bundle`` is deterministic; ``ledger`` is sealed to the tally key and is not."""

    bundle: bytes
    ledger: bytes


def publish(box: ReleaseInput, tally_key: TallyKey) -> Published:
    """Check, open, tabulate, disclose. Opened ballots exist only inside this call.

    Raises ``BoxDoesNotFit`` before anything is opened when the parts do not belong together.
    """
    checked = check(box)
    if tally_key.public_bytes != checked.manifest.tally_key:
        raise BoxDoesNotFit("This tally key is not the one the manifest names; nothing would open.")
    leaves = frozenset(box.log_leaves)
    opened = open_all(box.envelopes, leaves, checked, tally_key)
    withheld = disagreeing(opened, checked)
    kept = [ballot for ballot in opened.ballots if ballot.unit not in withheld]
    keying = checked.questionnaire["keying"]
    sums = tabulate(kept, keying, checked.policy.scale_points)
    noise_key = keys.hkdf(tally_key.private_bytes, L_NOISE, NOISE_KEY_BYTES)
    table, units = disclosed(checked, sums, noise_key, withheld)
    statement = _statement(box, opened, withheld, units)
    return Published(_bundle(checked, units, statement), _ledger(table, tally_key))


def disagreeing(opened: Opened, checked: Checked) -> frozenset[str]:
    """Groups where accepted ≤ issued ≤ eligible fails: withheld, while the release goes on."""
    accepted = Counter(ballot.unit for ballot in opened.ballots)
    return frozenset(
        group.unit
        for group in checked.frame.groups
        if not accepted[group.unit] <= checked.issued.issued.get(group.unit, 0) <= group.eligible
    )


def _bundle(checked: Checked, units: list[dict[str, Any]], statement: dict[str, Any]) -> bytes:
    manifest = checked.manifest
    root = next(node.unit for node in checked.frame.nodes if node.parent is None)
    document = {
        "v": 1,
        "wave": manifest.wave_text,
        "manifest_hash": b64u(checked.mh),
        "title": manifest.title,
        "closes": manifest.closes.isoformat(),
        "level": manifest.level,
        "instrument": _instrument(checked.questionnaire),
        "policy": checked.policy.as_document(),
        "organisation_unit": root,
        "units": units,
        "pooled": checked.frame.pooled,
        "statement": statement,
    }
    return canonical(document)


def _instrument(asked: dict[str, Any]) -> dict[str, Any]:
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
    return {**head, "items": items}


def _statement(
    box: ReleaseInput, opened: Opened, withheld: frozenset[str], units: list[dict[str, Any]]
) -> dict[str, Any]:
    leaves = sorted(box.log_leaves)
    return {
        "log_root": b64u(merkle.root(leaves)),
        "log_size": len(leaves),
        "accepted": len(opened.ballots),
        "superseded": opened.superseded,
        "rejected": {str(reason): n for reason, n in sorted(opened.rejected.items())},
        "withheld_units": sorted(withheld),
        "cells_digest": b64u(hashlib.sha256(canonical(units)).digest()),
        "frame_sum_tree": None,
    }


def _ledger(table: Table, tally_key: TallyKey) -> bytes:
    document = {
        atom.id: {
            "home": atom.home,
            "n": atom.n,
            "items": {
                item: [cell.p, cell.n] for item, cell in sorted(table.cells[atom.id].items())
            },
        }
        for atom in table.atoms
    }
    public = tally_key.private.public_key()
    return LEDGER_SUITE.encrypt(canonical({"v": 1, "atoms": document}), public, L_LEDGER)
