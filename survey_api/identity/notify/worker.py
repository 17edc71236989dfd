"""The worker process: sends what is due every few seconds and runs the timers it is given."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from survey_api import clock, metrics
from survey_api.database import make_engine
from survey_api.identity.notify.facts import facts_from, own_from
from survey_api.identity.notify.outbox import Report, send_due
from survey_api.identity.notify.smtp import Mailer, SmtpMailer
from survey_api.identity.notify.telling import Sources, Tell, nothing_more
from survey_api.settings import Settings

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0
RETRY_SECONDS = 60.0


@dataclass(frozen=True)
class Timer:
    """Something to be done about every so many seconds, at once after the start; as long as it
    ``may`` not be done it stays due."""

    name: str
    every_seconds: float
    call: Callable[[], object]
    may: Callable[[], bool] = lambda: True


def run_worker(
    settings: Settings,
    timers: Sequence[Timer] = (),
    *,
    tell: Tell = nothing_more,
    stop: threading.Event | None = None,
    pause_seconds: float = PAUSE_SECONDS,
) -> None:
    """Work until ``stop`` is set. What fails is logged by its name only and tried again."""
    stop = stop or threading.Event()
    engine = make_engine(settings.identity_url)
    reader = make_engine(settings.published_url, read_only=True)
    sources = Sources(settings, facts_from(reader), tell, own_from(reader))
    jobs = [
        Timer(
            "mail",
            pause_seconds,
            lambda: send_mail(engine, SmtpMailer(settings), sources),
        ),
        *timers,
    ]
    due = dict.fromkeys(range(len(jobs)), time.monotonic())
    while not stop.is_set():
        for number, job in enumerate(jobs):
            if time.monotonic() >= due[number] and job.may():
                pause = job.every_seconds
                if not _run(job):
                    pause = min(pause, RETRY_SECONDS)
                due[number] = time.monotonic() + pause
        next_due = min(due[number] for number, job in enumerate(jobs) if job.may())
        stop.wait(min(pause_seconds, max(0.05, next_due - time.monotonic())))
    engine.dispose()
    reader.dispose()


def _run(job: Timer) -> bool:
    try:
        with metrics.rounds(job.name, clock.now().timestamp()):
            job.call()
    except Exception as error:
        log.error("%s failed (%s); it will be tried again", job.name, type(error).__name__)
        return False
    return True


def send_mail(engine: Engine, mailer: Mailer, sources: Sources) -> None:
    """One round of mails, told in figures and in the log."""
    _tell(send_due(engine, mailer, sources))


def _tell(report: Report) -> None:
    metrics.MAIL_AWAY.set(report.is_unreachable)
    metrics.MAILS_GIVEN_UP.inc(report.failed)
    if report.is_unreachable:
        log.warning("The mail server does not answer; mails wait in the outbox")
    elif report.sent or report.retried or report.failed:
        log.info(
            "Mails: %d sent, %d to try again, %d given up, %d uncertain",
            report.sent,
            report.retried,
            report.failed,
            report.uncertain,
        )
