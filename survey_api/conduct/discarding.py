"""Throwing a draft away: a wave that was planned by mistake would keep its items for itself."""

from survey_api.catalogue import schedules, waves
from survey_api.conduct import holder
from survey_api.conduct.rooms import Rooms
from survey_api.identity import comment_readers, issuing


def discard_wave(rooms: Rooms, reference: str, *, leaves_out: bool = True) -> int:
    """Remove a draft and what an interrupted opening left of it; returns its number. Its schedule
    leaves that occasion out.

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
        if leaves_out and wave.schedule_id and wave.planned_for:
            schedules.skip(schedules.find(session, wave.schedule_id), wave.planned_for)
        waves.discard(session, waves.find(session, wave.id))
    return wave.number
