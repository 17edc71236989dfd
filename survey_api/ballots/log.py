"""The public list of accepted envelopes: published once, at close, sorted, with one checkpoint."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from survey_api.ballots.models import BallotWave, BoxState, LogLeaf
from survey_api.ballots.refusals import ListUnknown, NotYetPublished
from survey_api.credentials import checkpoint, merkle
from survey_api.credentials.checkpoint import Checkpoint
from survey_api.credentials.encoding import HASH_BYTES, b64u
from survey_api.credentials.manifest_form import canonical


@dataclass(frozen=True)
class Signed:
    """A closing checkpoint as published."""

    document: bytes
    signature: bytes


def published(session: Session, wave: str) -> Signed | None:
    """The checkpoint of a wave, once there is one."""
    columns = select(BallotWave.checkpoint, BallotWave.checkpoint_signature)
    row = session.execute(columns.where(BallotWave.wave == wave)).one_or_none()
    if row is None or row.checkpoint is None or row.checkpoint_signature is None:
        return None
    return Signed(row.checkpoint, row.checkpoint_signature)


def history(session: Session, *, for_update: bool = False) -> list[bytes]:
    """The documents of all checkpoints so far, oldest first.

    Whoever adds one asks ``for_update``: of two waves that close at once, the second waits
    and then sees the first.
    """
    all_waves = select(BallotWave.checkpoint).order_by(BallotWave.wave)
    found = session.scalars(all_waves.with_for_update() if for_update else all_waves)
    return checkpoint.in_order([one for one in found if one is not None])


def history_bytes(engine: Engine, wave: str) -> bytes:
    """The leaf hashes of all checkpoints before this wave's, oldest first, 32 bytes each."""
    with Session(engine) as session:
        own = published(session, wave)
        if own is None:
            raise NotYetPublished
        documents = history(session)
    return b"".join(map(merkle.leaf_hash, documents[: documents.index(own.document)]))


def leaf_bytes(engine: Engine, wave: str) -> bytes:
    """All leaves of a closed wave, 32 bytes each, sorted."""
    with engine.connect() as connection:
        if not connection.scalar(_closed(wave)):
            raise NotYetPublished
        found = connection.scalars(select(LogLeaf.leaf).where(LogLeaf.wave == wave))
        return b"".join(sorted(found))


def checkpoint_bytes(engine: Engine, wave: str) -> bytes:
    """``{"checkpoint": document, "signature": …}``, both base64url."""
    with Session(engine) as session:
        found = published(session, wave)
    if found is None:
        raise NotYetPublished
    return canonical({"checkpoint": b64u(found.document), "signature": b64u(found.signature)})


def one_list(leaves: bytes, served: bytes, number: str) -> bytes:
    """List ``number`` of all ``leaves``, as the ``served`` checkpoint cuts them."""
    document, _signature = checkpoint.unwrapped(served)
    sizes = [one.size for one in Checkpoint.parse(document).lists]
    is_number = number.isascii() and number.isdigit() and len(number) <= 5
    if not is_number or int(number) >= len(sizes):
        raise ListUnknown
    start = sum(sizes[: int(number)]) * HASH_BYTES
    return leaves[start : start + sizes[int(number)] * HASH_BYTES]


def _closed(wave: str) -> Select[str]:
    return select(BallotWave.wave).where(
        BallotWave.wave == wave, BallotWave.state == BoxState.CLOSED
    )


# the public files of a closed wave: address → what reads it; none ever changes
FILES: Final[dict[str, Callable[[Engine, str], bytes]]] = {
    "log": leaf_bytes,
    "checkpoint": checkpoint_bytes,
    "history": history_bytes,
}
