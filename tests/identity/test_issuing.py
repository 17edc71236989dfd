"""One invitation gives one blind signature, however often and from however many it is asked."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import literal_column, select, text

from survey_api.credentials import blind_rsa
from survey_api.credentials.issue import decode_reply
from survey_api.credentials.signing import CheckedSigner, SigningFault
from survey_api.errors import SafeToSayError
from survey_api.identity import issuing, wave_secrets
from survey_api.identity.issue_writer import (
    InvitationUnknown,
    InvitationUsed,
    IssueRequestInvalid,
    IssuingClosed,
    IssuingUnavailable,
)
from survey_api.identity.issuer import Issuer, IssueRequestTooLarge
from survey_api.identity.models import Invitation
from tests.identity.factories import GROUP, OTHER_GROUP, Room, blinded, opening, request


@pytest.fixture
def issuer(any_room: Room) -> Iterator[Issuer]:
    made = Issuer(any_room.engine, any_room.key_file)
    yield made
    made.close()


def marks(room: Room) -> list[bytes | None]:
    with room.session() as session:
        return list(session.scalars(select(Invitation.request_hash)))


def test_the_reply_finalizes_to_a_token_of_the_wave_and_names_the_group(
    any_room: Room, issuer: Issuer
) -> None:
    (inv,) = any_room.invite(1)
    asked, message, inverse = blinded(any_room.public)
    reply = issuer.issue(request(inv, asked))
    opened = decode_reply(reply)
    token = blind_rsa.finalize(any_room.public, message, opened.blind_sig, inverse)
    assert len(reply) == 640
    assert blind_rsa.verify(any_room.public, message, token)
    given = opening(GROUP)
    assert (opened.unit, opened.pass_, opened.label) == (given.unit, given.pass_, given.label)


def test_the_same_request_again_gets_the_same_reply(any_room: Room, issuer: Issuer) -> None:
    (inv,) = any_room.invite(1)
    body = request(inv, blinded(any_room.public)[0])
    assert issuer.issue(body) == issuer.issue(body)


def test_a_second_token_for_one_invitation_is_refused(any_room: Room, issuer: Issuer) -> None:
    (inv,) = any_room.invite(1)
    first = request(inv, blinded(any_room.public)[0])
    reply = issuer.issue(first)
    with pytest.raises(InvitationUsed):
        issuer.issue(request(inv, blinded(any_room.public)[0]))
    assert issuer.issue(first) == reply


def test_an_unknown_invitation_is_refused(any_room: Room, issuer: Issuer) -> None:
    with pytest.raises(InvitationUnknown):
        issuer.issue(request(os.urandom(16), blinded(any_room.public)[0]))


def test_nothing_is_issued_after_the_close_not_even_again(any_room: Room, issuer: Issuer) -> None:
    fetched, unused = any_room.invite(2)
    body = request(fetched, blinded(any_room.public)[0])
    issuer.issue(body)
    with any_room.session() as session:
        issuing.close_issuing(session, any_room.wave)
    for late in (body, request(unused, blinded(any_room.public)[0])):
        with pytest.raises(IssuingClosed):
            issuer.issue(late)
    assert sum(mark is not None for mark in marks(any_room)) == 1


@pytest.mark.parametrize("wrong", [b"", b"x" * 399, b"x" * 16])
def test_a_short_request_is_refused(issuer: Issuer, wrong: bytes) -> None:
    with pytest.raises(IssueRequestInvalid):
        issuer.issue(wrong)


def test_a_long_request_is_refused(issuer: Issuer) -> None:
    with pytest.raises(IssueRequestTooLarge):
        issuer.issue(b"x" * 401)


@pytest.mark.parametrize("value", ["zero", "one", "n minus one", "n", "all ones"])
def test_a_blinded_message_out_of_range_leaves_the_invitation_unused(
    any_room: Room, issuer: Issuer, value: str
) -> None:
    n = any_room.public.public_numbers().n
    number = {"zero": 0, "one": 1, "n minus one": n - 1, "n": n, "all ones": (1 << 3072) - 1}
    (inv,) = any_room.invite(1)
    with pytest.raises(IssueRequestInvalid):
        issuer.issue(request(inv, number[value].to_bytes(384, "big")))
    assert marks(any_room) == [None]


class Broken(CheckedSigner):
    """A home of the key whose results are wrong by one bit."""

    def __init__(self, n: int, e: int) -> None:
        self.n, self.e = n, e

    def raw(self, blinded: bytes) -> bytes:
        return (int.from_bytes(blinded) ^ 1).to_bytes(len(blinded))


def test_a_faulty_signature_is_never_answered(
    any_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = any_room.public.public_numbers()
    monkeypatch.setattr(wave_secrets, "signer", lambda _private: Broken(numbers.n, numbers.e))
    (inv,) = any_room.invite(1)
    body = request(inv, blinded(any_room.public)[0])
    issuer = Issuer(any_room.engine, any_room.key_file)
    with pytest.raises(SigningFault):
        issuer.issue(body)
    issuer.close()
    monkeypatch.undo()
    sound = Issuer(any_room.engine, any_room.key_file)
    assert len(sound.issue(body)) == 640, "the same request is answered once the key works"
    sound.close()


def test_many_different_requests_at_once_for_one_invitation_give_one_token(
    any_room: Room,
) -> None:
    issuers = [Issuer(any_room.engine, any_room.key_file) for _ in range(3)]
    invs = any_room.invite(6)
    bodies = [(inv, request(inv, blinded(any_room.public)[0])) for inv in invs for _ in range(8)]

    def race(numbered: tuple[int, tuple[bytes, bytes]]) -> tuple[bytes, str]:
        number, (inv, body) = numbered
        try:
            issuers[number % 3].issue(body)
        except SafeToSayError as refusal:
            return inv, type(refusal).__name__
        return inv, "issued"

    with ThreadPoolExecutor(24) as pool:
        outcomes = list(pool.map(race, enumerate(bodies)))
    for inv in invs:
        got = sorted(what for one, what in outcomes if one == inv)
        assert got == ["InvitationUsed"] * 7 + ["issued"]
    for one in issuers:
        one.close()


def test_tokens_counted_at_the_close_are_all_that_were_issued(any_room: Room) -> None:
    issuer = Issuer(any_room.engine, any_room.key_file)
    bodies = [request(inv, blinded(any_room.public)[0]) for inv in any_room.invite(60)]

    def ask(body: bytes) -> bool:
        try:
            issuer.issue(body)
        except IssuingClosed:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        asking = [pool.submit(ask, body) for body in bodies]
        with any_room.session() as session:
            issuing.close_issuing(session, any_room.wave)
        with any_room.session() as session:
            counted = issuing.issued_counts(session, any_room.wave)
    assert counted == {GROUP: sum(one.result() for one in asking)}
    issuer.close()


def test_counts_name_groups_that_fetched_nothing(any_room: Room, issuer: Issuer) -> None:
    inv, *_ = any_room.invite(2)
    any_room.invite(3, unit=OTHER_GROUP)
    issuer.issue(request(inv, blinded(any_room.public)[0]))
    with any_room.session() as session:
        assert issuing.issued_counts(session, any_room.wave) == {GROUP: 1, OTHER_GROUP: 0}


def test_a_missing_key_file_is_said_without_details_and_stores_nothing(any_room: Room) -> None:
    (inv,) = any_room.invite(1)
    any_room.key_file.unlink()
    issuer = Issuer(any_room.engine, any_room.key_file)
    with pytest.raises(IssuingUnavailable):
        issuer.issue(request(inv, blinded(any_room.public)[0]))
    assert marks(any_room) == [None]
    issuer.close()


def test_an_issuer_goes_on_after_its_connection_broke(any_room: Room, issuer: Issuer) -> None:
    first, second = any_room.invite(2)
    issuer.issue(request(first, blinded(any_room.public)[0]))
    issuer._writer._connection.driver_connection.close()
    issuer.issue(request(second, blinded(any_room.public)[0]))
    assert all(marks(any_room))


def test_rewriting_the_marks_lets_issuing_go_on(any_room: Room, issuer: Issuer) -> None:
    fetched, unused = any_room.invite(2)
    body = request(fetched, blinded(any_room.public)[0])
    reply = issuer.issue(body)
    with any_room.session() as session:
        issuing.rewrite_marks(session, any_room.wave)
    issuing.scrub(any_room.engine)
    assert issuer.issue(body) == reply
    issuer.issue(request(unused, blinded(any_room.public)[0]))


def test_after_the_close_a_mark_says_only_that_a_token_was_fetched(
    any_room: Room, issuer: Issuer
) -> None:
    inv, *_ = any_room.invite(3)
    issuer.issue(request(inv, blinded(any_room.public)[0]))
    with any_room.session() as session:
        issuing.close_issuing(session, any_room.wave)
        issuing.rewrite_marks(session, any_room.wave)
        issuing.rewrite_marks(session, any_room.wave)
    assert sorted(mark or b"" for mark in marks(any_room)) == [b"", b"", issuing.FETCHED]


def test_physical_order_says_nothing_about_who_came_when(any_room: Room, issuer: Issuer) -> None:
    invs = any_room.invite(40)
    for inv in invs[::-1]:
        issuer.issue(request(inv, blinded(any_room.public)[0]))
    with any_room.session() as session:
        issuing.rewrite_marks(session, any_room.wave)
    issuing.scrub(any_room.engine)
    is_sqlite = any_room.engine.dialect.name == "sqlite"
    position = literal_column("rowid" if is_sqlite else "ctid")
    with any_room.engine.connect() as connection:
        lying = connection.execute(select(Invitation.id).order_by(position))
        ids = [str(row[0]) for row in lying]
        assert ids == sorted(ids)
        if is_sqlite:
            log = any_room.settings.data_dir / "identity.sqlite-wal"
            assert log.stat().st_size == 0
        else:
            stamps = connection.execute(text("SELECT DISTINCT xmin::text FROM invitation"))
            assert len(stamps.all()) == 1


def test_an_opened_wave_cannot_be_forgotten_and_a_closed_one_not_opened(any_room: Room) -> None:
    with any_room.session() as session:
        issuing.open_issuing(session, any_room.wave)
        with pytest.raises(issuing.WaveAlreadyOpened):
            issuing.forget_wave(session, any_room.wave)
        issuing.close_issuing(session, any_room.wave)
        with pytest.raises(issuing.WaveAlreadyClosed):
            issuing.open_issuing(session, any_room.wave)


def test_passes_come_back_as_they_were_kept(any_room: Room) -> None:
    with any_room.session() as session:
        found = issuing.passes(session, any_room.wave, any_room.key)
        assert issuing.wave_key(session, any_room.wave, any_room.key)
    assert found == [opening(GROUP), opening(OTHER_GROUP)]
