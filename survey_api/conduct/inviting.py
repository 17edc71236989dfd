"""When people hear of a wave: the invitation, up to two reminders, the same for everybody."""

from datetime import date, datetime, timedelta
from functools import partial

from survey_api import clock
from survey_api.catalogue.models import Wave
from survey_api.conduct import moments
from survey_api.identity import audience, invitations
from survey_api.identity.database import IdentitySession
from survey_api.identity.local_times import queue_by_zone
from survey_api.settings import Settings


def queue(session: IdentitySession, wave: Wave, settings: Settings) -> None:
    """Queue every mail that invites to a wave; again adds nobody twice.

    Without an hour they leave at once, and reminders at this time of their day.
    """
    if wave.send_hour is None:
        _at_once(session, wave)
        return
    people, now, hour = audience.asked(session, wave.id), clock.now(), wave.send_hour
    zone = settings.time_zone

    def first(name: str) -> datetime:
        return moments.soon(now, hour, moments.zone_of(name, zone))

    queue_by_zone(session, people, "invitation", wave.id, first)
    days = moments.reminder_days(clock.today(), wave.closes_on, wave.reminders)
    for number, day in enumerate(days, start=1):
        then = partial(_at, day, hour, zone)
        queue_by_zone(session, people, f"reminder-{number}", wave.id, then)


def _at(day: date, hour: int, default: str, name: str) -> datetime:
    return moments.at_hour(day, hour, moments.zone_of(name, default))


def _at_once(session: IdentitySession, wave: Wave) -> None:
    closing = clock.now() + (wave.closes_on - clock.today())
    invitations.queue(session, "invitation", wave.id, clock.now())
    for number, days in enumerate(moments.REMINDED_DAYS_BEFORE[wave.reminders], start=1):
        due = closing - timedelta(days=days)
        if due > clock.now():
            invitations.queue(session, f"reminder-{number}", wave.id, due)
