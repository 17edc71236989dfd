"""Throwing a draft away: a wave that was planned by mistake would keep its items for itself."""

from survey_api.catalogue import waves
from survey_api.conduct import holder
from survey_api.conduct.rooms import Rooms
from survey_api.identity import comment_readers, issuing


def discard_wave(rooms: Rooms, reference: str) -> int:
    """Remove a draft and what an interrupted opening left of it; returns its number.

    Raises ``WaveMoveRefused`` for any wave that people were asked in: those stay for good.
    """
    with rooms.reading() as session:
        wave = waves.find(session, reference)
        waves.check_may_discard(wave)
    with rooms.identity() as session:
        issuing.forget_wave(session, wave.id)
        comment_readers.forget_keys(session, [wave.id])
    holder.forget(rooms.settings, wave.id)
    with rooms.published() as session:
        waves.discard(session, waves.find(session, wave.id))
    return wave.number
