"""Addresses that take no mail are known on the roster, and nothing of a person beyond that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from survey_api import clock
from survey_api.catalogue.models import Wave
from survey_api.conduct import bounces as reports
from survey_api.conduct import mail_addresses, roster
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.telling import teller
from survey_api.identity.models import InvitationSecret, Person
from survey_api.identity.notify import bounces
from survey_api.identity.notify.facts import facts_from
from survey_api.identity.notify.outbox import Report, send_due
from survey_api.identity.notify.queueing import queue_for
from survey_api.identity.notify.smtp import SmtpMailer
from survey_api.identity.notify.telling import Sources
from tests import factories
from tests.identity.mailbox import OK, Mailbox
from tests.installing import installed

LINK = "http://127.0.0.1/w/x#SECRETSECRET"
DSN = """From: MAILER-DAEMON@mx.example.org
To: survey@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Subject: a mail with {link}

--b--
"""


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox().start()
    yield made
    made.stop()


@pytest.fixture
def rooms(tmp_path: Path, mailbox: Mailbox) -> Iterator[Rooms]:
    folder = tmp_path / "bounces"
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    settings = installed(tmp_path)
    made = Rooms(replace(settings, smtp_port=mailbox.port, bounces_dir=folder))
    factories.staffed(made, 12)
    yield made
    made.dispose()


def report(address: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    return DSN.format(address=address, action=action, status=status, link=LINK).encode()


def deliver(rooms: Rooms, *raw: bytes) -> list[Path]:
    paths = [rooms.settings.bounces_dir / "new" / f"{at}.report" for at in range(len(raw))]
    for path, content in zip(paths, raw, strict=True):
        path.write_bytes(content)
    return paths


def send(rooms: Rooms) -> Report:
    sources = Sources(rooms.settings, facts_from(rooms.reader_engine), teller(rooms))
    return send_due(rooms.identity_engine, SmtpMailer(rooms.settings), sources)


def marked(rooms: Rooms) -> dict[str, str]:
    return {one.email: one.bounce for one in mail_addresses.that_take_none(rooms)}


def refuse(mailbox: Mailbox, said: dict[str, str]) -> None:
    mailbox.at_rcpt = lambda address: said.get(address, OK)


def test_a_refused_address_is_marked_with_the_day_and_no_wave(
    rooms: Rooms, mailbox: Mailbox
) -> None:
    factories.open_wave(rooms)
    replies = {
        "p1@example.org": "550 5.1.1 nobody here",
        "p2@example.org": "550 nobody here",
        "p3@example.org": "554 5.7.1 we do not like your server",
        "p4@example.org": "451 4.2.2 mailbox full",
    }
    refuse(mailbox, replies)
    assert send(rooms) == Report(sent=8, failed=3, retried=1)
    gone = dict.fromkeys(("p1@example.org", "p2@example.org"), bounces.PERMANENT)
    assert marked(rooms) == gone
    for hours in range(1, 9):
        with clock.travel(clock.now() + timedelta(hours=5 * hours)):
            send(rooms)
    assert marked(rooms) == {**gone, "p4@example.org": bounces.TEMPORARY}
    columns = set(Person.__table__.columns.keys())
    assert {one for one in columns if "bounce" in one} == {"bounced_on", "bounce"}


def test_reports_from_the_mail_system_are_read_once_and_deleted(rooms: Rooms) -> None:
    paths = deliver(
        rooms,
        report("P1@Example.org"),
        report("p2@example.org", status="4.2.2"),
        report("p3@example.org", action="delayed"),
        report("p4@example.org", status="5.7.1"),
        report("stranger@example.net"),
        b"Subject: I am on holiday\r\n\r\np5@example.org 5.1.1 failed",
        b"\xff\xfe\x00 not a mail",
    )
    reports.take(rooms)
    assert marked(rooms) == {
        "p1@example.org": bounces.PERMANENT,
        "p2@example.org": bounces.TEMPORARY,
    }
    assert not any(path.exists() for path in paths)
    stored = b"".join(one.read_bytes() for one in rooms.settings.data_dir.glob("identity*"))
    assert b"SECRETSECRET" not in stored


def test_another_address_in_the_roster_or_a_word_clears_a_mark(rooms: Rooms) -> None:
    deliver(rooms, report("p1@example.org"), report("p2@example.org"), report("p3@example.org"))
    reports.take(rooms)
    again = factories.roster_csv(12)
    roster.import_csv(rooms, again)
    assert len(marked(rooms)) == 3
    roster.import_csv(rooms, again.replace(b"p1@example.org", b"new@example.org"))
    mail_addresses.forget(rooms, "00002")
    assert list(marked(rooms)) == ["p3@example.org"]
    with pytest.raises(mail_addresses.NoSuchAddress):
        mail_addresses.forget(rooms, "00002")


def test_a_mark_keeps_nobody_from_the_next_mail(rooms: Rooms, mailbox: Mailbox) -> None:
    deliver(rooms, report("p1@example.org"))
    reports.take(rooms)
    factories.open_wave(rooms)
    assert send(rooms) == Report(sent=12)


def test_where_only_some_are_reminded_a_returned_mail_tells_nothing(
    rooms: Rooms, mailbox: Mailbox
) -> None:
    wave = factories.open_wave(rooms)
    send(rooms)
    with rooms.published() as session:
        session.get_one(Wave, wave).targeted = True
    refuse(mailbox, {"p1@example.org": "550 5.1.1 gone", "p2@example.org": "550 5.1.1 gone"})
    with rooms.identity() as session:
        everybody = list(session.scalars(select(Person.id)))
        queue_for(session, everybody, "reminder-1", wave, clock.now())
        queue_for(session, everybody, "sign-in", "", clock.now())
    with clock.travel(clock.now() + timedelta(days=13)):
        assert send(rooms).failed >= 4
    paths = deliver(rooms, report("p3@example.org"))
    reports.take(rooms)
    assert marked(rooms) == {} and not paths[0].exists()
    with clock.travel(clock.now() + timedelta(days=30)):
        deliver(rooms, report("p3@example.org"))
        reports.take(rooms)
    assert list(marked(rooms)) == ["p3@example.org"]


def test_a_refused_mail_leaves_no_secret(rooms: Rooms, mailbox: Mailbox) -> None:
    factories.open_wave(rooms)
    refuse(mailbox, {f"p{number}@example.org": "550 5.1.1 gone" for number in range(12)})
    send(rooms)
    with rooms.identity() as session:
        assert session.scalars(select(InvitationSecret)).all() == []
