"""The worker's rounds: what was asked for, mail that is due, participation once a day."""

import time

from survey_api.conduct import participation, wave_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.notify.outbox import send_due
from survey_api.identity.notify.smtp import SmtpMailer
from survey_api.settings import Settings

PAUSE_SECONDS = 2.0


def run(settings: Settings) -> None:
    """Go round until the process is ended."""
    rooms = Rooms(settings)
    try:
        while True:
            go_round(rooms)
            time.sleep(PAUSE_SECONDS)
    except KeyboardInterrupt:
        return
    finally:
        rooms.dispose()


def go_round(rooms: Rooms) -> None:
    """One round; mail that fails is taken up again in a later one."""
    wave_desk.bring_about(rooms)
    send_due(rooms.identity_engine, SmtpMailer(rooms.settings), rooms.settings)
    participation.tell(rooms)
