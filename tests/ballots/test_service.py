"""What the ballot service takes and refuses, over real HTTP with a real process."""

import hashlib
import socket
from collections.abc import Iterator

import httpx2
import pytest

from survey_api.ballots import lifecycle
from survey_api.credentials import checkpoint
from survey_api.credentials.encoding import CAST_SIZES
from tests.ballots.casts import SampleWave
from tests.ballots.stations import BallotRoom, ballot_room


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BallotRoom]:
    with ballot_room(tmp_path_factory.mktemp("room")) as room:
        room.start()
        yield room


@pytest.fixture(scope="module")
def wave(running: BallotRoom) -> SampleWave:
    return running.open_wave()


def flipped(body: bytes, place: int) -> bytes:
    return body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]


def test_a_valid_ballot_is_answered_with_the_promise_to_keep_it(
    running: BallotRoom, wave: SampleWave
) -> None:
    body = wave.voter().cast()
    reply = running.post(wave.wave, body)
    assert reply.status_code == 202
    assert len(reply.content) == 64
    assert wave.keeps(body, reply.content)


def test_a_wave_with_comments_takes_the_larger_size(running: BallotRoom) -> None:
    talkative = running.open_wave(comments=True)
    body = talkative.voter().cast()
    assert len(body) == CAST_SIZES[True]
    assert running.post(talkative.wave, body).status_code == 202


def test_the_same_envelope_again_gets_the_same_reply(running: BallotRoom, wave: SampleWave) -> None:
    body = wave.voter().cast()
    first, second = running.post(wave.wave, body), running.post(wave.wave, body)
    assert (first.status_code, first.content) == (second.status_code, second.content)


def test_a_sixth_version_is_refused_and_the_fifth_may_be_repeated(
    running: BallotRoom, wave: SampleWave
) -> None:
    voter = wave.voter()
    bodies = [voter.cast(version) for version in (1, 2, 3, 4, 5)]
    assert [running.post(wave.wave, body).status_code for body in bodies] == [202] * 5
    assert running.post(wave.wave, voter.cast(5)).status_code == 409
    assert running.post(wave.wave, bodies[4]).status_code == 202


@pytest.mark.parametrize(("change", "status"), [(-1, 400), (1, 413), (9_999_999, 413)])
def test_another_size_is_refused_before_the_body_is_read(
    running: BallotRoom, wave: SampleWave, change: int, status: int
) -> None:
    head = f"POST /cast/{wave.wave} HTTP/1.1\r\nHost: b\r\nContent-Length: {wave.size + change}"
    address = ("127.0.0.1", running.settings.ballot_port)
    with socket.create_connection(address, timeout=5) as line:
        line.sendall(head.encode() + b"\r\n\r\n")
        assert line.recv(12) == b"HTTP/1.1 %d" % status


def test_a_body_without_an_announced_length_is_refused(
    running: BallotRoom, wave: SampleWave
) -> None:
    address = f"{running.settings.ballot_url}/cast/{wave.wave}"
    assert httpx2.post(address, content=iter([wave.voter().cast()])).status_code == 400


@pytest.mark.parametrize(
    ("part", "place"), [("prefix", 1), ("bpk", 33), ("token", 65), ("envelope", 449), ("sigma", -1)]
)
def test_a_ballot_changed_in_any_part_is_refused(
    running: BallotRoom, wave: SampleWave, part: str, place: int
) -> None:
    body = wave.voter().cast()
    reply = running.post(wave.wave, flipped(body, place % len(body)))
    assert reply.status_code == 403, part


def test_another_format_byte_is_refused(running: BallotRoom, wave: SampleWave) -> None:
    assert running.post(wave.wave, flipped(wave.voter().cast(), 0)).status_code == 400


def test_a_token_of_another_wave_is_refused(running: BallotRoom, wave: SampleWave) -> None:
    other = running.open_wave()
    assert running.post(other.wave, wave.voter().cast()).status_code == 403


def test_a_token_made_for_a_swapped_manifest_is_refused(
    running: BallotRoom, wave: SampleWave
) -> None:
    swapped = SampleWave(bytes(32), identity=wave.identity)
    assert swapped.mh != wave.mh
    assert running.post(wave.wave, swapped.voter().cast()).status_code == 403


def test_an_unknown_wave_and_an_unknown_address_are_not_found(
    running: BallotRoom, wave: SampleWave
) -> None:
    body = wave.voter().cast()
    assert running.post("A" * 22, body).status_code == 404
    assert running.post("", body).status_code == 404
    assert httpx2.get(running.settings.ballot_url + "/").status_code == 404
    assert httpx2.get(f"{running.settings.ballot_url}/cast/{wave.wave}").status_code == 405


def test_lists_are_not_published_before_the_close_and_are_static_after(
    running: BallotRoom,
) -> None:
    wave = running.open_wave()
    bodies = wave.casts(3)
    assert [running.post(wave.wave, body).status_code for body in bodies] == [202] * 3
    addresses = [
        f"{running.settings.ballot_url}/{name.format(wave.wave)}"
        for name in ("log/{}", "log/{}/0", "checkpoint/{}", "history/{}")
    ]
    assert {httpx2.get(one).status_code for one in addresses} == {404}
    leaves = running.close(wave)
    document = checkpoint.document(wave.wave, wave.mh, leaves)
    with running.session() as session:
        lifecycle.publish_checkpoint(session, wave.wave, document, b"signature")
    await_closed(running, wave)
    whole, first, signed, history = map(httpx2.get, addresses)
    assert whole.content == first.content == b"".join(sorted(map(wave.leaf, bodies)))
    assert signed.json().keys() == {"checkpoint", "signature"}
    assert (history.status_code, history.content) == (200, b"")
    assert leaves == sorted(map(wave.leaf, bodies))
    for reply in (whole, first, signed, history):
        digest = hashlib.sha256(reply.content).hexdigest()
        assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert reply.headers["etag"] == f'"{digest}"'
    assert httpx2.get(addresses[0] + "/1").status_code == 404
    assert running.post(wave.wave, bodies[0]).status_code == 409


def test_replies_are_constant_and_carry_neither_time_nor_server_nor_cookie(
    running: BallotRoom, wave: SampleWave
) -> None:
    good = running.post(wave.wave, wave.voter().cast())
    bad = [running.post(wave.wave, flipped(wave.voter().cast(), 70)) for _ in range(2)]
    assert bad[0].content == bad[1].content
    for reply in (good, *bad):
        assert {"date", "server", "set-cookie"}.isdisjoint(reply.headers)
        assert reply.headers["access-control-allow-origin"] == "http://127.0.0.1:8001"
        assert reply.headers["cache-control"] == "no-store"


def test_the_process_writes_nothing_about_requests(running: BallotRoom, wave: SampleWave) -> None:
    running.post(wave.wave, wave.voter().cast())
    running.post(wave.wave, b"canary")
    assert (running.settings.data_dir / "ballots.log").read_bytes() == b""


def await_closed(running: BallotRoom, wave: SampleWave) -> None:
    body = wave.voter().cast()
    for _ in range(100):
        if httpx2.get(f"{running.settings.ballot_url}/log/{wave.wave}").status_code == 200:
            assert running.post(wave.wave, body).status_code == 409
            return
    raise AssertionError("the process did not see the close")
