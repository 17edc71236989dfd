"""An auditor's round: every link is checked, and each fault is named where it is."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.credentials import keys
from survey_api.credentials.client_list import listed
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import canonical, fingerprint, parse
from survey_api.release.erasure import erasure_document
from survey_api.verification.findings import State
from survey_api.verification.public_files import NAMES, PublicFiles
from survey_api.verification.wave import verify_wave
from tests.verification.published import CLIENT, leaf, logged, many, released, wave

STRANGER = bytes([9]) * 32


def states(files: PublicFiles, **given: Any) -> dict[str, State]:
    return {one.check: one.state for one in verify_wave(files, **given).findings}


def wrong(files: PublicFiles, **given: Any) -> set[str]:
    return {check for check, state in states(files, **given).items() if state is State.WRONG}


def restated(**changes: Any) -> PublicFiles:
    """The released wave with a well-signed statement that says something else."""
    files, _ = released()
    document = canonical(json.loads(files.statement or b"") | changes)
    signature = keys.sign(wave().statement, document)
    return replace(files, statement=document, statement_signature=signature)


def test_a_whole_wave_passes_every_check() -> None:
    files, bundle = released()
    given = {"wave": parse(files.manifest).wave_text, "bundle": bundle}
    found = states(files, given_fingerprint=fingerprint(files.manifest).lower(), **given)
    assert {check for check, state in found.items() if state is not State.RIGHT} == {"erasure"}
    assert {"manifest.signature", "log.root", "history", "statement.people", "bundle"} <= set(found)
    assert verify_wave(files, **given).is_sound


def test_before_the_close_only_the_manifest_can_be_checked() -> None:
    files, _ = released()
    early = PublicFiles(files.manifest, files.manifest_signature, files.questionnaire)
    found = states(early)
    assert (found["questionnaire"], found["checkpoint"]) == (State.RIGHT, State.OPEN)
    assert "log.root" not in found
    assert not wrong(early)


def test_an_empty_wave_is_a_whole_wave() -> None:
    files = logged([])
    assert states(files)["log.root"] is State.RIGHT
    assert states(files)["statement"] is State.OPEN
    assert not wrong(files)


@pytest.mark.parametrize(
    ("part", "check"),
    [
        ("manifest_signature", "manifest.signature"),
        ("questionnaire", "questionnaire"),
        ("checkpoint", "checkpoint"),
        ("checkpoint_signature", "checkpoint"),
        ("statement", "statement"),
        ("statement_signature", "statement"),
    ],
)
def test_a_changed_or_shortened_file_is_found_where_it_is(part: str, check: str) -> None:
    files, _ = released()
    whole: bytes = getattr(files, part)
    at = len(whole) // 2
    flipped = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    for spoiled in (flipped, whole[:-1], b"", whole + b"\n"):
        assert wrong(replace(files, **{part: spoiled})) == {check}


@pytest.mark.parametrize("part", ["checkpoint_signature", "statement_signature"])
def test_an_unsigned_document_counts_for_nothing(part: str) -> None:
    files, _ = released()
    assert wrong(replace(files, **{part: None})) == {part.removesuffix("_signature")}


def test_keys_that_changed_places_sign_nothing() -> None:
    files, _ = released()
    swapped = keys.sign(wave().checkpoint, files.statement or b"")
    assert wrong(replace(files, statement_signature=swapped)) == {"statement"}
    swapped = keys.sign(wave().statement, files.checkpoint or b"")
    assert wrong(replace(files, checkpoint_signature=swapped)) == {"checkpoint"}
    swapped = keys.sign(STRANGER, files.manifest)
    assert wrong(replace(files, manifest_signature=swapped)) == {"manifest.signature"}


def test_files_of_another_wave_are_told_apart() -> None:
    files, _ = released()
    assert wrong(files, wave=b64u(bytes(16))) == {"manifest.wave"}
    assert wrong(files, given_fingerprint="0000-0000-0000-0000") == {"fingerprint"}
    for raw in (b"", b"{}", files.manifest[:-1], files.manifest + b" "):
        assert wrong(replace(files, manifest=raw)) == {"manifest"}


def test_a_document_of_another_wave_does_not_pass_although_it_is_signed() -> None:
    files, _ = released()
    other = canonical(json.loads(files.checkpoint or b"") | {"wave": b64u(bytes(16))})
    signed = replace(files, checkpoint=other, checkpoint_signature=wave().signed(other))
    assert wrong(signed) == {"checkpoint"}
    assert wrong(restated(wave=b64u(bytes(16)))) == {"statement"}


def test_a_signed_document_that_cannot_be_read_is_wrong() -> None:
    files, _ = released()
    for raw in (b"{}", b'{"v":2}', b"[" * 100_000):
        checkpoint = replace(files, checkpoint=raw, checkpoint_signature=wave().signed(raw))
        assert wrong(checkpoint) == {"checkpoint"}
        signature = keys.sign(wave().statement, raw)
        assert wrong(replace(files, statement=raw, statement_signature=signature)) == {"statement"}
    padded = canonical(json.loads(files.checkpoint or b"") | {"root": "AAA="})
    signed = replace(files, checkpoint=padded, checkpoint_signature=wave().signed(padded))
    assert wrong(signed) == {"checkpoint"}


@pytest.mark.parametrize("spoil", ["flip", "cut", "swap", "add"])
def test_a_changed_leaf_list_is_found(spoil: str) -> None:
    files, _ = released()
    content = files.lists[0]
    spoiled = {
        "flip": bytes([content[0] ^ 1]) + content[1:],
        "cut": content[:-32],
        "swap": content[32:64] + content[:32] + content[64:],
        "add": content + bytes(32),
    }[spoil]
    assert wrong(replace(files, lists={0: spoiled})) == {"log.lists"}


def test_a_list_that_was_signed_in_another_order_is_found() -> None:
    files = logged([leaf(1), leaf(2)])
    said = json.loads(files.checkpoint or b"")
    turned = max(leaf(1), leaf(2)) + min(leaf(1), leaf(2))
    said["lists"][0]["sha256"] = b64u(hashlib.sha256(turned).digest())
    raw = canonical(said)
    signed = replace(files, checkpoint=raw, checkpoint_signature=wave().signed(raw))
    assert wrong(replace(signed, lists={0: turned})) == {"log.order", "log.root"}


def test_a_long_log_is_checked_list_by_list() -> None:
    files = many()
    assert len(files.lists) == 16
    assert not wrong(files)
    swapped = {**files.lists, 3: files.lists[4], 4: files.lists[3]}
    assert wrong(replace(files, lists=swapped)) == {"log.lists"}
    partly = {number: files.lists[number] for number in range(15)}
    assert states(replace(files, lists=partly))["log.lists"] is State.OPEN


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"log_root": "A" * 43}, "statement.log"),
        ({"checkpoint_sha256": "A" * 43}, "statement.log"),
        ({"accepted": 18}, "statement.sum"),
        ({"superseded": 1}, "statement.sum"),
        ({"outside_log": 1}, "statement.outside"),
        ({"issued": 3}, "statement.people"),
        ({"issued": 1000}, "statement.people"),
        ({"eligible": 1000, "issued": 900}, "statement.people"),
        ({"counts_agree": []}, "statement.groups"),
    ],
)
def test_a_statement_that_does_not_add_up_is_found(changes: dict[str, Any], check: str) -> None:
    assert wrong(restated(**changes)) == {check}


def test_a_withheld_group_is_said_and_is_no_fault_of_the_wave() -> None:
    files, _ = released()
    agree = json.loads(files.statement or b"")["counts_agree"]
    found = restated(counts_agree=agree[1:], withheld_units=agree[:1], issued=3)
    assert not wrong(found)
    assert states(found)["statement.groups"] is State.OPEN
    assert states(found)["statement.people"] is State.OPEN


def test_another_result_file_is_found() -> None:
    files, bundle = released()
    assert wrong(files, bundle=bundle + b" ") == {"bundle"}
    assert wrong(restated(cells_digest="A" * 43), bundle=bundle) == {"bundle"}


def test_an_answer_page_that_is_not_the_named_one_is_wrong_while_the_wave_runs() -> None:
    files, _ = released()
    running = PublicFiles(files.manifest, client=files.client, client_files=CLIENT)
    later = listed({**CLIENT, "page.js": b"other()"}).encode()
    assert states(running)["client.files"] is State.RIGHT
    assert wrong(replace(running, client=later)) == {"client"}
    assert wrong(replace(running, client=b"{}")) == {"client"}
    assert states(replace(files, client=later))["client"] is State.OPEN
    served = {**CLIENT, "page.js": b"steal()"}
    assert wrong(replace(running, client_files=served)) == {"client.files"}
    assert wrong(replace(running, client_files={"page.js": CLIENT["page.js"]})) == {"client.files"}
    assert wrong(replace(running, page=b"<!doctype html><script>")) == {"client.page"}


def test_what_was_destroyed_is_signed_by_whoever_held_it() -> None:
    files, _ = released()
    mh, id_ = wave().mh, parse(files.manifest).wave_text
    server = erasure_document(id_, mh, ["envelopes", "token_key"], date(2026, 5, 1))
    holder = erasure_document(id_, mh, ["tally_key"], date(2026, 5, 2))
    other = erasure_document(b64u(bytes(16)), mh, ["tally_key"], date(2026, 5, 2))

    def told(*pairs: tuple[bytes, bytes]) -> list[tuple[State, str]]:
        listed = [
            {"erasure": b64u(raw), "signature": b64u(keys.sign(key, raw))} for raw, key in pairs
        ]
        report = verify_wave(replace(files, erasure=canonical(listed)))
        return [(one.state, one.says) for one in report.findings if one.check == "erasure"]

    both = told((server, wave().checkpoint), (holder, wave().statement))
    assert [state for state, _ in both] == [State.RIGHT, State.RIGHT]
    assert "The server" in both[0][1] and "token key" in both[0][1]
    assert "key holder" in both[1][1] and "2026-05-02" in both[1][1]
    for raw, key in ((holder, STRANGER), (other, wave().statement), (b"{}", wave().statement)):
        assert told((raw, key))[0][0] is State.WRONG
    assert wrong(replace(files, erasure=b"[")) == {"erasure"}


ODD = [b"", b"[" * 100_000, b"{}", b"[]", b"null", b"1", b'"x"', b"[null]", b'{"v":2}', b"\xff"]
PARTS = [name for name in NAMES if name != "manifest"]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(PARTS), st.sampled_from(ODD) | st.binary(max_size=80), st.booleans())
def test_no_file_however_odd_stops_the_round(part: str, content: bytes, signed: bool) -> None:
    files, _ = released()
    changes = {part: content}
    if signed and part in {"checkpoint", "statement"}:
        key = wave().checkpoint if part == "checkpoint" else wave().statement
        changes[f"{part}_signature"] = keys.sign(key, content)
    report = verify_wave(replace(files, **changes), bundle=content, earlier=[files])
    assert not report.is_sound
    open_list = replace(files, checkpoint=None, client=content)
    assert "client" in states(open_list)


def test_whatever_is_wrong_says_what_to_do() -> None:
    files, _ = released()
    for part in ("questionnaire", "checkpoint_signature", "statement_signature"):
        report = verify_wave(replace(files, **{part: b"x"}), bundle=b"")
        assert not report.is_sound
        assert all(one.advice for one in report.findings if one.state is State.WRONG)
        assert all("{" not in one.says + one.advice for one in report.findings)
