"""Who may come in, for how long, and what they then may see."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from survey_api import clock
from survey_api.access import Role, Viewer, ViewerOf
from survey_api.credentials.encoding import b64u
from survey_api.database import make_engine
from survey_api.errors import TooMany
from survey_api.identity import roles, sign_in, sign_in_links
from survey_api.identity.models import Person, SignInLink, SignInSession
from survey_api.identity.throttle import Throttle
from tests.identity.factories import Room, person, published_database

PASSWORD = "a harbour at low tide"
LOOKER = "hanna@example.org"


@pytest.fixture(autouse=True)
def fresh_throttles() -> Iterator[None]:
    for throttle in (sign_in.PER_ACCOUNT, sign_in.ALL_ACCOUNTS, sign_in.LINKS_PER_ADDRESS):
        throttle.reset()
    sign_in.LINKS_IN_ALL.reset()
    yield


@pytest.fixture
def viewer_of(any_room: Room) -> ViewerOf:
    """With a tree in which "care" has the units "care-days" and "care-nights" below it."""
    published_database(
        any_room.settings.published_url, {"care": None, "care-days": "care", "care-nights": "care"}
    )
    reader = make_engine(any_room.settings.published_url, read_only=True)
    return sign_in.viewer_of(any_room.engine, reader)


def add(room: Room, role: str = "analyst", unit: str = "") -> Person:
    with room.session() as session:
        return roles.add_user(session, email=LOOKER, role=role, unit=unit, password=PASSWORD)


def join(room: Room, unit: str) -> Person:
    joined = person(unit=unit)
    with room.session() as session:
        session.add(joined)
    return joined


def seen(room: Room, viewer_of: ViewerOf, who: Person) -> Viewer:
    with room.session() as session:
        cookie = sign_in.start(session, who.id)
    found = viewer_of(cookie)
    assert found is not None
    return found


def test_a_right_password_starts_a_session(any_room: Room, viewer_of: ViewerOf) -> None:
    added = add(any_room)
    found = viewer_of(sign_in.sign_in(any_room.engine, " Hanna@Example.org ", PASSWORD))
    assert found is not None
    assert found.id == str(added.id)
    assert found.roles == {Role.ANALYST}


@pytest.mark.parametrize("email", [LOOKER, "nobody@example.org", "", "x" * 5000])
def test_a_wrong_password_and_an_unknown_address_get_the_same_refusal(
    room: Room, email: str
) -> None:
    add(room)
    with pytest.raises(sign_in.SignInRefused) as refusal:
        sign_in.sign_in(room.engine, email, "not this one at all")
    assert refusal.value.detail == " ".join((sign_in.SignInRefused.__doc__ or "").split())


def test_an_unknown_address_takes_as_long_as_a_wrong_password(room: Room) -> None:
    add(room)

    def cpu_of(email: str) -> float:
        start = time.thread_time()
        with pytest.raises(sign_in.SignInRefused):
            sign_in.sign_in(room.engine, email, "wrong")
        return time.thread_time() - start

    cpu_of(LOOKER)
    known = min(cpu_of(LOOKER) for _ in range(3))
    unknown = min(cpu_of(f"nobody{n}@example.org") for n in range(3))
    assert 0.5 < unknown / known < 2


def test_an_account_rests_after_eight_failures_and_others_do_not(room: Room) -> None:
    add(room)
    with room.session() as session:
        roles.add_user(session, email="b@example.org", role="oversight", password=PASSWORD)
    for _ in range(8):
        with pytest.raises(sign_in.SignInRefused):
            sign_in.sign_in(room.engine, LOOKER, "wrong")
    with pytest.raises(TooMany):
        sign_in.sign_in(room.engine, LOOKER.upper(), PASSWORD)
    assert sign_in.sign_in(room.engine, "b@example.org", PASSWORD)
    with clock.travel(clock.now() + timedelta(minutes=16)):
        assert sign_in.sign_in(room.engine, LOOKER, PASSWORD)


def test_failures_over_many_addresses_are_throttled_as_a_whole() -> None:
    throttle = Throttle(3, timedelta(minutes=5))
    for _ in range(3):
        throttle.check("all")
        throttle.note("all")
    with pytest.raises(TooMany):
        throttle.check("all")


def test_a_session_ends_after_twelve_hours(any_room: Room, viewer_of: ViewerOf) -> None:
    add(any_room)
    cookie = sign_in.sign_in(any_room.engine, LOOKER, PASSWORD)
    with clock.travel(clock.now() + timedelta(hours=11, minutes=59)):
        assert viewer_of(cookie) is not None
    with clock.travel(clock.now() + timedelta(hours=12, minutes=1)):
        assert viewer_of(cookie) is None


def test_a_revoked_session_is_gone_and_others_stay(any_room: Room, viewer_of: ViewerOf) -> None:
    add(any_room)
    first, second = (sign_in.sign_in(any_room.engine, LOOKER, PASSWORD) for _ in range(2))
    with any_room.session() as session:
        sign_in.revoke(session, first)
        sign_in.revoke(session, "no such cookie")
    assert viewer_of(first) is None
    assert viewer_of(second) is not None


def test_revoking_everything_ends_sessions_and_links(any_room: Room, viewer_of: ViewerOf) -> None:
    added = add(any_room)
    cookie = sign_in.sign_in(any_room.engine, LOOKER, PASSWORD)
    with any_room.session() as session:
        secret = sign_in_links.new_link(session, added.id, lifetime=timedelta(days=1))
    with any_room.session() as session:
        sign_in.revoke_all(session, added.id)
    assert viewer_of(cookie) is None
    with any_room.session() as session, pytest.raises(sign_in_links.LinkSpent):
        sign_in.sign_in_by_link(session, b64u(secret))


def test_somebody_who_left_sees_nothing_from_then_on(any_room: Room, viewer_of: ViewerOf) -> None:
    added = add(any_room)
    cookie = sign_in.sign_in(any_room.engine, LOOKER, PASSWORD)
    with any_room.session() as session:
        session.get_one(Person, added.id).active = False
    assert viewer_of(cookie) is None
    with pytest.raises(sign_in.SignInRefused):
        sign_in.sign_in(any_room.engine, LOOKER, PASSWORD)


def test_a_role_taken_away_is_gone_with_the_next_request(
    any_room: Room, viewer_of: ViewerOf
) -> None:
    added = add(any_room)
    cookie = sign_in.sign_in(any_room.engine, LOOKER, PASSWORD)
    with any_room.session() as session:
        roles.revoke_role(session, added.id, "analyst")
    found = viewer_of(cookie)
    assert found is not None
    assert found.roles == set()
    assert found.roots == frozenset()


def test_a_new_password_ends_open_sessions(any_room: Room, viewer_of: ViewerOf) -> None:
    added = add(any_room)
    cookie = sign_in.sign_in(any_room.engine, LOOKER, PASSWORD)
    with any_room.session() as session:
        roles.set_password(session, added.id, "another harbour, high tide")
    assert viewer_of(cookie) is None


@pytest.mark.parametrize("cookie", [None, "", "x", "=" * 43, b64u(b"\0" * 32), "ä" * 43])
def test_a_cookie_nobody_was_given_is_nobody(
    room: Room, cookie: str | None, template: object
) -> None:
    published_database(room.settings.published_url, {})
    reader = make_engine(room.settings.published_url, read_only=True)
    assert sign_in.viewer_of(room.engine, reader)(cookie) is None


def test_cookies_and_links_are_stored_as_digests_only(any_room: Room) -> None:
    added = add(any_room)
    cookie = sign_in.sign_in(any_room.engine, LOOKER, PASSWORD)
    with any_room.session() as session:
        secret = sign_in_links.new_link(session, added.id, lifetime=timedelta(days=1))
    with any_room.session() as session:
        kept = [*session.scalars(select(SignInSession.digest))]
        kept += [*session.scalars(select(SignInLink.digest))]
    assert len(kept) == 2
    assert secret not in kept
    assert cookie.encode() not in b"".join(kept)


def test_a_member_of_a_leaf_unit_sees_that_unit(any_room: Room, viewer_of: ViewerOf) -> None:
    found = seen(any_room, viewer_of, join(any_room, "care-nights"))
    assert found.roots == {"care-nights"}
    assert found.lead_roots == frozenset()


def test_a_member_of_an_inner_unit_sees_its_direct_team_and_not_everybody_below(
    any_room: Room, viewer_of: ViewerOf
) -> None:
    found = seen(any_room, viewer_of, join(any_room, "care"))
    assert found.roots == {"care.direct"}


def test_a_leader_sees_the_subtree_they_lead(any_room: Room, viewer_of: ViewerOf) -> None:
    found = seen(any_room, viewer_of, add(any_room, "leader", "care"))
    assert found.roots == {"care"}
    assert found.lead_roots == {"care"}


@pytest.mark.parametrize(
    ("role", "roots"),
    [
        ("respondent", set()),
        ("analyst", {""}),
        ("oversight", {""}),
        ("administrator", set()),
        ("operator", set()),
        ("coach", set()),
    ],
)
def test_a_role_begins_where_the_access_table_says(
    any_room: Room, viewer_of: ViewerOf, role: str, roots: set[str]
) -> None:
    assert seen(any_room, viewer_of, add(any_room, role)).roots == roots


@pytest.mark.parametrize(
    ("role", "unit", "email", "password"),
    [
        ("boss", "", LOOKER, PASSWORD),
        ("leader", "", LOOKER, PASSWORD),
        ("analyst", "care", LOOKER, PASSWORD),
        ("analyst", "", "no address", PASSWORD),
        ("analyst", "", LOOKER, "short"),
    ],
)
def test_a_faulty_account_is_refused_with_a_reason(
    room: Room, role: str, unit: str, email: str, password: str
) -> None:
    with room.session() as session, pytest.raises(roles.AccountInvalid) as refusal:
        roles.add_user(session, email=email, role=role, unit=unit, password=password)
    assert password not in refusal.value.detail


def test_somebody_on_the_roster_keeps_their_place_when_given_a_role(any_room: Room) -> None:
    employee = person(unit="care-nights", email="Kim@Example.org")
    with any_room.session() as session:
        session.add(employee)
    with any_room.session() as session:
        added = roles.add_user(session, email="kim@example.org", role="analyst")
    assert (added.id, added.unit) == (employee.id, "care-nights")
