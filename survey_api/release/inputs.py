"""What a key holder is handed: everything needed for a release, and nothing about a person."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from survey_api.credentials.encoding import b64u, b64u_decode
from survey_api.credentials.envelope import CastMessage
from survey_api.credentials.manifest import canonical
from survey_api.disclosure.continuity import NEWCOMER
from survey_api.disclosure.tree import REST, Node
from survey_api.errors import Invalid


class AnnexMalformed(Invalid):
    """A signed annex of this wave cannot be read; ask whoever exported the box to do it again."""


@dataclass(frozen=True)
class FrameGroup:
    """One group with the openings of its commitments (32 bytes each)."""

    unit: str
    eligible: int
    pass_: bytes
    label: str
    salt: bytes


@dataclass(frozen=True)
class FrameAnnex:
    """The frozen tree, its groups, and which original leaves were pooled into which group.

    ``before`` is the wave that units are compared with, ``moves`` group now → group then ("" for
    newcomers) → people, and ``eligible_before`` everybody asked then, by group: counts only.
    """

    wave: str
    nodes: tuple[Node, ...]
    groups: tuple[FrameGroup, ...]
    pooled: dict[str, str]
    before: str | None = None
    moves: dict[str, dict[str, int]] = field(default_factory=dict)
    eligible_before: dict[str, int] = field(default_factory=dict)

    def published_tree(self) -> tuple[Node, ...]:
        """The frozen tree as published: pooled leaves are gone, their groups stand instead."""
        labels = {group.unit: group.label for group in self.groups}
        kept = [
            Node(node.unit, node.parent, labels.get(node.unit, node.label), node.kind)
            for node in self.nodes
            if node.unit not in self.pooled
        ]
        known = {node.unit for node in kept}
        rests = [
            Node(group.unit, group.unit.removesuffix(".rest"), group.label, REST)
            for group in self.groups
            if group.unit not in known
        ]
        return (*kept, *rests)

    def encode(self) -> bytes:
        """Canonical JSON, ready to be signed."""
        groups = [
            {**asdict(one), "pass_": b64u(one.pass_), "salt": b64u(one.salt)} for one in self.groups
        ]
        return canonical(
            {
                "v": 1,
                "wave": self.wave,
                "nodes": [asdict(node) for node in self.nodes],
                "groups": groups,
                "pooled": self.pooled,
                "before": self.before,
                "moves": self.moves,
                "eligible_before": self.eligible_before,
            }
        )

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The annex of these bytes."""
        try:
            document: dict[str, Any] = json.loads(raw)
            groups = tuple(
                FrameGroup(
                    one["unit"],
                    one["eligible"],
                    b64u_decode(one["pass_"]),
                    one["label"],
                    b64u_decode(one["salt"]),
                )
                for one in document["groups"]
            )
            nodes = tuple(Node(**one) for one in document["nodes"])
            moves = {to: _counts(sources) for to, sources in document["moves"].items()}
            found = cls(
                wave=document["wave"],
                nodes=nodes,
                groups=groups,
                pooled=dict(document["pooled"]),
                before=document["before"],
                moves=moves,
                eligible_before=_counts(document["eligible_before"]),
            )
            found._check_moves()
            return found
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AnnexMalformed from error

    def _check_moves(self) -> None:
        """Raise ``ValueError`` unless everybody comes from somewhere, and nobody twice."""
        if self.before is None:
            if self.moves or self.eligible_before:
                raise ValueError("movers without a wave they come from")
            return
        if type(self.before) is not str:
            raise ValueError("the wave before is not named")
        sizes = {group.unit: group.eligible for group in self.groups}
        if {unit: sum(sources.values()) for unit, sources in self.moves.items()} != sizes:
            raise ValueError("movers do not add up to the people asked")
        came = Counter[str]()
        for sources in self.moves.values():
            came.update(sources)
        del came[NEWCOMER]
        if any(n > self.eligible_before.get(group, 0) for group, n in came.items()):
            raise ValueError("more people came from a group than were in it")


@dataclass(frozen=True)
class IssuedAnnex:
    """How many tokens were issued in each group, counted at the close."""

    wave: str
    issued: dict[str, int]

    def encode(self) -> bytes:
        """Canonical JSON, ready to be signed."""
        return canonical({"v": 1, "wave": self.wave, "issued": self.issued})

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The annex of these bytes."""
        try:
            document: dict[str, Any] = json.loads(raw)
            return cls(document["wave"], _counts(document["issued"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AnnexMalformed from error


@dataclass(frozen=True)
class ReleaseInput:
    """A box export. Signatures are Ed25519 under the manifest's checkpoint key; ``checkpoint``
    is the closing one, as published."""

    manifest: bytes
    manifest_signature: bytes
    questionnaire: bytes
    frame_annex: bytes
    frame_signature: bytes
    issued_annex: bytes
    issued_signature: bytes
    checkpoint: bytes
    checkpoint_signature: bytes
    envelopes: tuple[CastMessage, ...]
    log_leaves: tuple[bytes, ...]


def _counts(document: dict[str, Any]) -> dict[str, int]:
    if any(type(n) is not int or n < 0 for n in document.values()):
        raise ValueError("people are counted in whole numbers from nought")
    return dict(document)
