"""Opening a wave: freeze, pool, make keys, sign the manifest, push it, invite.

Nothing is mailed before the last step, so until the wave is open every step may be done
again from the start; once it is open only the last step can be left to do.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass

from survey_api import clock
from survey_api.ballots import lifecycle
from survey_api.catalogue import instrument_store, waves
from survey_api.catalogue.models import Wave, WaveManifest, WaveState, WaveUnit
from survey_api.conduct import (
    approvals,
    comment_section,
    frames,
    holder,
    inviting,
    keyring,
    manifests,
    trustees,
)
from survey_api.conduct.rooms import Rooms
from survey_api.credentials import keys
from survey_api.credentials.manifest import fingerprint
from survey_api.identity import entering, frame, issuing

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Opened:
    """What the person who opened a wave is told."""

    wave: str
    fingerprint: str
    n_invited: int
    n_groups: int


def open_wave(
    rooms: Rooms, reference: str, *, level: int | None = None, say: Progress = lambda _text: None
) -> Opened:
    """Open a draft wave, or finish opening one that was interrupted.

    Without ``level`` the tally key is an independent key holder's when one is registered."""
    with rooms.reading() as session:
        wave = waves.find(session, reference)
        if wave.state != WaveState.OPEN:
            waves.check_may_move(wave, WaveState.OPEN)
    if wave.state != WaveState.OPEN:
        approvals.check(rooms, reference, level)
        _freeze(rooms, reference, level, say)
    return _invite(rooms, reference, say)


def _freeze(rooms: Rooms, reference: str, level: int | None, say: Progress) -> None:
    _set_opening_day(rooms, reference)
    say("Freezing who may answer, in which group")
    frozen = frames.freeze(rooms, reference)
    say("Making the wave key and the group passes")
    token_public, secrets = _make_secrets(rooms, frozen)
    say("Asking the key holder for a tally key")
    public = _key_holder(rooms, frozen.wave.id, level)
    say("Signing the manifest")
    reading = comment_section.prepare(rooms, frozen.wave)
    drawn = manifests.draw(rooms, frozen, secrets, token_public, public, reading)
    lead = keyring.read(keyring.Keyring(rooms.settings).manifest)
    signature = keys.sign(lead, drawn.manifest)
    _keep_annex(rooms, frozen.wave.id, "frame", drawn.frame_annex)
    say("Handing the manifest to the ballot service")
    with rooms.ballots() as session:
        lifecycle.push(session, frozen.wave.id, drawn.manifest)
    _mark_open(rooms, frozen, drawn, signature)


def _key_holder(rooms: Rooms, wave: str, level: int | None) -> holder.HolderPublic:
    """Whoever will open this wave's ballots, with a key for this wave alone."""
    is_apart = trustees.current(rooms) is not None if level is None else level == trustees.LEVEL
    return trustees.assign(rooms, wave) if is_apart else holder.prepare(rooms.settings, wave)


def _set_opening_day(rooms: Rooms, reference: str) -> None:
    """A wave opens on the day it is opened, whatever was planned; its items must be due."""
    with rooms.published() as session:
        wave = waves.find(session, reference)
        waves.plan(session, wave, opens_on=clock.today())


def _make_secrets(
    rooms: Rooms, frozen: frames.Frozen
) -> tuple[bytes, dict[str, manifests.Secrets]]:
    sealer = keyring.read(keyring.Keyring(rooms.settings).identity)
    private = keys.generate_token_key()
    secrets = {
        group.unit: manifests.Secrets(os.urandom(32), os.urandom(32))
        for group in frozen.pooling.groups
    }
    with rooms.identity() as session:
        issuing.forget_wave(session, frozen.wave.id)
        issuing.store_wave_key(session, frozen.wave.id, private, sealer)
        openings = [
            issuing.UnitOpening(group, secret.pass_, secret.salt, frozen.labels[group])
            for group, secret in secrets.items()
        ]
        issuing.store_passes(session, frozen.wave.id, openings, sealer)
        frame.freeze(session, frozen.wave.id, frozen.group_of_person)
    return private, secrets


def _keep_annex(rooms: Rooms, wave: str, name: str, document: bytes) -> None:
    ring = keyring.Keyring(rooms.settings)
    signature = keys.sign(keyring.read(ring.manifest), document)
    with rooms.identity() as session:
        frame.keep_annex(session, wave, name, document, signature, key=keyring.read(ring.identity))


def _mark_open(
    rooms: Rooms, frozen: frames.Frozen, drawn: manifests.Drawn, signature: bytes
) -> None:
    with rooms.published() as session:
        wave = session.get_one(Wave, frozen.wave.id)
        waves.move(wave, WaveState.OPEN)
        instrument_store.mark_fielded(session, wave.instrument_id, wave.instrument_version)
        session.add_all(_wave_units(frozen))
        session.add(
            WaveManifest(
                wave_id=wave.id,
                manifest=drawn.manifest,
                signature=signature,
                questionnaire=drawn.questionnaire,
                fingerprint=fingerprint(drawn.manifest),
            )
        )


def _wave_units(frozen: frames.Frozen) -> list[WaveUnit]:
    return [
        WaveUnit(
            wave_id=frozen.wave.id,
            unit=node.unit,
            parent=node.parent,
            label=node.label,
            kind=node.kind,
            eligible=frozen.eligible_of(node.unit),
            pooled_into=frozen.pooling.mapping.get(node.unit),
        )
        for node in frozen.nodes
    ]


def _invite(rooms: Rooms, reference: str, say: Progress) -> Opened:
    with rooms.reading() as session:
        wave = waves.find(session, reference)
        manifest = session.get_one(WaveManifest, wave.id)
    say("Queueing the invitations")
    with rooms.identity() as session:
        if rooms.settings.oidc_issuer:
            ring = keyring.Keyring(rooms.settings)
            entering.prepare(session, wave.id, keyring.read(ring.identity))
        issuing.open_issuing(session, wave.id)
        inviting.queue(session, wave, rooms.settings)
        n_invited = frame.count(session, wave.id)
        n_groups = frame.count_groups(session, wave.id)
    return Opened(wave.id, manifest.fingerprint, n_invited, n_groups)
