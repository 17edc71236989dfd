"""Accepts a ballot: check it, have it on disk, promise to keep it. Knows no time, no sender."""

import asyncio

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from survey_api.ballots.accepted import Accepted
from survey_api.ballots.pushed import OpenWave, Waves
from survey_api.ballots.refusals import (
    BallotTooLarge,
    BallotWrongSize,
    SpoolUnavailable,
    TokenRefused,
    TooManyVersions,
    WaveNotOpen,
    WaveUnknown,
)
from survey_api.ballots.spool import Pending
from survey_api.ballots.writer import Writer
from survey_api.credentials import envelope
from survey_api.credentials.encoding import Malformed


class Box:
    """The state of one ballot process."""

    def __init__(self, writer: Writer, key: Ed25519PrivateKey) -> None:
        self.writer = writer
        self.waves = Waves()
        self.accepted = Accepted()
        self._key = key

    def open_wave(self, wave: str) -> OpenWave:
        """The wave, if it takes ballots now."""
        found = self.waves.open.get(wave)
        if found is None:
            raise WaveNotOpen if self.is_known(wave) else WaveUnknown
        return found

    def is_known(self, wave: str) -> bool:
        """Whether this wave was pushed, in whatever state."""
        return wave in self.waves.unsealed or wave in self.waves.closed

    def check_size(self, wave: str, size: int) -> int:
        """Refuse a body by its announced length alone; returns the one right length."""
        right = self.open_wave(wave).cast_size
        if size > right:
            raise BallotTooLarge
        if size != right:
            raise BallotWrongSize
        return right

    async def cast(self, wave: str, body: bytes) -> bytes:
        """Accept one ballot; returns the promise once the ballot is on disk.

        The same envelope again gets the same promise. Nothing is awaited between the
        check of the wave's state and the place in the writer's queue, so a wave that
        begins to close cannot miss a ballot.
        """
        judged = self.open_wave(wave)
        message = _checked(judged, body)
        leaf = envelope.leaf(judged.mh, message.bpk, message.sealed)
        stored = self.writer.underway(leaf)
        if stored is None and not self.accepted.has(leaf):
            stored = self._enter(Pending(leaf, wave, body), message.bpk)
        if stored is not None and not await asyncio.shield(stored):
            raise SpoolUnavailable
        return self._key.sign(envelope.promise_message(judged.mh, leaf))

    def _enter(self, one: Pending, bpk: bytes) -> asyncio.Future[bool]:
        if not self.accepted.may_add(bpk):
            raise TooManyVersions
        self.accepted.add(one.wave, one.leaf, bpk)
        stored = self.writer.submit(one)
        stored.add_done_callback(
            lambda done: None if done.result() else self.accepted.forget([one.leaf])
        )
        return stored


def _checked(wave: OpenWave, body: bytes) -> envelope.CastMessage:
    try:
        message = envelope.parse_cast(body, wave.padded)
    except Malformed:
        raise BallotWrongSize from None
    if envelope.verify_cast(message, wave.mh, wave.token_public) is not None:
        raise TokenRefused
    return message
