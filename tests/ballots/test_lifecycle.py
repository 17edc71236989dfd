"""Pushing and closing a wave: what conduct may do, and what it is refused, on both databases."""

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from survey_api.ballots import lifecycle, refusals
from tests.ballots.casts import SampleWave
from tests.ballots.stations import BallotRoom
from tests.ports import free_port


def stations(room: BallotRoom, wave: SampleWave) -> list[str]:
    with room.session() as session:
        return lifecycle.missing_stations(session, wave.wave)


def test_a_close_brings_every_acknowledged_ballot_into_the_box(room: BallotRoom) -> None:
    wave = room.open_wave()
    room.start()
    bodies = wave.casts(12)
    assert {room.post(wave.wave, body).status_code for body in bodies} == {202}
    assert room.close(wave) == sorted(map(wave.leaf, bodies))


def test_a_close_may_be_repeated(room: BallotRoom) -> None:
    wave = room.open_wave()
    room.start()
    body = wave.voter().cast()
    room.post(wave.wave, body)
    assert room.close(wave) == room.close(wave) == [wave.leaf(body)]


def test_a_wave_can_be_closed_while_another_keeps_its_pending_ballots(room: BallotRoom) -> None:
    first, second = room.open_wave(), room.open_wave()
    room.start()
    ones, twos = first.casts(4), second.casts(4)
    for one, two in zip(ones, twos, strict=True):
        assert room.post(first.wave, one).status_code == 202
        assert room.post(second.wave, two).status_code == 202
    assert room.close(first) == sorted(map(first.leaf, ones))
    assert room.post(second.wave, twos[0]).status_code == 202
    assert room.close(second) == sorted(map(second.leaf, twos))


def test_two_stations_hand_over_to_one_box(room: BallotRoom, tmp_path: Path) -> None:
    port = free_port()
    elsewhere = replace(
        room.settings,
        ballot_port=port,
        ballot_url=f"http://127.0.0.1:{port}",
        spool_dir=tmp_path / "elsewhere",
    )
    wave = room.open_wave()
    room.start()
    room.start(elsewhere)
    bodies = wave.casts(6)
    far = BallotRoom(elsewhere)
    replies = [place.post(wave.wave, body) for body in bodies for place in (room, far)]
    assert Counter(reply.status_code for reply in replies) == {202: 12}
    assert room.close(wave) == sorted(map(wave.leaf, bodies))


def test_a_dead_station_with_ballots_on_its_disk_blocks_the_close_until_it_is_back(
    room: BallotRoom,
) -> None:
    wave = room.open_wave()
    child = room.start()
    body = wave.voter().cast()
    room.post(wave.wave, body)
    child.kill()
    child.wait()
    room.begin_closing(wave)
    (name,) = stations(room, wave)
    with pytest.raises(refusals.StationMissing, match=rf"{name}.*safetosay serve ballots"):
        lifecycle.await_drained(room.session, wave.wave, patience=0.3)
    with pytest.raises(refusals.StationMissing):
        lifecycle.seal_box(room.engine, wave.wave)
    room.start()
    assert room.close(wave) == [wave.leaf(body)]


def test_a_station_whose_disk_is_lost_can_be_abandoned_and_comes_too_late_afterwards(
    room: BallotRoom,
) -> None:
    wave = room.open_wave()
    child = room.start()
    room.post(wave.wave, wave.voter().cast())
    child.kill()
    child.wait()
    room.begin_closing(wave)
    lost = frozenset(stations(room, wave))
    lifecycle.await_drained(room.session, wave.wave, abandon=lost, patience=1)
    assert room.close(wave) == []
    room.start()
    assert room.close(wave) == []
    assert list(room.settings.spool_dir.rglob("draining-*")) == []
    assert b"1 ballots came after" in (room.settings.data_dir / "ballots.log").read_bytes()


def test_a_station_that_holds_nothing_signs_off_when_it_is_stopped(room: BallotRoom) -> None:
    wave = room.open_wave()
    child = room.start()
    assert len(stations(room, wave)) == 1
    child.terminate()
    child.wait()
    assert stations(room, wave) == []
    assert room.close(wave, patience=1) == []


def test_a_stopped_station_that_holds_ballots_does_not_sign_off(room: BallotRoom) -> None:
    wave = room.open_wave()
    child = room.start()
    body = wave.voter().cast()
    room.post(wave.wave, body)
    child.terminate()
    child.wait()
    assert len(stations(room, wave)) == 1
    room.start()
    assert room.close(wave) == [wave.leaf(body)]


def test_a_second_process_takes_a_folder_of_its_own_and_a_later_one_empties_both(
    room: BallotRoom,
) -> None:
    port = free_port()
    beside = replace(room.settings, ballot_port=port, ballot_url=f"http://127.0.0.1:{port}")
    wave = room.open_wave()
    children = [room.start(), room.start(beside)]
    bodies = wave.casts(4)
    for body, place in zip(bodies, [room, BallotRoom(beside)] * 2, strict=True):
        assert place.post(wave.wave, body).status_code == 202
    for child in children:
        child.kill()
        child.wait()
    assert len(list(room.settings.spool_dir.iterdir())) == 2
    room.start()
    assert len(list(room.settings.spool_dir.iterdir())) == 1
    assert room.close(wave) == sorted(map(wave.leaf, bodies))


def test_the_manifest_may_be_replaced_only_while_there_are_no_ballots(room: BallotRoom) -> None:
    wave = room.open_wave()
    child = room.start()
    other = SampleWave(room.promise_public, comments=True, identity=wave.identity)
    with room.session() as session:
        lifecycle.push(session, other.wave, other.manifest)
    time.sleep(1)
    body = other.voter().cast()
    assert room.post(other.wave, body).status_code == 202
    room.close(other)
    with pytest.raises(refusals.ManifestFrozen), room.session() as session:
        lifecycle.push(session, wave.wave, wave.manifest)
    assert child.poll() is None


def test_the_box_is_read_only_when_it_is_sealed(room: BallotRoom) -> None:
    wave = room.open_wave()
    for read in (lifecycle.read_box, lifecycle.read_log):
        with pytest.raises(refusals.WaveNotClosed), room.session() as session:
            read(session, wave.wave)
    with pytest.raises(refusals.StationMissing):
        lifecycle.seal_box(room.engine, wave.wave)


def test_erasing_keeps_the_leaves(room: BallotRoom) -> None:
    wave = room.open_wave()
    room.start()
    room.post(wave.wave, wave.voter().cast())
    (leaf,) = room.close(wave)
    with room.session() as session:
        assert lifecycle.erase_envelopes(session, wave.wave) == 1
        assert lifecycle.read_box(session, wave.wave) == []
        assert lifecycle.read_log(session, wave.wave) == [leaf]
