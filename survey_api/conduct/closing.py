"""Closing a wave: stop issuing, drain and seal the box, tally once, publish, tell everybody.

Where the key that opens ballots lies with independent key holders (level 2), the close ends
with the sealed box, and the wave waits for the release they hand in. Every step may be repeated;
a close that was interrupted is taken up where it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass

from survey_api.ballots import lifecycle, log
from survey_api.ballots.refusals import WaveNotClosed
from survey_api.catalogue import waves
from survey_api.catalogue.models import Wave, WaveManifest, WaveState
from survey_api.conduct import announcing, holder, keyring, publishing, trustees
from survey_api.conduct.rooms import Rooms
from survey_api.credentials import checkpoint, keys
from survey_api.credentials.envelope import CastMessage
from survey_api.credentials.manifest import Manifest, manifest_hash, parse
from survey_api.identity import frame, issuing
from survey_api.release.inputs import IssuedAnnex, ReleaseInput

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Closed:
    """What the person who closed a wave is told; ``waits_for`` names the key holders while the
    ballots have not been opened."""

    wave: str
    accepted: int = 0
    rejected: int = 0
    n_shown: int = 0
    n_not_shown: int = 0
    waits_for: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """One line for the command line."""
        if self.waits_for:
            return (
                f"Closed. Waiting for the key holders: {', '.join(self.waits_for)}. "
                "Next: safetosay wave export-box WAVE --out box.zip, hand them that file, then "
                "safetosay release accept FILE."
            )
        return (
            f"Released: {self.accepted} ballots counted, {self.rejected} rejected; "
            f"{self.n_shown} units shown, {self.n_not_shown} not shown."
        )


def close_wave(
    rooms: Rooms,
    reference: str,
    *,
    say: Progress = lambda _text: None,
    abandon: frozenset[str] = frozenset(),
) -> Closed:
    """Close an open wave and publish its release; a released wave only reports itself.

    ``abandon`` names ballot stations that are gone for good with what their disk held.
    """
    wave = _stop_issuing(rooms, reference, say)
    if wave.state != WaveState.RELEASED:
        say("Waiting for the ballot service to hand over what it holds")
        _seal(rooms, wave.id, abandon)
        _keep_issued_counts(rooms, wave.id)
        manifest = _manifest(rooms, wave.id)
        if manifest.level >= trustees.LEVEL:
            _forget_marks(rooms, wave.id)
            return Closed(wave.id, waits_for=tuple(one.name for one in manifest.custodians))
        say("Opening the ballots once, in memory, and tabulating")
        past = publishing.past_releases(rooms, wave.id)
        signed = holder.tally(rooms.settings, wave.id, box_export(rooms, wave.id), past)
        say("Publishing")
        publishing.accept(rooms, wave.id, signed)
    return finish(rooms, wave.id)


def finish(rooms: Rooms, wave: str) -> Closed:
    """What is left to do once a release is stored; again does nothing twice."""
    announcing.announce(rooms, wave)
    _forget_marks(rooms, wave)
    return _report(rooms, wave)


def box_export(rooms: Rooms, wave: str) -> ReleaseInput:
    """Everything the key holder needs to make the release, and nothing about a person."""
    sealer = keyring.read(keyring.Keyring(rooms.settings).identity)
    with rooms.reading() as published:
        frozen = published.get_one(WaveManifest, wave)
    with rooms.identity() as identity:
        frame_annex, frame_signature = frame.annex(identity, wave, "frame", key=sealer)
        issued_annex, issued_signature = frame.annex(identity, wave, "issued", key=sealer)
    with rooms.ballots() as ballots:
        envelopes = tuple(
            CastMessage(one.prefix, one.bpk, one.sig, one.sealed, one.sigma)
            for one in lifecycle.read_box(ballots, wave)
        )
        leaves = tuple(lifecycle.read_log(ballots, wave))
        closing = log.published(ballots, wave)
    if closing is None:
        raise WaveNotClosed
    return ReleaseInput(
        manifest=frozen.manifest,
        manifest_signature=frozen.signature,
        questionnaire=frozen.questionnaire,
        frame_annex=frame_annex,
        frame_signature=frame_signature,
        issued_annex=issued_annex,
        issued_signature=issued_signature,
        checkpoint=closing.document,
        checkpoint_signature=closing.signature,
        envelopes=envelopes,
        log_leaves=leaves,
    )


def _manifest(rooms: Rooms, wave: str) -> Manifest:
    with rooms.reading() as session:
        return parse(session.get_one(WaveManifest, wave).manifest)


def _forget_marks(rooms: Rooms, wave: str) -> None:
    with rooms.identity() as session:
        issuing.rewrite_marks(session, wave)
    issuing.scrub(rooms.identity_engine)


def _stop_issuing(rooms: Rooms, reference: str, say: Progress) -> Wave:
    with rooms.published() as session:
        wave = waves.find(session, reference)
        if wave.state not in {WaveState.CLOSED, WaveState.RELEASED}:
            waves.move(wave, WaveState.CLOSED)
    say("No new ballots from now on")
    with rooms.identity() as identity:
        issuing.close_issuing(identity, wave.id)
    return wave


def _seal(rooms: Rooms, wave: str, abandon: frozenset[str]) -> None:
    with rooms.ballots() as session:
        lifecycle.begin_closing(session, wave)
    lifecycle.await_drained(rooms.ballots, wave, abandon=abandon)
    lifecycle.seal_box(rooms.ballots_engine, wave)
    _publish_checkpoint(rooms, wave)


def _publish_checkpoint(rooms: Rooms, wave: str) -> None:
    with rooms.reading() as published:
        mh = manifest_hash(published.get_one(WaveManifest, wave).manifest)
    seed = keyring.read(keyring.Keyring(rooms.settings).manifest)
    with rooms.ballots() as session:
        before = log.history(session, for_update=True)
        if log.published(session, wave) is None:
            document = checkpoint.document(wave, mh, lifecycle.read_log(session, wave), before)
            lifecycle.publish_checkpoint(session, wave, document, keys.sign(seed, document))


def _keep_issued_counts(rooms: Rooms, wave: str) -> None:
    ring = keyring.Keyring(rooms.settings)
    sealer = keyring.read(ring.identity)
    with rooms.identity() as session:
        if frame.has_annex(session, wave, "issued"):
            return
        document = IssuedAnnex(wave=wave, issued=issuing.issued_counts(session, wave)).encode()
        signature = keys.sign(keyring.read(ring.manifest), document)
        frame.keep_annex(session, wave, "issued", document, signature, key=sealer)


def _report(rooms: Rooms, wave: str) -> Closed:
    with rooms.reading() as session:
        bundle = publishing.released_bundle(session, wave)
        statement = publishing.released_statement(session, wave)
    shown = sum(unit["shown"] for unit in bundle["units"])
    return Closed(
        wave=wave,
        accepted=statement["accepted"],
        rejected=sum(statement["rejected"].values()),
        n_shown=shown,
        n_not_shown=len(bundle["units"]) - shown,
    )
