"""Mails leave once, whatever the server answers and whoever falls over."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from survey_api import clock
from survey_api.credentials.encoding import b64u_decode, crockford_decode
from survey_api.database import make_engine
from survey_api.identity import frame, invitations, issuing
from survey_api.identity.issuer import Issuer
from survey_api.identity.models import InvitationSecret, MailState, OutboxMessage
from survey_api.identity.notify.outbox import Report, send_due
from survey_api.identity.notify.smtp import SmtpMailer
from survey_api.identity.notify.telling import Sources
from tests.identity.factories import GROUP, Room, blinded, person, request
from tests.identity.mailbox import OK, Mailbox, accept, link_in, plain


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox().start()
    yield box
    box.stop()


@pytest.fixture
def posting(room: Room, mailbox: Mailbox) -> Room:
    """A room whose mails go to the mailbox."""
    room.settings = replace(room.settings, smtp_port=mailbox.port)
    return room


def seat(room: Room, n: int, kind: str = "invitation") -> None:
    people = room.people(n)
    with room.session() as session:
        frame.freeze(session, room.wave, dict.fromkeys(people, GROUP))
        assert invitations.queue(session, kind, room.wave, clock.now()) == n


def send(room: Room) -> Report:
    return send_due(room.engine, SmtpMailer(room.settings), Sources(room.settings, room.facts))


def states(room: Room) -> list[str]:
    with room.session() as session:
        return sorted(session.scalars(select(OutboxMessage.state)))


def test_an_invitation_carries_a_link_that_fetches_a_token(posting: Room, mailbox: Mailbox) -> None:
    seat(posting, 1)
    assert send(posting) == Report(sent=1)
    address, _, secret = link_in(mailbox.mails[0]).partition("#")
    assert address == f"http://127.0.0.1:8001/w/{posting.wave}"
    issuer = Issuer(posting.engine, posting.key_file)
    assert len(issuer.issue(request(b64u_decode(secret), blinded(posting.public)[0]))) == 640
    issuer.close()


def test_the_typed_code_of_a_mail_is_the_secret_of_its_link(
    posting: Room, mailbox: Mailbox
) -> None:
    seat(posting, 1)
    send(posting)
    mail = mailbox.mails[0]
    code = next(word for word in plain(mail).split() if len(word) == 26 and word.isupper())
    assert crockford_decode(code) == b64u_decode(link_in(mail).partition("#")[2])


def test_the_secret_is_in_no_header_and_the_html_says_the_same(
    posting: Room, mailbox: Mailbox
) -> None:
    posting.settings = replace(posting.settings, report_contact="ombuds@example.org")
    seat(posting, 1)
    send(posting)
    mail = mailbox.mails[0]
    secret = link_in(mail).partition("#")[2]
    assert not any(secret in str(value) for value in mail.values())
    html = mail.get_body(("html",)).get_content()
    for said in (secret, "Why a personal link?", "Noor Haddad", "ombuds@example.org", "December"):
        assert said in html
        assert said in plain(mail)


def test_a_name_cannot_put_markup_or_headers_into_a_mail(posting: Room, mailbox: Mailbox) -> None:
    odd = person(name='<b>Bo</b>, "X" Ø')
    with posting.session() as session:
        session.add(odd)
    with posting.session() as session:
        frame.freeze(session, posting.wave, {odd.id: GROUP})
        invitations.queue(session, "invitation", posting.wave, clock.now())
    assert send(posting) == Report(sent=1)
    assert "<b>Bo" not in mailbox.mails[0].get_body(("html",)).get_content()


def test_queueing_twice_mails_nobody_twice(posting: Room, mailbox: Mailbox) -> None:
    seat(posting, 3)
    with posting.session() as session:
        assert invitations.queue(session, "invitation", posting.wave, clock.now()) == 0
    send(posting)
    send(posting)
    assert len(mailbox.mails) == 3


def test_reminders_go_to_everybody_also_to_those_who_answered(
    posting: Room, mailbox: Mailbox
) -> None:
    fetched, _ = posting.invite(2)
    issuer = Issuer(posting.engine, posting.key_file)
    issuer.issue(request(fetched, blinded(posting.public)[0]))
    issuer.close()
    with posting.session() as session:
        invitations.queue(session, "reminder-1", posting.wave, clock.now())
    assert send(posting).sent == 2
    texts = {plain(mail).replace(link_in(mail), "") for mail in mailbox.mails}
    assert len({text.split("type this code")[0] for text in texts}) == 1


def test_a_batch_uses_one_connection(posting: Room, mailbox: Mailbox) -> None:
    seat(posting, 12)
    assert send(posting).sent == 12
    assert mailbox.n_connections == 1


def test_what_is_not_due_waits(posting: Room) -> None:
    seat(posting, 1)
    with posting.session() as session:
        invitations.queue(session, "reminder-1", posting.wave, clock.now() + timedelta(days=3))
    assert send(posting).sent == 1
    with clock.travel(clock.now() + timedelta(days=3, minutes=1)):
        assert send(posting).sent == 1


def test_a_temporary_refusal_is_tried_again_later(posting: Room, mailbox: Mailbox) -> None:
    seat(posting, 2)
    mailbox.at_data = lambda _to: "451 come back later"
    assert send(posting) == Report(retried=2)
    mailbox.at_data = accept
    assert send(posting) == Report()
    with clock.travel(clock.now() + timedelta(minutes=2)):
        assert send(posting) == Report(sent=2)
    assert len(mailbox.mails) == 2


def test_the_secret_of_a_refused_mail_is_forgotten(posting: Room, mailbox: Mailbox) -> None:
    seat(posting, 1)
    mailbox.at_rcpt = lambda _to: "451 greylisted"
    send(posting)
    with posting.session() as session:
        assert session.scalars(select(InvitationSecret)).all() == []


def test_a_permanent_refusal_fails_only_that_mail(posting: Room, mailbox: Mailbox) -> None:
    seat(posting, 3)
    seen: list[str] = []

    def refuse_the_first(address: str) -> str:
        seen.append(address)
        return "550 nobody here" if len(seen) == 1 else OK

    mailbox.at_rcpt = refuse_the_first
    assert send(posting) == Report(sent=2, failed=1)
    assert states(posting) == [MailState.FAILED, MailState.SENT, MailState.SENT]


def test_after_eight_refusals_a_mail_is_given_up(posting: Room, mailbox: Mailbox) -> None:
    seat(posting, 1)
    mailbox.at_data = lambda _to: "452 full"
    start = clock.now()
    outcomes = []
    for hours in range(8):
        with clock.travel(start + timedelta(hours=5 * (hours + 1))):
            outcomes.append(send(posting))
    assert outcomes == [Report(retried=1)] * 7 + [Report(failed=1)]


def test_a_server_that_is_down_costs_no_attempt_and_all_arrives_once_it_is_up(
    posting: Room, mailbox: Mailbox
) -> None:
    seat(posting, 4)
    mailbox.stop()
    for _ in range(10):
        assert send(posting) == Report(is_unreachable=True)
    mailbox.start()
    assert send(posting) == Report(sent=4)


def test_two_workers_at_once_never_send_a_mail_twice(any_room: Room, mailbox: Mailbox) -> None:
    any_room.settings = replace(any_room.settings, smtp_port=mailbox.port)
    seat(any_room, 40)
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _n: send(any_room), range(4)))
    assert sum(one.sent for one in reports) == 40
    assert len(mailbox.mails) == 40
    assert len(set(mailbox.recipients())) == 40


def test_a_connection_lost_after_the_mail_was_handed_over_is_uncertain(
    posting: Room, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat(posting, 1)
    monkeypatch.setattr("survey_api.identity.notify.smtp.TIMEOUT_SECONDS", 0.5)

    def stall(_to: str) -> str:
        time.sleep(1)
        return OK

    mailbox.at_data = stall
    assert send(posting) == Report(uncertain=1)
    mailbox.at_data = accept
    with clock.travel(clock.now() + timedelta(days=1)):
        assert send(posting) == Report(uncertain=1)


def _send_in_a_process(url: str, room: Any) -> None:
    send_due(make_engine(url), SmtpMailer(room.settings), Sources(room.settings, room.facts))


def test_a_worker_killed_between_claim_and_reply_never_sends_that_mail_again(
    posting: Room, mailbox: Mailbox
) -> None:
    seat(posting, 5)
    reached = threading.Event()
    go_on = threading.Event()
    seen: list[str] = []

    def hold_third(address: str) -> str:
        seen.append(address)
        if len(seen) == 3:
            reached.set()
            go_on.wait(10)
        return OK

    mailbox.at_data = hold_third
    start = multiprocessing.get_context("fork")
    worker = start.Process(target=_send_in_a_process, args=(posting.settings.identity_url, posting))
    worker.start()
    assert reached.wait(20)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    go_on.set()
    assert send(posting) == Report(sent=2, uncertain=1)
    assert sorted(set(mailbox.recipients())) == mailbox.recipients()
    assert states(posting) == [MailState.SENDING] + [MailState.SENT] * 4


def test_the_close_takes_back_mails_that_invite(posting: Room, mailbox: Mailbox) -> None:
    seat(posting, 2)
    with posting.session() as session:
        issuing.close_issuing(session, posting.wave)
        invitations.queue(session, "release", posting.wave, clock.now())
    assert send(posting) == Report(sent=2)
    assert all("/sign-in/link#" in link_in(mail) for mail in mailbox.mails)


def test_a_mail_put_back_across_the_close_is_given_up(posting: Room, mailbox: Mailbox) -> None:
    seat(posting, 1)
    with posting.session() as session:
        session.get_one(issuing.IssuingWave, posting.wave).state = issuing.CLOSED
    assert send(posting) == Report(failed=1)
    assert mailbox.mails == []


def test_logs_and_the_database_hold_no_secret_and_logs_no_address(
    posting: Room, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    seat(posting, 2)
    mailbox.at_rcpt = lambda _to: "451 later"
    send(posting)
    mailbox.at_rcpt = accept
    with clock.travel(clock.now() + timedelta(hours=1)):
        send(posting)
    stored = b"".join(one.read_bytes() for one in posting.settings.data_dir.glob("identity*"))
    ours = [one for one in caplog.records if one.name != "mail.log"]  # the test's own server
    said = " ".join(one.getMessage() for one in ours)
    for mail in mailbox.mails:
        secret = link_in(mail).partition("#")[2]
        address = mail["To"].addresses[0].addr_spec
        assert secret not in said
        assert address not in said
        assert secret.encode() not in stored
        assert b64u_decode(secret) not in stored
