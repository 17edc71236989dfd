"""The public files of a closed wave: a long log in lists, and the history of all checkpoints."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import insert

from survey_api.ballots import lifecycle, log
from survey_api.ballots.database import BallotSession
from survey_api.ballots.models import BallotWave, BoxState, LogLeaf
from survey_api.ballots.refusals import ListUnknown, NotYetPublished
from survey_api.credentials import checkpoint, merkle
from survey_api.credentials.checkpoint import Checkpoint
from survey_api.credentials.encoding import b64u_decode
from tests.ballots.stations import BallotRoom, ballot_room

N_LEAVES = 20_001


def leaves_of(wave: str, n: int) -> list[bytes]:
    return [hashlib.sha256(f"{wave}{at}".encode()).digest() for at in range(n)]


def close_with(room: BallotRoom, wave: str, leaves: list[bytes]) -> None:
    """A wave that closed with these leaves; nothing is signed yet."""
    row = {"wave": wave, "manifest": b"", "manifest_hash": bytes(32), "state": BoxState.CLOSED}
    with room.session() as session:
        session.execute(insert(BallotWave), row)
        if leaves:
            session.execute(insert(LogLeaf), [{"leaf": leaf, "wave": wave} for leaf in leaves])


def sign(session: BallotSession, wave: str) -> None:
    """What a close does with it."""
    before = log.history(session, for_update=True)
    own = lifecycle.read_log(session, wave)
    document = checkpoint.document(wave, bytes(32), own, before)
    lifecycle.publish_checkpoint(session, wave, document, bytes(64))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BallotRoom]:
    """Three closed waves: an empty one, a long one, a small one."""
    with ballot_room(tmp_path_factory.mktemp("long")) as room:
        for wave, n in (("none", 0), ("long", N_LEAVES), ("last", 3)):
            close_with(room, wave, leaves_of(wave, n))
            with room.session() as session:
                sign(session, wave)
        yield room


def signed(room: BallotRoom, wave: str) -> tuple[bytes, Checkpoint]:
    """The checkpoint as served, and what it says."""
    served = log.checkpoint_bytes(room.engine, wave)
    return served, Checkpoint.parse(b64u_decode(json.loads(served)["checkpoint"]))


def test_a_long_log_is_published_in_lists_that_are_the_whole_one_after_the_other(
    long: BallotRoom,
) -> None:
    served, said = signed(long, "long")
    whole = log.leaf_bytes(long.engine, "long")
    lists = [log.one_list(whole, served, str(at)) for at in range(said.n_lists)]
    assert (said.n_lists, said.head.size) == (16, N_LEAVES)
    assert b"".join(lists) == whole
    for number, (one, listed) in enumerate(zip(lists, said.lists, strict=True)):
        assert len(one) == 32 * listed.size > 32_000
        assert hashlib.sha256(one).digest() == listed.sha256
        assert {leaf >> 4 for leaf in one[::32]} == {number}


@pytest.mark.parametrize("number", ["16", "-1", "1x", "", "٣", "0" * 400, "999999"])
def test_there_is_no_list_of_another_number(long: BallotRoom, number: str) -> None:
    served, _ = signed(long, "long")
    with pytest.raises(ListUnknown):
        log.one_list(b"", served, number)


def test_a_wave_nobody_answered_has_one_empty_list(long: BallotRoom) -> None:
    served, said = signed(long, "none")
    assert (said.n_lists, said.head.size) == (1, 0)
    assert said.head.root == hashlib.sha256(b"").digest()
    assert log.one_list(log.leaf_bytes(long.engine, "none"), served, "0") == b""


def test_every_checkpoint_names_all_before_it(long: BallotRoom) -> None:
    before: list[bytes] = []
    for wave in ("none", "long", "last"):
        served, said = signed(long, wave)
        assert said.history == checkpoint.Head(len(before), merkle.root(before))
        assert log.history_bytes(long.engine, wave) == b"".join(before)
        before.append(merkle.leaf_hash(b64u_decode(json.loads(served)["checkpoint"])))


def test_before_the_checkpoint_there_is_no_history(long: BallotRoom) -> None:
    close_with(long, "soon", [])
    with pytest.raises(NotYetPublished):
        log.history_bytes(long.engine, "soon")


def test_waves_that_close_at_once_stand_one_after_the_other(room: BallotRoom) -> None:
    waves = [f"wave {at}" for at in range(6)]
    for wave in waves:
        close_with(room, wave, leaves_of(wave, 2))

    def close(wave: str) -> None:
        with room.session() as session:
            sign(session, wave)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(close, waves))
    histories = [signed(room, wave)[1].history for wave in waves]
    assert sorted(one.size for one in histories if one) == list(range(6))


def test_checkpoints_of_before_histories_come_first_and_stay_in_their_order(
    tmp_path: Path,
) -> None:
    old = [
        json.dumps(
            {"manifest_hash": "A" * 43, "root": "A" * 43, "size": 1, "v": 1, "wave": wave},
            separators=(",", ":"),
        ).encode()
        for wave in "ba"
    ]
    with ballot_room(tmp_path) as room:
        for wave, document in zip("ba", old, strict=True):
            close_with(room, wave, [])
            with room.session() as session:
                lifecycle.publish_checkpoint(session, wave, document, bytes(64))
        close_with(room, "new", [])
        with room.session() as session:
            sign(session, "new")
        assert log.history_bytes(room.engine, "new") == b"".join(
            map(merkle.leaf_hash, reversed(old))
        )
        assert signed(room, "new")[1].history.size == 2  # type: ignore[union-attr]
