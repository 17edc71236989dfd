"""Replacing a key: everything opens with the new one, nothing with the old, at any interruption."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select

from survey_api import clock
from survey_api.conduct import holder, keyring, rekeying
from survey_api.conduct.keyring import Keyring
from survey_api.conduct.rekeying import Sealing
from survey_api.conduct.rooms import Rooms
from survey_api.credentials import keys
from survey_api.identity import comment_readers, frame, issuing, resealing
from survey_api.identity.database import IdentityBase
from tests.installing import installed

WAVE = "A" * 22


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path))
    ring = Keyring(made.settings)
    with made.identity() as session:
        comment_readers.make_key(session, WAVE, keyring.read(ring.comments))
        frame.keep_annex(session, WAVE, "frame", b"tree", b"s", key=keyring.read(ring.identity))
    holder.prepare(made.settings, WAVE)
    yield made
    made.dispose()


def all_opens(rooms: Rooms) -> None:
    """With the key files as they lie there now."""
    ring = Keyring(rooms.settings)
    with rooms.identity() as session:
        assert comment_readers.key(session, WAVE, keyring.read(ring.comments))
        kept = frame.annex(session, WAVE, "frame", key=keyring.read(ring.identity))
    assert kept == (b"tree", b"s")
    assert holder.prepare(rooms.settings, "B" * 22)
    assert holder.holds(rooms.settings, WAVE)


@pytest.mark.parametrize("which", Sealing)
def test_after_a_replacement_everything_opens_and_the_old_key_is_gone(
    rooms: Rooms, which: Sealing
) -> None:
    folders = (rooms.settings.keys_dir, rooms.settings.holder_dir)
    before = {one: one.read_bytes() for folder in folders for one in folder.glob("*.key")}
    assert rekeying.replace_key(rooms, which) == 1
    all_opens(rooms)
    changed = [one.stem for one, content in before.items() if one.read_bytes() != content]
    assert changed == [which]
    old = next(content for one, content in before.items() if one.stem == which)
    left = [one for folder in folders for one in folder.iterdir() if one.read_bytes() == old]
    assert left == [] and not [one for folder in folders for one in folder.glob("*.next")]


@pytest.mark.parametrize("which", Sealing)
@pytest.mark.parametrize("at", ["_next", "write_private", "destroy"])
def test_a_replacement_that_was_broken_off_is_finished_by_the_next(
    rooms: Rooms, which: Sealing, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """As if the process ended here."""

    def killed(*_given: object) -> None:
        raise Killed

    place = rekeying if at == "_next" else rekeying.keyring
    with monkeypatch.context() as broken:
        if at == "_next":
            real = rekeying._next
            broken.setattr(place, at, lambda path: (real(path), killed()))
        elif at == "destroy":
            broken.setattr(place, at, killed)
        else:
            path = rekeying._work(rooms, which)[0]
            write = keyring.write_private
            broken.setattr(place, at, lambda to, what: killed() if to == path else write(to, what))
        with pytest.raises(Killed):
            rekeying.replace_key(rooms, which)
    rekeying.replace_key(rooms, which)
    all_opens(rooms)


def test_no_key_is_replaced_while_a_wave_is_open(rooms: Rooms) -> None:
    from tests import factories

    factories.staffed(rooms, 20)
    with clock.travel(clock.now() + timedelta(days=1)):
        factories.open_wave(rooms)
    with pytest.raises(rekeying.WaveAtWork):
        rekeying.replace_key(rooms, Sealing.IDENTITY)


def test_a_wrong_key_file_changes_nothing(rooms: Rooms) -> None:
    path = Keyring(rooms.settings).identity
    right = path.read_bytes()
    keyring.write_private(path, bytes(32))
    with pytest.raises(resealing.OpensWithNeither):
        rekeying.replace_key(rooms, Sealing.IDENTITY)
    keyring.write_private(path, right)
    all_opens(rooms)


def test_every_sealed_column_of_room_one_is_named() -> None:
    named = {
        table.__tablename__ for table in (*resealing.BY_IDENTITY_KEY, *resealing.BY_COMMENTS_KEY)
    }
    sealed = {
        table.name
        for table in IdentityBase.metadata.tables.values()
        for column in table.columns
        if "sealed" in column.name and isinstance(column.type, LargeBinary)
    }
    assert sealed == named


def test_what_a_seal_is_bound_to_is_what_its_own_module_says(rooms: Rooms) -> None:
    sealer = keyring.read(Keyring(rooms.settings).identity)
    with rooms.identity() as session:
        issuing.store_wave_key(session, WAVE, b"key", sealer)
        opening = issuing.UnitOpening("u", bytes(32), bytes(16), "Unit")
        issuing.store_passes(session, WAVE, [opening], sealer)
        for table, bound in resealing.BY_IDENTITY_KEY.items():
            for row in session.scalars(select(table)):
                assert keys.open_secret(sealer, bound(row), row.sealed)
