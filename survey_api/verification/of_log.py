"""Is the published log the one that was signed, and does it continue what came before it?"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from survey_api.credentials import checkpoint as checkpoints
from survey_api.credentials import keys, merkle
from survey_api.credentials.checkpoint import Checkpoint, CheckpointMalformed, Head
from survey_api.credentials.encoding import HASH_BYTES
from survey_api.credentials.manifest import Manifest, manifest_hash
from survey_api.verification.findings import Finding, found
from survey_api.verification.public_files import PublicFiles

SIGNATURE_MISSING = "its signature (checkpoint.sig) is not among your files."
NOT_SIGNED = "its signature does not fit."
OTHER_WAVE = "it names another wave or another manifest."


@dataclass(frozen=True)
class Doubt:
    """Why a document cannot be used."""

    why: str


def read_checkpoint(files: PublicFiles, manifest: Manifest) -> Checkpoint | Doubt | None:
    """The checkpoint, if it is signed and of this wave; None where there is none yet."""
    if files.checkpoint is None:
        return None
    if files.checkpoint_signature is None:
        return Doubt(SIGNATURE_MISSING)
    if not keys.verify(manifest.keys.checkpoint, files.checkpoint, files.checkpoint_signature):
        return Doubt(NOT_SIGNED)
    try:
        said = Checkpoint.parse(files.checkpoint)
    except CheckpointMalformed:
        return Doubt("it cannot be read.")
    if (said.wave, said.manifest_hash) != (manifest.wave_text, manifest_hash(files.manifest)):
        return Doubt(OTHER_WAVE)
    return said


def check_log(files: PublicFiles, said: Checkpoint) -> Iterator[Finding]:
    """Every list as signed, and all of them together the root."""
    yield found("checkpoint", True)
    missing = [number for number in range(said.n_lists) if number not in files.lists]
    if missing:
        yield found("log.lists", None, missing=len(missing), lists=said.n_lists)
    else:
        yield from _lists(files, said)
    yield from _history(files, said)


def is_listed(content: bytes, number: int, said: Checkpoint) -> bool:
    """Whether this is list ``number`` as signed; version 1 has one, whose root is signed."""
    if len(content) % HASH_BYTES or number >= said.n_lists:
        return False
    if not said.lists:
        return Head.of(cut(content)) == said.head
    wanted = said.lists[number]
    is_whole = len(content) == wanted.size * HASH_BYTES
    return is_whole and hashlib.sha256(content).digest() == wanted.sha256


def cut(content: bytes) -> list[bytes]:
    """A list's leaves."""
    return [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]


def _lists(files: PublicFiles, said: Checkpoint) -> Iterator[Finding]:
    numbers = range(said.n_lists)
    wrong = [number for number in numbers if not is_listed(files.lists[number], number, said)]
    yield found("log.lists", not wrong, lists=said.n_lists, number=wrong[0] if wrong else "")
    if wrong:
        return
    lists = [cut(files.lists[number]) for number in numbers]
    leaves = [leaf for one in lists for leaf in one]
    in_place = checkpoints.cut(leaves, said.n_lists) == lists
    yield found("log.order", in_place and all(a < b for a, b in pairwise(leaves)))
    yield found("log.root", Head.of(leaves) == said.head, size=said.head.size)


def _history(files: PublicFiles, said: Checkpoint) -> Iterator[Finding]:
    if files.history is None or said.history is None:
        yield found("history", None)
        return
    is_whole = len(files.history) % HASH_BYTES == 0
    is_named = is_whole and Head.of(cut(files.history)) == said.history
    yield found("history", is_named, size=said.history.size)


def check_earlier(
    files: PublicFiles, said: Checkpoint, before: PublicFiles, then: Checkpoint
) -> Finding:
    """Whether the checkpoint of a wave that was kept earlier stands in the history, in its
    place, with the same checkpoints before it (RFC 9162 §2.1.4: the log only grew)."""
    if then.wave == said.wave:
        is_same = before.checkpoint == files.checkpoint
        return found("earlier", is_same, wave=then.wave, why="there are two of this wave.")
    if said.history is None or files.history is None:
        why = "this wave has no log of earlier checkpoints."
        return found("earlier", None, wave=then.wave, why=why)
    own = merkle.leaf_hash(before.checkpoint or b"")
    history = cut(files.history)
    if then.history is None:
        return found("earlier", own in history, wave=then.wave, why="it is nowhere in it.")
    if then.history.size > said.history.size:
        why = "it closed later than this wave; check that one and give this as the earlier."
        return found("earlier", None, wave=then.wave, why=why)
    place = then.history.size
    if history[place : place + 1] != [own]:
        return found("earlier", False, wave=then.wave, why="another one stands there.")
    proof = merkle.consistency_proof(history, place) if place else []
    grew = not place or merkle.verify_consistency(
        place, len(history), then.history.root, said.history.root, proof
    )
    return found("earlier", grew, wave=then.wave, why="what came before it was changed.")
