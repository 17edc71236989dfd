"""Takes in the key holders' signed word that they destroyed the key of a wave (level 2)."""

from survey_api import clock
from survey_api.catalogue import assurance, waves
from survey_api.catalogue.models import Wave, WaveManifest
from survey_api.conduct.erasing import OVER, Erased
from survey_api.conduct.rooms import Rooms
from survey_api.credentials import keys
from survey_api.credentials.manifest import manifest_hash, parse
from survey_api.errors import Conflict
from survey_api.published.models import Erasure as Stated
from survey_api.release.erasure import Erasure, Part, SignedErasure

KEY_HOLDER = "key_holder"


class ErasureRefused(Conflict):
    """This erasure statement is not from the key holders of that wave, or speaks of a wave that
    was not released here, or of a day that has not come. Nothing was stored."""


class ErasureKnown(Conflict):
    """The key holders' statement on this wave is here already, and says something else."""


def accept_file(rooms: Rooms, raw: bytes) -> Erased:
    """Check and store the file; the same file again only reports itself."""
    signed = SignedErasure.parse(raw)
    said = Erasure.parse(signed.document)
    with rooms.published() as session:
        wave = waves.find(session, said.wave)
        frozen = session.get(WaveManifest, wave.id)
        if frozen is None or not _fits(wave, frozen.manifest, signed, said):
            raise ErasureRefused
        known = session.get(Stated, (wave.id, KEY_HOLDER))
        if known is not None and known.document != signed.document:
            raise ErasureKnown
        if known is None:
            session.add(
                Stated(
                    wave_id=wave.id,
                    by=KEY_HOLDER,
                    document=signed.document,
                    signature=signed.signature,
                    parts=" ".join(said.erased),
                    erased_on=said.on,
                )
            )
        return Erased(wave.id, wave.number, said.on, said.erased)


def _fits(wave: Wave, manifest: bytes, signed: SignedErasure, said: Erasure) -> bool:
    holder_key = parse(manifest).keys.statement
    return (
        wave.state in OVER
        and wave.released_on is not None
        and wave.released_on <= said.on <= clock.today()
        and assurance.of(manifest).level > 1
        and said.erased == (Part.TALLY_KEY,)
        and said.manifest_hash == manifest_hash(manifest)
        and keys.verify(holder_key, signed.document, signed.signature)
    )
