"""The public list of accepted envelopes: published once, at close, sorted, with one checkpoint."""

from sqlalchemy import Engine, Select, select

from survey_api.ballots.models import BallotWave, BoxState, LogLeaf
from survey_api.ballots.refusals import NotYetPublished
from survey_api.credentials import merkle
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest_form import canonical


def checkpoint_document(wave: str, mh: bytes, leaves: list[bytes]) -> bytes:
    """What the checkpoint key signs: canonical JSON over the root of the sorted leaves."""
    ordered = sorted(leaves)
    return canonical(
        {
            "v": 1,
            "wave": wave,
            "manifest_hash": b64u(mh),
            "size": len(ordered),
            "root": b64u(merkle.root(ordered)),
        }
    )


def leaf_bytes(engine: Engine, wave: str) -> bytes:
    """All leaves of a closed wave, 32 bytes each, sorted."""
    with engine.connect() as connection:
        if not connection.scalar(_closed(wave)):
            raise NotYetPublished
        found = connection.scalars(select(LogLeaf.leaf).where(LogLeaf.wave == wave))
        return b"".join(sorted(found))


def checkpoint_bytes(engine: Engine, wave: str) -> bytes:
    """``{"checkpoint": document, "signature": …}``, both base64url."""
    columns = select(BallotWave.checkpoint, BallotWave.checkpoint_signature)
    with engine.connect() as connection:
        row = connection.execute(columns.where(BallotWave.wave == wave)).one_or_none()
    if row is None or row.checkpoint is None or row.checkpoint_signature is None:
        raise NotYetPublished
    return canonical(
        {"checkpoint": b64u(row.checkpoint), "signature": b64u(row.checkpoint_signature)}
    )


def _closed(wave: str) -> Select[str]:
    return select(BallotWave.wave).where(
        BallotWave.wave == wave, BallotWave.state == BoxState.CLOSED
    )
