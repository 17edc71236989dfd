"""The worker's rounds: what was asked for, mail that is due, participation once a day."""

import signal
import threading
from dataclasses import replace
from types import FrameType

from survey_api import languages, watching
from survey_api.catalogue import waves
from survey_api.catalogue.models import WaveState
from survey_api.conduct import (
    bounces,
    by_itself,
    channels,
    comment_section,
    erasing,
    participation,
    person_requests,
    readiness,
    retention,
    wave_desk,
    weekly,
)
from survey_api.conduct.leases import Lease
from survey_api.conduct.pauses import Pauses
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.telling import teller
from survey_api.database import StillRead
from survey_api.identity import issuing
from survey_api.identity.notify.worker import Timer, run_worker
from survey_api.settings import Settings

ROUNDS = "rounds"
ASKED_SECONDS = 1.0
TOLD_SECONDS = 60.0
OFFERED_SECONDS = 3600.0
MARKS_SECONDS = 8 * 3600.0


def run(settings: Settings) -> None:
    """Go round until a signal ends the process; what is under way is finished first."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    languages.use(settings.languages_dir)
    rooms = Rooms(settings)
    chosen = settings.metrics_host, settings.metrics_port
    watching.watch(*chosen, lambda: readiness.of_worker(rooms), "worker")
    try:
        with Lease(rooms.published_engine, ROUNDS) as lease:
            run_worker(settings, alone(lease, timers(rooms)), tell=teller(rooms), stop=stop)
    finally:
        rooms.dispose()


def alone(lease: Lease, rounds: list[Timer]) -> list[Timer]:
    """The same rounds, gone by one worker of several; mail is shared, each claims its own."""
    return [replace(one, may=lease.is_held) for one in rounds]


def timers(rooms: Rooms) -> list[Timer]:
    """What is done beside the mail."""
    pauses = Pauses()
    return [
        Timer("waves asked for", ASKED_SECONDS, lambda: wave_desk.bring_about(rooms)),
        Timer("schedules", TOLD_SECONDS, lambda: by_itself.go_on(rooms, pauses)),
        Timer("comments", TOLD_SECONDS, lambda: _publish_comments(rooms)),
        Timer("participation", TOLD_SECONDS, lambda: participation.tell(rooms)),
        Timer("bounces", TOLD_SECONDS, lambda: bounces.take(rooms)),
        Timer("channels", TOLD_SECONDS, lambda: channels.announce_due(rooms)),
        Timer("retention", OFFERED_SECONDS, lambda: retention.apply_due(rooms)),
        Timer("requests", TOLD_SECONDS, lambda: person_requests.meet_due(rooms)),
        Timer("erasure", OFFERED_SECONDS, lambda: erasing.erase_due(rooms)),
        Timer("weekly step", OFFERED_SECONDS, lambda: weekly.offer(rooms)),
        Timer("issued marks", MARKS_SECONDS, lambda: _rewrite_marks(rooms)),
    ]


def _publish_comments(rooms: Rooms) -> None:
    comment_section.publish_due(rooms)


def _rewrite_marks(rooms: Rooms) -> None:
    """On identity's own clock, so that no mark shows by its place when its owner came."""
    with rooms.reading() as session:
        is_open = [one.id for one in waves.every(session) if one.state == WaveState.OPEN]
    for wave in is_open:
        with rooms.identity() as identity:
            issuing.rewrite_marks(identity, wave)
    if not issuing.scrub(rooms.identity_engine):
        raise StillRead
