"""Links by mail that sign in: once, for a while, and without telling who is known."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from survey_api import clock
from survey_api.credentials.encoding import b64u
from survey_api.errors import TooMany
from survey_api.identity import roles, sign_in, sign_in_links
from survey_api.identity.models import OutboxMessage, Person
from tests.identity.factories import Room

LOOKER = "hanna@example.org"


@pytest.fixture(autouse=True)
def fresh_throttles() -> Iterator[None]:
    sign_in.LINKS_PER_ADDRESS.reset()
    sign_in.LINKS_IN_ALL.reset()
    yield


def add(room: Room) -> Person:
    with room.session() as session:
        return roles.add_user(session, email=LOOKER, role="analyst")


def test_a_sign_in_link_works_once(any_room: Room) -> None:
    added = add(any_room)
    with any_room.session() as session:
        code = b64u(sign_in_links.new_link(session, added.id, lifetime=timedelta(minutes=30)))
    with any_room.session() as session:
        assert sign_in.sign_in_by_link(session, code)
    with any_room.session() as session, pytest.raises(sign_in_links.LinkSpent):
        sign_in.sign_in_by_link(session, code)


def test_a_sign_in_link_used_many_times_at_once_works_once(any_room: Room) -> None:
    added = add(any_room)
    with any_room.session() as session:
        code = b64u(sign_in_links.new_link(session, added.id, lifetime=timedelta(minutes=30)))

    def spend(_n: int) -> bool:
        try:
            with any_room.session() as session:
                sign_in.sign_in_by_link(session, code)
        except sign_in_links.LinkSpent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(spend, range(16))) == 1


def test_a_sign_in_link_grows_old(any_room: Room) -> None:
    added = add(any_room)
    with any_room.session() as session:
        code = b64u(sign_in_links.new_link(session, added.id, lifetime=sign_in_links.ON_DEMAND))
    later = clock.now() + timedelta(minutes=31)
    with (
        clock.travel(later),
        any_room.session() as session,
        pytest.raises(sign_in_links.LinkSpent),
    ):
        sign_in.sign_in_by_link(session, code)


def test_asking_for_a_link_queues_one_mail_and_says_nothing_about_strangers(
    any_room: Room,
) -> None:
    add(any_room)
    for email in (LOOKER, LOOKER.upper(), "nobody@example.org"):
        with any_room.session() as session:
            sign_in.request_link(session, email)
    with any_room.session() as session:
        assert [mail.kind for mail in session.scalars(select(OutboxMessage))] == ["sign-in"]


def test_a_mailbox_cannot_be_flooded_with_links(room: Room) -> None:
    for _ in range(4):
        with room.session() as session:
            sign_in.request_link(session, LOOKER)
    with room.session() as session, pytest.raises(TooMany):
        sign_in.request_link(session, LOOKER)
