"""What is signed when something of a wave was destroyed."""

import json
from datetime import date

import pytest

from survey_api.release.erasure import (
    Erasure,
    ErasureMalformed,
    Part,
    SignedErasure,
    erasure_document,
)

WAVE, HASH, DAY = "AAAAAAAAAAAAAAAAAAAAAA", bytes(range(32)), date(2026, 12, 7)


def test_what_was_written_is_read_again_whatever_the_order_it_was_named_in() -> None:
    parts = [Part.TOKEN_KEY, Part.ENVELOPES]
    raw = erasure_document(WAVE, HASH, parts, DAY)
    assert raw == erasure_document(WAVE, HASH, list(reversed(parts)), DAY)
    assert Erasure.parse(raw) == Erasure(WAVE, HASH, (Part.ENVELOPES, Part.TOKEN_KEY), DAY)


def test_a_part_nobody_knows_cannot_be_said_to_be_gone() -> None:
    with pytest.raises(ValueError, match="answers"):
        erasure_document(WAVE, HASH, ["answers"], DAY)


@pytest.mark.parametrize(
    "change",
    [{"v": 2}, {"erased": ["answers"]}, {"on": "soon"}, {"manifest_hash": "AAAA"}, {"more": 1}],
)
def test_another_form_is_refused(change: dict[str, object]) -> None:
    said = json.loads(erasure_document(WAVE, HASH, [Part.TALLY_KEY], DAY)) | change
    with pytest.raises(ErasureMalformed):
        Erasure.parse(json.dumps(said, separators=(",", ":"), sort_keys=True).encode())


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"\xff", b'{"v":1}'])
def test_anything_else_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(ErasureMalformed):
        Erasure.parse(raw)


def test_the_file_holds_document_and_signature_and_nothing_else_is_one() -> None:
    signed = SignedErasure(erasure_document(WAVE, HASH, [Part.TALLY_KEY], DAY), bytes(64))
    assert SignedErasure.parse(signed.encode()) == signed
    for raw in (b"{}", b"[]", b'{"erasure":"AA","signature":"AA"}'):
        with pytest.raises(ErasureMalformed):
            SignedErasure.parse(raw)
