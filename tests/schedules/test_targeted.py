"""Reminders for those who have not opened the survey: only where manifest and mail say so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from survey_api import clock
from survey_api.catalogue.models import WaveManifest
from survey_api.conduct.rooms import Rooms
from survey_api.credentials.manifest import parse
from survey_api.identity.models import Invitation, Person
from survey_api.identity.notify.facts import facts_from
from survey_api.identity.notify.outbox import send_due
from survey_api.identity.notify.smtp import SmtpMailer
from survey_api.identity.notify.telling import Sources
from survey_api.settings import Settings
from tests.identity.mailbox import Mailbox, plain
from tests.schedules.conftest import MONDAY, USUAL, Years, noon


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox().start()
    yield box
    box.stop()


def reminded(years: Years, mailbox: Mailbox, *, targeted: bool) -> set[str]:
    """Who gets the second reminder when one person has opened the survey."""
    rooms, to = years.rooms, replace(years.rooms.settings, smtp_port=mailbox.port)
    years.plan(replace(USUAL, targeted=targeted))
    years.until(MONDAY)
    opened = years.waves()[0]
    with rooms.reading() as session:
        manifest = parse(session.get_one(WaveManifest, opened.id).manifest)
    assert (manifest.reminders_at_most, manifest.reminders_targeted) == (2, targeted)
    send(rooms, to, 0)
    with rooms.identity() as session:
        query = select(Invitation).join(Person).where(Person.employee_id == "00003")
        session.scalars(query).one().request_hash = b"x" * 32
    mailbox.mails.clear()
    send(rooms, to, 6)
    return {str(one["To"]).split("<")[-1].rstrip(">") for one in mailbox.mails}


def send(rooms: Rooms, settings: Settings, days: int) -> None:
    sources = Sources(settings, facts_from(rooms.reader_engine))
    with clock.travel(noon(MONDAY + timedelta(days=days))):
        send_due(rooms.identity_engine, SmtpMailer(settings), sources)


def test_usually_everybody_gets_the_same_reminder(years: Years, mailbox: Mailbox) -> None:
    assert len(reminded(years, mailbox, targeted=False)) == 20
    assert any("also those who have answered" in plain(one) for one in mailbox.mails)


def test_where_the_manifest_says_so_whoever_opened_the_survey_is_not_reminded(
    years: Years, mailbox: Mailbox
) -> None:
    found = reminded(years, mailbox, targeted=True)
    assert len(found) == 19 and "p3@example.org" not in found
    assert all("have not opened it yet" in plain(one).replace("\n", " ") for one in mailbox.mails)
