"""Erasing the key of one wave, copy by copy, and signing that it is gone."""

from datetime import date

from survey_api.credentials import keys
from survey_api.credentials.encoding import b64u_decode
from survey_api.release.erasure import Part, SignedErasure, erasure_document
from survey_api.trustee import files
from survey_api.trustee.errors import NeverCounted, TooEarlyToErase
from survey_api.trustee.folder import KeyFolder, Unlocked
from survey_api.trustee.history import Counted


def check(folder: KeyFolder, wave: Counted, on: date) -> None:
    """Raise ``NeverCounted`` or ``TooEarlyToErase`` while the key may still be needed."""
    known = folder.history.of(wave.wave)
    if known is None or known.counted_on is None:
        raise NeverCounted
    day = known.may_be_erased_on
    if day is not None and on < day:
        raise TooEarlyToErase(
            "Objections are still possible in this wave. Its key may be needed for a recount; "
            f"erase it from {day.isoformat()} on."
        )


def erase(folder: KeyFolder, wave: Counted, on: date) -> bool:
    """Destroy the key of this wave in this folder; False when it was gone already."""
    path = folder.file_of(wave.public_key)
    was_there = path.is_file()
    files.destroy(path)
    folder.remember(folder.history.with_erased(wave, on))
    return was_there


def statement(unlocked: Unlocked, wave: Counted, on: date) -> SignedErasure:
    """The signed word for the server, once the last copy is gone."""
    mh = b64u_decode(wave.manifest_hash)
    document = erasure_document(wave.wave, mh, [Part.TALLY_KEY], on)
    return SignedErasure(document, keys.sign(unlocked.statement, document))
