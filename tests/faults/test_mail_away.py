"""A mail server that is gone for hours: mails wait, each arrives once, and it can be seen why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from survey_api import clock, metrics
from survey_api.cli.doctor import told
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.status import statuses
from survey_api.identity.models import InvitationSecret, OutboxMessage
from survey_api.identity.notify.facts import facts_from
from survey_api.identity.notify.smtp import SmtpMailer
from survey_api.identity.notify.telling import Sources
from survey_api.identity.notify.worker import send_mail
from tests import factories
from tests.identity.mailbox import Mailbox, accept
from tests.installing import installed

HOURS, PEOPLE = 30, 12


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox().start()
    yield made
    made.stop()


@pytest.fixture
def rooms(tmp_path: Path, mailbox: Mailbox) -> Iterator[Rooms]:
    made = Rooms(replace(installed(tmp_path), smtp_port=mailbox.port))
    factories.staffed(made, PEOPLE)
    factories.open_wave(made)
    yield made
    made.dispose()


def go_round(rooms: Rooms) -> None:
    sources = Sources(rooms.settings, facts_from(rooms.reader_engine))
    send_mail(rooms.identity_engine, SmtpMailer(rooms.settings), sources)


def hours_of_rounds(rooms: Rooms, hours: int = HOURS) -> None:
    begun = clock.now()
    for half in range(2 * hours):
        with clock.travel(begun + timedelta(minutes=30 * half)):
            go_round(rooms)


def attempts(rooms: Rooms) -> set[tuple[str, int]]:
    with rooms.identity() as session:
        return {
            (one.state, one.attempts)
            for one in session.scalars(select(OutboxMessage))
            if one.kind == "invitation"
        }


def waiting(rooms: Rooms) -> int:
    return sum(one.mails_to_send for one in statuses(rooms))


def is_answering(rooms: Rooms) -> bool:
    said = [one for one in told.look(rooms.settings) if "mail server answers" in one.what]
    return bool(said) and all(one.fine for one in said)


def everybody_got_one(mailbox: Mailbox) -> bool:
    return set(Counter(mailbox.recipients()).values()) == {1} and len(mailbox.mails) == PEOPLE


def test_hours_without_a_server_lose_nothing_double_nothing_and_are_shown(
    rooms: Rooms, mailbox: Mailbox
) -> None:
    mailbox.stop()
    hours_of_rounds(rooms)
    assert attempts(rooms) == {("pending", 0)}
    assert metrics.MAIL_AWAY._value.get() == 1
    assert waiting(rooms) >= PEOPLE
    assert not is_answering(rooms)
    with rooms.identity() as session:
        assert session.scalar(select(func.count()).select_from(InvitationSecret)) == 0
    mailbox.start()
    with clock.travel(clock.now() + timedelta(hours=HOURS)):
        go_round(rooms)
        go_round(rooms)
    assert everybody_got_one(mailbox)
    assert metrics.MAIL_AWAY._value.get() == 0


def test_a_server_that_is_up_and_takes_nothing_for_hours_costs_no_mail_an_attempt(
    rooms: Rooms, mailbox: Mailbox
) -> None:
    mailbox.at_mail = "452 4.3.1 insufficient system storage"
    hours_of_rounds(rooms)
    assert attempts(rooms) == {("pending", 0)}
    assert metrics.MAIL_AWAY._value.get() == 1
    mailbox.at_mail = "250 fine"
    with clock.travel(clock.now() + timedelta(hours=HOURS)):
        go_round(rooms)
    assert everybody_got_one(mailbox)


def test_a_server_that_goes_away_in_the_middle_gets_the_rest_later_and_nobody_two(
    rooms: Rooms, mailbox: Mailbox
) -> None:
    taken: list[str] = []

    def then_no_more(address: str) -> str:
        taken.append(address)
        return accept(address) if len(taken) <= 5 else "421 4.3.2 shutting down"

    mailbox.at_rcpt = then_no_more
    go_round(rooms)
    assert len(mailbox.mails) == 5
    mailbox.stop()
    hours_of_rounds(rooms, 3)
    mailbox.at_rcpt = accept
    mailbox.start()
    with clock.travel(clock.now() + timedelta(hours=4)):
        go_round(rooms)
    assert everybody_got_one(mailbox)
