"""Accept a signed release: check whose signature it is, store it whole, never touch it again."""

import hashlib
import json
from typing import Any

from sqlalchemy import select

from survey_api import clock
from survey_api.ballots import log
from survey_api.catalogue import waves
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import Wave, WaveManifest, WaveState
from survey_api.conduct import comment_section
from survey_api.conduct.rooms import Rooms
from survey_api.credentials import keys
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import manifest_hash, parse
from survey_api.errors import Conflict
from survey_api.published.models import Cell, Release
from survey_api.release.signed_release import PastRelease, SignedRelease
from survey_api.release.statement import Statement

ASK_AGAIN = "Nothing was published. Ask the key holders to make it again from a fresh box export."


class ReleaseRefused(Conflict):
    """This release is not signed by the key holder the manifest names, or is of another wave
    or of another box. Ask the key holder to make it again from a fresh box export."""


class ReleaseExists(Conflict):
    """This wave already has a release; a release is never replaced."""


def accept(rooms: Rooms, wave_id: str, signed: SignedRelease) -> None:
    """Store a release and its cells in one transaction, once."""
    bundle = _parsed(signed.bundle)
    with rooms.ballots() as session:
        closing = log.published(session, wave_id)
    with rooms.published() as session:
        if session.get(Release, wave_id) is not None:
            raise ReleaseExists
        _check(session.get_one(WaveManifest, wave_id), bundle, signed, closing)
        session.add(
            Release(
                wave_id=wave_id,
                bundle=signed.bundle,
                digest=b64u(hashlib.sha256(signed.bundle).digest()),
                signature=signed.signature,
                statement=signed.statement,
                statement_signature=signed.statement_signature,
                ledger=signed.ledger,
                released_on=clock.today(),
            )
        )
        session.flush()  # cells and comments refer to their release
        wave = session.get_one(Wave, wave_id)
        session.add_all(_cells(wave_id, bundle))
        if signed.comments is not None:
            session.add(comment_section.kept(wave, bundle, signed.comments))
        waves.move(wave, WaveState.RELEASED)
        wave.released_on = clock.today()


def past_releases(rooms: Rooms, wave_id: str) -> list[PastRelease]:
    """What is out of the waves before this one, oldest first."""
    with rooms.reading() as session:
        number = session.get_one(Wave, wave_id).number
        query = (
            select(Release)
            .join(Wave, Wave.id == Release.wave_id)
            .where(Wave.number < number)
            .order_by(Wave.number)
        )
        return [PastRelease(one.wave_id, one.bundle, one.ledger) for one in session.scalars(query)]


def released_statement(session: PublishedReader, wave_id: str) -> dict[str, Any]:
    """What the key holder states; up to version 3 of the bundle that stood inside it."""
    found = session.get_one(Release, wave_id).statement
    stated: dict[str, Any] = (
        json.loads(found) if found else released_bundle(session, wave_id)["statement"]
    )
    return stated


def released_bundle(session: PublishedReader, wave_id: str) -> dict[str, Any]:
    """A stored release as parsed JSON."""
    found: dict[str, Any] = json.loads(session.get_one(Release, wave_id).bundle)
    return found


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise ReleaseRefused from error
    if not isinstance(found, dict):
        raise ReleaseRefused
    return found


def _check(
    frozen: WaveManifest, bundle: dict[str, Any], signed: SignedRelease, closing: log.Signed | None
) -> None:
    """Bundle and statement are the key holder's, of each other, and of the box that was closed."""
    holder_key, mh = parse(frozen.manifest).keys.statement, manifest_hash(frozen.manifest)
    stated = Statement.parse(signed.statement)
    checkpoint = hashlib.sha256(closing.document).digest() if closing else None
    verdicts = {
        "It is of another wave, or of another manifest of this wave.": (
            bundle.get("manifest_hash") == b64u(mh) and stated.manifest_hash == mh
        ),
        "The figures are not signed by the key holder the manifest names, or were changed.": (
            keys.verify(holder_key, signed.bundle, signed.signature)
        ),
        "The statement is not signed by the key holder the manifest names, or was changed.": (
            keys.verify(holder_key, signed.statement, signed.statement_signature)
        ),
        "Figures and statement do not belong together.": (
            stated.bundle_sha256 == hashlib.sha256(signed.bundle).digest()
        ),
        "It was made from another box than the one that was closed.": (
            stated.checkpoint_sha256 == checkpoint
        ),
    }
    for reason, holds in verdicts.items():
        if not holds:
            raise ReleaseRefused(f"This release was refused. {reason} {ASK_AGAIN}")


def _cells(wave_id: str, bundle: dict[str, Any]) -> list[Cell]:
    return [
        Cell(
            wave_id=wave_id,
            unit=unit["unit"],
            measure=measure,
            value=figure["value"],
            relation=figure["relation"],
            text=figure["text"],
            borrowed=figure["borrowed"],
        )
        for unit in bundle["units"]
        for measure, figure in (*unit["figures"].items(), *unit["items"].items())
    ]
