"""The worker's rounds: what was asked for, mail that is due, participation once a day."""

import signal
import threading
from types import FrameType

from survey_api.conduct import participation, wave_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.notify.worker import Timer, run_worker
from survey_api.settings import Settings

ASKED_SECONDS = 1.0
TOLD_SECONDS = 60.0


def run(settings: Settings) -> None:
    """Go round until a signal ends the process; what is under way is finished first."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    rooms = Rooms(settings)
    try:
        run_worker(settings, timers(rooms), stop=stop)
    finally:
        rooms.dispose()


def timers(rooms: Rooms) -> list[Timer]:
    """What is done beside the mail."""
    return [
        Timer("waves asked for", ASKED_SECONDS, lambda: wave_desk.bring_about(rooms)),
        Timer("participation", TOLD_SECONDS, lambda: participation.tell(rooms)),
    ]
