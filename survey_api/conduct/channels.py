"""Says in the company's channels that a wave is open, closes soon, or can be read: once each.

A post changes its state in transactions of their own around the sending, as mails do: claimed,
sent. A crash in between leaves ``sending``, which is never sent again.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select, update

from survey_api import clock, languages
from survey_api.catalogue import waves
from survey_api.catalogue.models import Announcement, Wave, WaveState
from survey_api.conduct import moments
from survey_api.conduct.rooms import Rooms
from survey_api.identity.notify.outbox import MAX_ATTEMPTS, waiting
from survey_api.identity.notify.webhooks import (
    Channel,
    PostRefused,
    PostUncertain,
    addresses,
    post,
)
from survey_api.published.wave_view import stages_of

OPENED, RELEASED = "opened", "released"
STALE = timedelta(days=3)  # nobody wants to read on Friday that something opened on Monday
PENDING, SENDING, SENT, FAILED = "pending", "sending", "sent", "failed"


def announce_due(rooms: Rooms) -> int:
    """Queue what is due today, then post it; returns how many were posted."""
    known = addresses(rooms.settings)
    if not known:
        return 0
    for wave in _waves(rooms):
        for kind in _due(wave, clock.today()):
            for channel in known:
                _queue(rooms, wave.id, kind, channel)
    return sum(_post(rooms, *one) for one in _waiting(rooms))


def _waves(rooms: Rooms) -> list[Wave]:
    with rooms.reading() as session:
        return [one for one in waves.every(session) if one.state != WaveState.DRAFT]


def _due(wave: Wave, today: date) -> Iterator[str]:
    """What is to be said of a wave today, if it was not said yet."""
    if wave.state == WaveState.OPEN:
        if wave.opens_on + STALE >= today:
            yield OPENED
        days = moments.reminder_days(wave.opens_on, wave.closes_on, wave.reminders)
        yield from (f"reminder-{at}" for at, day in enumerate(days, start=1) if day == today)
    if wave.state == WaveState.RELEASED:
        team_on = stages_of(wave).team_on
        if team_on <= today <= team_on + STALE:
            yield RELEASED


def _queue(rooms: Rooms, wave: str, kind: str, channel: str) -> None:
    with rooms.published() as session:
        if session.get(Announcement, (wave, kind, channel)) is None:
            due = clock.now()
            session.add(
                Announcement(wave_id=wave, kind=kind, channel=channel, state=PENDING, due_at=due)
            )


def _waiting(rooms: Rooms) -> list[tuple[str, str, str]]:
    query = select(Announcement.wave_id, Announcement.kind, Announcement.channel).where(
        Announcement.state == PENDING, Announcement.due_at <= clock.now()
    )
    with rooms.reading() as session:
        return [(one.wave_id, one.kind, one.channel) for one in session.execute(query)]


def _post(rooms: Rooms, wave: str, kind: str, channel: str) -> bool:
    if not _claim(rooms, wave, kind, channel):
        return False
    texts = languages.texts(rooms.settings.channel_language, "mail")
    with rooms.reading() as session:
        title = waves.find(session, wave).title
    said = texts[f"channel.{kind}"].format(title=title, organisation=rooms.settings.organisation)
    try:
        post(
            Channel(channel),
            addresses(rooms.settings)[Channel(channel)],
            said,
            texts[f"channel.{kind}.button"],
            _link(rooms, wave, kind),
        )
    except PostUncertain:
        return False
    except PostRefused as refusal:
        _put_back(rooms, (wave, kind, channel), is_final=refusal.is_permanent)
        return False
    _settle(rooms, (wave, kind, channel), SENT)
    return True


def _link(rooms: Rooms, wave: str, kind: str) -> str:
    """To the survey by the company's sign-in where there is one; to the results; no secret."""
    app = rooms.settings.app_url
    if kind != RELEASED and rooms.settings.oidc_issuer:
        return f"{app}/enter/{wave}"
    return f"{app}/dashboard/" if kind == RELEASED else f"{app}/dashboard/anonymity"


def _claim(rooms: Rooms, wave: str, kind: str, channel: str) -> bool:
    taken = update(Announcement).where(
        Announcement.wave_id == wave,
        Announcement.kind == kind,
        Announcement.channel == channel,
        Announcement.state == PENDING,
    )
    with rooms.published() as session:
        return bool(session.execute(taken.values(state=SENDING)).rowcount)  # type: ignore[attr-defined]


def _put_back(rooms: Rooms, key: tuple[str, str, str], *, is_final: bool) -> None:
    with rooms.published() as session:
        row = session.get_one(Announcement, key)
        row.attempts += 1
        row.state = FAILED if is_final or row.attempts >= MAX_ATTEMPTS else PENDING
        row.due_at = clock.now() + waiting(row.attempts)


def _settle(rooms: Rooms, key: tuple[str, str, str], state: str) -> None:
    with rooms.published() as session:
        session.get_one(Announcement, key).state = state
