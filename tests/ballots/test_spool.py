"""The waiting room on disk: whole or empty slots, in no order, and never a ballot lost."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from survey_api.ballots import spool
from survey_api.ballots.spool import N_SLOTS, SLOT, Pending, Spool

SIZE = 4690
WAVE = "A" * 22


def ballot(number: int) -> Pending:
    return Pending(number.to_bytes(32), WAVE, number.to_bytes(2) * (SIZE // 2))


def places(path: Path, ballots: list[Pending]) -> list[int]:
    raw = path.read_bytes()
    return [raw.index(one.body) // SLOT for one in ballots]


@pytest.fixture
def room(tmp_path: Path) -> Spool:
    return Spool(tmp_path)


def test_what_was_put_is_read_in_leaf_order_whatever_order_it_came_in(room: Spool) -> None:
    room.put([ballot(3)])
    room.put([ballot(1), ballot(2)])
    assert list(spool.read(room.folder / spool.SPOOL_NAME)) == [ballot(1), ballot(2), ballot(3)]


def test_the_place_of_a_ballot_does_not_tell_when_it_came(room: Spool) -> None:
    came = [ballot(number) for number in range(1, 201)]
    for one in came:
        room.put([one])
    found = places(room.folder / spool.SPOOL_NAME, came)
    followed = sum(later > earlier for earlier, later in pairwise(found))
    assert 78 < followed < 121  # more than five standard deviations of a fair lot
    assert len(set(found)) == 200


def test_the_file_neither_grows_nor_moves_while_ballots_come(room: Spool) -> None:
    path = room.folder / spool.SPOOL_NAME
    before = path.stat()
    room.put(ballot(number) for number in range(50))
    after = path.stat()
    assert (after.st_size, after.st_blocks, after.st_ino) == (
        before.st_size,
        before.st_blocks,
        before.st_ino,
    )
    assert before.st_blocks * 512 >= N_SLOTS * SLOT


def test_a_slot_that_was_half_written_is_empty(room: Spool) -> None:
    room.put([ballot(1), ballot(2)])
    path = room.folder / spool.SPOOL_NAME
    (torn,) = places(path, [ballot(2)])
    with path.open("r+b") as file:
        file.seek(torn * SLOT + 2000)
        file.write(bytes(SLOT - 2000))
    assert list(spool.read(path)) == [ballot(1)]


def test_a_full_file_is_set_aside_and_another_begun(room: Spool) -> None:
    everybody = [ballot(number) for number in range(N_SLOTS + 3)]
    room.put(everybody)
    (full,) = spool.draining(room.folder)
    found = [*spool.read(full), *spool.read(room.folder / spool.SPOOL_NAME)]
    assert sorted(found) == everybody


def test_an_earlier_process_left_ballots_and_none_is_lost(room: Spool) -> None:
    room.put([ballot(1)])
    (room.folder / "spool.slots.new").write_bytes(b"a crash while a file was begun")
    later = Spool(room.folder)
    later.put([ballot(2)])
    (left,) = spool.draining(room.folder)
    assert list(spool.read(left)) == [ballot(1)]
    assert list(spool.read(room.folder / spool.SPOOL_NAME)) == [ballot(2)]


def test_an_empty_file_is_not_set_aside(room: Spool) -> None:
    room.rotate()
    assert spool.draining(room.folder) == []


@pytest.mark.parametrize("failing", ["open", "rename", "fsync"])
def test_a_new_file_that_cannot_be_begun_loses_nothing(
    room: Spool, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """A disk that is full or broken while a file is begun; the next attempt goes on."""
    room.put([ballot(1)])

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk, pytest.raises(OSError, match="No space"):
        disk.setattr(Path if failing == "rename" else os, failing, broken)
        room.rotate()
    room.put([ballot(2)])
    room.rotate()
    aside = [one for path in spool.draining(room.folder) for one in spool.read(path)]
    assert sorted(aside) == [ballot(1), ballot(2)]


def test_a_ballot_that_is_kept_twice_is_read_once(room: Spool) -> None:
    room.put([ballot(1)])
    room.put([ballot(1)])
    assert list(spool.read(room.folder / spool.SPOOL_NAME)) == [ballot(1)]


def test_a_destroyed_file_is_overwritten_before_it_goes(room: Spool) -> None:
    room.put([ballot(1)])
    room.rotate()
    (path,) = spool.draining(room.folder)
    with path.open("rb") as still_open:
        spool.destroy(path)
        assert still_open.read() == bytes(N_SLOTS * SLOT)
    assert not path.exists()
