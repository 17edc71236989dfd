"""No earlier checkpoint can be exchanged, left out or put in without every later one showing it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.credentials import keys, merkle
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import canonical, parse
from survey_api.verification.findings import State
from survey_api.verification.public_files import PublicFiles
from survey_api.verification.wave import verify_wave
from tests.verification.published import other_wave, released, wave


def chain(n: int, *, but: int | None = None) -> list[PublicFiles]:
    """So many waves one after the other; the one at ``but`` closed as another wave."""
    files: list[PublicFiles] = []
    for at in range(n):
        before = tuple(one.checkpoint or b"" for one in files)
        files.append(other_wave(100 + at if at == but else at + 1, before))
    return files


def earlier(now: PublicFiles, then: PublicFiles) -> State:
    found = {one.check: one.state for one in verify_wave(now, earlier=[then]).findings}
    return found["earlier"]


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 9), st.data())
def test_every_earlier_checkpoint_is_found_and_an_exchanged_one_is_not(
    n: int, data: st.DataObject
) -> None:
    files = chain(n)
    at = data.draw(st.integers(0, n - 2))
    then = data.draw(st.integers(0, n - 2))
    assert earlier(files[-1], files[then]) is State.RIGHT
    forged = chain(n, but=at)[-1]
    kept = earlier(forged, files[then])
    assert (kept is State.WRONG) == (then >= at)


def test_a_checkpoint_that_was_left_out_is_missed() -> None:
    files = chain(4)
    without = [files[0], other_wave(3, (files[0].checkpoint or b"",))]
    shorter = other_wave(4, tuple(one.checkpoint or b"" for one in without))
    assert earlier(shorter, files[1]) is State.WRONG
    assert earlier(shorter, files[0]) is State.RIGHT


def test_two_waves_that_claim_the_same_place_are_told_apart() -> None:
    first, fork = other_wave(1, ()), other_wave(2, ())
    assert earlier(fork, first) is State.WRONG


def test_two_checkpoints_of_one_wave_are_a_fault() -> None:
    files = chain(2)
    again = other_wave(2, ())
    assert earlier(files[1], files[1]) is State.RIGHT
    assert earlier(files[1], again) is State.WRONG


@pytest.mark.parametrize("change", [b"", bytes(31), bytes(32), bytes(64)])
def test_a_history_that_is_not_the_signed_one_is_found(change: bytes) -> None:
    files = replace(chain(2)[1], history=change)
    found = {one.check: one.state for one in verify_wave(files).findings}
    assert found["history"] is State.WRONG


def test_what_cannot_be_compared_is_said_to_be_open() -> None:
    first, second, third = chain(3)
    assert earlier(second, third) is State.OPEN
    assert earlier(replace(second, history=None), first) is State.OPEN
    assert earlier(second, replace(first, checkpoint=None)) is State.OPEN
    assert earlier(second, replace(first, manifest=b"{}")) is State.OPEN
    assert earlier(second, replace(first, checkpoint_signature=bytes(64))) is State.OPEN


def test_a_checkpoint_of_before_there_was_a_history_is_looked_for_as_a_whole() -> None:
    first = other_wave(1, ())
    said = json.loads(first.checkpoint or b"")
    old = canonical(
        {name: said[name] for name in ("wave", "manifest_hash", "size", "root")} | {"v": 1}
    )
    before = replace(first, checkpoint=old, checkpoint_signature=wave().signed(old), history=None)
    assert earlier(other_wave(2, (old,)), before) is State.RIGHT
    assert earlier(other_wave(2, (b"{}",)), before) is State.WRONG
    found = {one.check: one.state for one in verify_wave(before).findings}
    assert (found["log.root"], found["history"]) == (State.RIGHT, State.OPEN)


def test_a_release_says_which_releases_it_was_compared_with() -> None:
    files, _ = released()
    said = json.loads(files.statement or b"")
    for known, state in ((said["bundle_sha256"], State.RIGHT), (b64u(bytes(32)), State.WRONG)):
        later = other_wave(7, (files.checkpoint or b"",))
        parsed = parse(later.manifest)
        document = canonical(
            said
            | {
                "wave": parsed.wave_text,
                "manifest_hash": json.loads(later.checkpoint or b"")["manifest_hash"],
            }
            | {"earlier": [known]}
        )
        signed = replace(
            later, statement=document, statement_signature=keys.sign(wave().statement, document)
        )
        found = {one.check: one.state for one in verify_wave(signed, earlier=[files]).findings}
        assert (found["earlier"], found["earlier.release"]) == (State.RIGHT, state)


def test_the_history_is_a_log_as_the_rfc_has_it() -> None:
    files = chain(3)
    entries = [merkle.leaf_hash(one.checkpoint or b"") for one in files[:2]]
    assert files[2].history == b"".join(entries)
