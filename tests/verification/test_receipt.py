"""A receipt is found, missed with proof, or the list is not to be trusted; all without network."""

from dataclasses import replace

import pytest

from survey_api.credentials import keys
from survey_api.credentials.checkpoint import list_of
from survey_api.credentials.encoding import b64u, crockford
from survey_api.credentials.manifest import parse
from survey_api.verification.findings import State
from survey_api.verification.public_files import PublicFiles
from survey_api.verification.receipt import BadReceipt, Receipt, verify_receipt
from tests.verification.published import leaf, many, other_wave, receipt_of, released, wave


def states(receipt: Receipt, files: PublicFiles) -> dict[str, State]:
    return {one.check: one.state for one in verify_receipt(receipt, files).findings}


def advice(receipt: Receipt, files: PublicFiles) -> str:
    found = {one.check: one.advice for one in verify_receipt(receipt, files).findings}
    return found["receipt.found"]


def first_leaf() -> bytes:
    return released()[0].lists[0][:32]


def test_a_receipt_is_found_with_its_promise() -> None:
    found = states(receipt_of(first_leaf()), released()[0])
    assert set(found.values()) == {State.RIGHT}
    assert "receipt.found" in found


def test_a_code_alone_is_found_too() -> None:
    typed = crockford(first_leaf()).lower()
    receipt = Receipt.read(f"{typed[:4]}-{typed[4:]} ")
    found = states(receipt, released()[0])
    assert found["receipt.found"] is State.RIGHT
    assert (found["receipt.promise"], found["receipt.wave"]) == (State.OPEN, State.OPEN)


def test_a_missing_envelope_with_a_promise_is_a_proof_and_says_whom_to_tell() -> None:
    files, _ = released()
    report = verify_receipt(receipt_of(leaf(1)), files)
    assert not report.is_sound
    said = advice(receipt_of(leaf(1)), files)
    assert "proves that the ballot service took your envelope" in said
    assert parse(files.manifest).help_contact in said
    assert "proves nothing" in advice(Receipt(leaf(1)), files)


def test_a_promise_of_another_key_proves_nothing() -> None:
    files, _ = released()
    forged = replace(receipt_of(leaf(1)), promise=keys.sign(bytes([9]) * 32, b"x"))
    found = states(forged, files)
    assert (found["receipt.promise"], found["receipt.found"]) == (State.WRONG, State.WRONG)
    assert "proves nothing" in advice(forged, files)
    other = replace(receipt_of(leaf(1)), leaf=leaf(2))
    assert states(other, files)["receipt.promise"] is State.WRONG


def test_a_receipt_of_another_wave_is_not_looked_up() -> None:
    found = states(receipt_of(first_leaf()), other_wave(3, ()))
    assert found == {"receipt.wave": State.WRONG}
    assert states(receipt_of(first_leaf()), PublicFiles(b"{}")) == {"manifest": State.WRONG}


def test_before_the_close_there_is_no_list() -> None:
    files, _ = released()
    found = states(receipt_of(first_leaf()), PublicFiles(files.manifest))
    assert found["receipt.list"] is State.OPEN
    assert "receipt.found" not in found


def test_a_list_that_does_not_match_the_checkpoint_says_nothing() -> None:
    files, _ = released()
    content = files.lists[0]
    mine = receipt_of(first_leaf())
    for lists in ({}, {0: content[:-32]}, {0: content[:-1]}, {0: b""}, {1: content}):
        found = states(mine, replace(files, lists=lists))
        assert (found["receipt.list"], "receipt.found" in found) == (State.WRONG, False)
    unsigned = replace(files, checkpoint_signature=bytes(64))
    assert states(mine, unsigned)["receipt.list"] is State.WRONG


def test_of_a_long_log_one_list_is_enough() -> None:
    files, own = many(), leaf(77)
    number = list_of(own, 16)
    alone = replace(files, lists={number: files.lists[number]})
    assert states(receipt_of(own), alone)["receipt.found"] is State.RIGHT
    swapped = replace(files, lists={number: files.lists[(number + 1) % 16]})
    assert states(receipt_of(own), swapped)["receipt.list"] is State.WRONG


def test_a_receipt_survives_being_kept_in_a_text() -> None:
    receipt = receipt_of(leaf(5))
    assert Receipt.read(f"Keep this line.\n\n  {receipt.line()}\n") == receipt
    assert receipt.line().startswith(f"r1.{wave().frame.wave}.")


@pytest.mark.parametrize(
    "text",
    ["", "r1.", "0" * 51, "U" * 52, "Z" * 52, "r1.x.y.z"],
)
def test_what_is_no_receipt_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BadReceipt):
        Receipt.read(text)


def test_a_receipt_with_a_letter_too_few_or_stray_bits_is_refused() -> None:
    line = receipt_of(leaf(5)).line()
    wrong = b64u(leaf(5))[:-1] + "_"
    for text in (line[:-1], line.replace(b64u(leaf(5)), wrong), line + "A"):
        with pytest.raises(BadReceipt):
            Receipt.read(text)
