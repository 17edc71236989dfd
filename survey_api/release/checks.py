"""Before a single envelope is opened: does everything in the box export belong together?"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from survey_api.credentials import keys
from survey_api.credentials.checkpoint import Checkpoint, Head
from survey_api.credentials.manifest import (
    Manifest,
    label_commitment,
    manifest_hash,
    parse,
    unit_commitment,
)
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import bottom_up
from survey_api.errors import Conflict
from survey_api.release.inputs import FrameAnnex, IssuedAnnex, ReleaseInput


class BoxDoesNotFit(Conflict):
    """The parts of this box export do not belong together; nothing was opened."""


@dataclass(frozen=True)
class Checked:
    """The parsed, mutually consistent parts of a box export."""

    manifest: Manifest
    mh: bytes
    policy: Policy
    questionnaire: dict[str, Any]
    frame: FrameAnnex
    issued: IssuedAnnex

    @cached_property
    def item_ids(self) -> frozenset[str]:
        """Every item fielded in this wave."""
        return frozenset(item["id"] for item in self.questionnaire["items"])

    @cached_property
    def pass_of(self) -> dict[str, bytes]:
        """group → its pass."""
        return {group.unit: group.pass_ for group in self.frame.groups}


def check(box: ReleaseInput) -> Checked:
    """Verify signatures, digests and commitments; raises ``BoxDoesNotFit`` saying which failed."""
    manifest = parse(box.manifest)
    _signatures(box, manifest)
    if hashlib.sha256(box.questionnaire).digest() != manifest.questionnaire_sha256:
        raise BoxDoesNotFit("The questionnaire is not the one the manifest names.")
    frame, issued = FrameAnnex.parse(box.frame_annex), IssuedAnnex.parse(box.issued_annex)
    if {frame.wave, issued.wave} != {manifest.wave_text}:
        raise BoxDoesNotFit("An annex belongs to another wave than the manifest.")
    if len(set(box.log_leaves)) != len(box.log_leaves):
        raise BoxDoesNotFit("The log lists an envelope twice.")
    _checkpoint(box, manifest)
    _commitments(frame, manifest)
    _one_tree(frame)
    policy = Policy.from_document(dict(manifest.policy))
    policy.check_for_wave()
    return Checked(
        manifest=manifest,
        mh=manifest_hash(box.manifest),
        policy=policy,
        questionnaire=json.loads(box.questionnaire),
        frame=frame,
        issued=issued,
    )


def _signatures(box: ReleaseInput, manifest: Manifest) -> None:
    signed = (
        ("manifest", box.manifest, box.manifest_signature),
        ("frame annex", box.frame_annex, box.frame_signature),
        ("issued-count annex", box.issued_annex, box.issued_signature),
        ("checkpoint", box.checkpoint, box.checkpoint_signature),
    )
    for name, document, signature in signed:
        if not keys.verify(manifest.keys.checkpoint, document, signature):
            raise BoxDoesNotFit(f"The signature on the {name} does not fit.")


def _checkpoint(box: ReleaseInput, manifest: Manifest) -> None:
    """The log to be counted is the one that was published and signed at the close."""
    said = Checkpoint.parse(box.checkpoint)
    if (said.wave, said.manifest_hash) != (manifest.wave_text, manifest_hash(box.manifest)):
        raise BoxDoesNotFit("The checkpoint belongs to another wave than the manifest.")
    if said.head != Head.of(sorted(box.log_leaves)):
        raise BoxDoesNotFit("The log is not the one whose root the checkpoint signs.")


def _commitments(frame: FrameAnnex, manifest: Manifest) -> None:
    if {group.unit for group in frame.groups} != set(manifest.by_unit):
        raise BoxDoesNotFit("The frame annex lists other groups than the manifest.")
    for group in frame.groups:
        entry = manifest.by_unit[group.unit]
        opens = unit_commitment(manifest.wave, group.unit, group.pass_) == entry.pass_commitment
        label = label_commitment(manifest.wave, group.unit, group.salt, group.label)
        if not opens or label != entry.label_commitment or group.eligible != entry.eligible:
            raise BoxDoesNotFit("A group in the frame annex does not open its commitment.")


def _one_tree(frame: FrameAnnex) -> None:
    """A node or a group that is listed twice, or lies outside the tree, would let the same few
    people count twice or vanish; ids with "+" could give two atoms the same noise."""
    kept = frame.published_tree()
    ids = [node.unit for node in kept]
    all_ids = {node.unit for node in frame.nodes}
    groups = [group.unit for group in frame.groups]
    inner = {node.parent for node in kept}
    fits = (
        len(set(ids)) == len(ids) == len(bottom_up(kept))
        and len(all_ids) == len(frame.nodes)
        and len(set(groups)) == len(groups)
        and [node.parent for node in kept].count(None) == 1
        and inner.isdisjoint(groups)
        and all_ids.issuperset(frame.pooled)
        and set(groups).issuperset(frame.pooled.values())
        and not any("+" in unit for unit in ids)
    )
    if not fits:
        raise BoxDoesNotFit("The frame annex is not one tree with each group in one place.")
