"""Taking in a release that key holders made elsewhere: find its wave, check, publish, tell all."""

from survey_api.catalogue import waves
from survey_api.catalogue.models import Wave, WaveState
from survey_api.conduct import publishing
from survey_api.conduct.closing import Closed, finish
from survey_api.conduct.rooms import Rooms
from survey_api.credentials.encoding import Malformed
from survey_api.errors import Conflict
from survey_api.published.models import Release
from survey_api.release.signed_release import ReleaseUnreadable, SignedRelease
from survey_api.release.statement import Statement


class WaveUnknownHere(Conflict):
    """This release is of a wave that this installation never had. Nothing was published. The key
    holders may have taken the file of another installation, or of a rehearsal."""


class WaveNotYetClosed(Conflict):
    """This release is of a wave that is not closed. Nothing was published."""


def accept_file(rooms: Rooms, raw: bytes) -> Closed:
    """Publish the release in a key holder's file; the same file again only reports."""
    signed = SignedRelease.parse(raw)
    wave = _wave_of(rooms, signed)
    if wave.state not in {WaveState.CLOSED, WaveState.RELEASED}:
        raise WaveNotYetClosed(
            f"This release is of wave {wave.number}, which is {wave.state}, not closed. "
            "Nothing was published."
        )
    if not _is_published(rooms, wave.id, signed):
        publishing.accept(rooms, wave.id, signed)
    return finish(rooms, wave.id)


def _wave_of(rooms: Rooms, signed: SignedRelease) -> Wave:
    try:
        said = Statement.parse(signed.statement)
    except Malformed as error:
        raise ReleaseUnreadable from error
    with rooms.reading() as session:
        try:
            return waves.find(session, said.wave)
        except waves.UnknownWave as error:
            raise WaveUnknownHere from error


def _is_published(rooms: Rooms, wave: str, signed: SignedRelease) -> bool:
    """Whether exactly this release is out, so that an interrupted acceptance can go on."""
    with rooms.reading() as session:
        found = session.get(Release, wave)
        return found is not None and (found.bundle, found.statement) == (
            signed.bundle,
            signed.statement,
        )
