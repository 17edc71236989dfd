"""The worker sends what is due, runs what it is given, and survives what fails."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from alembic import command

from survey_api import clock
from survey_api.catalogue.models import Wave
from survey_api.identity import frame, invitations, roles, sign_in, sign_in_links
from survey_api.identity.notify.worker import Timer, run_worker
from survey_api.migrations import config
from tests.identity.factories import GROUP, Room, published_database
from tests.identity.mailbox import Mailbox, link_in, plain

PATIENCE_SECONDS = 20


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox().start()
    yield box
    box.stop()


@pytest.fixture
def working(room: Room, mailbox: Mailbox) -> Iterator[Callable[..., None]]:
    """Starts a worker on a room whose lobby knows the wave; stopped at the end."""
    room.settings = replace(room.settings, smtp_port=mailbox.port)
    wave = Wave(
        id=room.wave,
        number=1,
        title="Autumn pulse",
        instrument_id="pulse_short",
        instrument_version=1,
        k=5,
        opens_on=date(2026, 11, 20),
        closes_on=date(2026, 12, 4),
    )
    published_database(room.settings.published_url, {}, wave)
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def start(*timers: Timer) -> None:
        settings = {"stop": stop, "pause_seconds": 0.05}
        worker = threading.Thread(target=run_worker, args=(room.settings, timers), kwargs=settings)
        worker.start()
        threads.append(worker)

    yield start
    stop.set()
    for worker in threads:
        worker.join(PATIENCE_SECONDS)
        assert not worker.is_alive()


def until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.02)


def test_two_workers_send_each_queued_mail_once_with_the_words_of_its_wave(
    room: Room, mailbox: Mailbox, working: Callable[..., None]
) -> None:
    people = room.people(8)
    with room.session() as session:
        frame.freeze(session, room.wave, dict.fromkeys(people, GROUP))
        invitations.queue(session, "invitation", room.wave, clock.now())
    working()
    working()
    until(lambda: len(mailbox.mails) >= 8)
    time.sleep(0.3)
    assert len(set(mailbox.recipients())) == len(mailbox.mails) == 8
    assert mailbox.mails[0]["Subject"] == "Autumn pulse: your link to the survey"
    assert "December 4, 2026" in plain(mailbox.mails[0])


def test_a_timer_that_fails_is_logged_by_name_only_and_stops_nothing(
    room: Room, working: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    called: list[str] = []

    def fail() -> None:
        called.append("failing")
        raise ValueError("CANARY")

    working(Timer("closing", 0.05, fail), Timer("counting", 0.05, lambda: called.append("ok")))
    until(lambda: called.count("failing") >= 2 and called.count("ok") >= 2)
    assert "closing failed (ValueError)" in caplog.text
    assert "CANARY" not in caplog.text


def test_a_link_asked_for_by_mail_signs_in_and_a_second_one_can_be_asked_for(
    room: Room, mailbox: Mailbox, working: Callable[..., None]
) -> None:
    sign_in.LINKS_PER_ADDRESS.reset()
    with room.session() as session:
        roles.add_user(session, email="hanna@example.org", role="analyst")
    working()
    for n_mails in (1, 2):
        with room.session() as session:
            sign_in.request_link(session, "hanna@example.org")
        until(lambda n=n_mails: len(mailbox.mails) == n)
        time.sleep(0.2)
    for mail in mailbox.mails:
        with room.session() as session:
            assert sign_in.sign_in_by_link(session, link_in(mail).partition("#")[2])
        assert "not a reporting channel" not in plain(mail)


def test_the_link_of_a_release_is_good_for_two_weeks(
    room: Room, mailbox: Mailbox, working: Callable[..., None]
) -> None:
    people = room.people(1)
    with room.session() as session:
        frame.freeze(session, room.wave, dict.fromkeys(people, GROUP))
        invitations.queue(session, "release", room.wave, clock.now())
    working()
    until(lambda: len(mailbox.mails) == 1)
    code = link_in(mailbox.mails[0]).partition("#")[2]
    too_late = clock.travel(clock.now() + timedelta(days=15))
    with too_late, room.session() as session, pytest.raises(sign_in_links.LinkSpent):
        sign_in.sign_in_by_link(session, code)
    with clock.travel(clock.now() + timedelta(days=13)), room.session() as session:
        assert sign_in.sign_in_by_link(session, code)


def test_the_migrations_make_exactly_the_tables_of_the_models(any_room: Room) -> None:
    url = any_room.engine.url.render_as_string(hide_password=False)
    command.check(config("identity", url))
    command.downgrade(config("identity", url), "base")
    command.upgrade(config("identity", url), "head")
