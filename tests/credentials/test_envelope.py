"""Envelopes open for the right key, manifest and ballot only; forged casts are told apart."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.catalogue import instrument_check
from survey_api.catalogue.instrument_comments import MAX_COMMENTS
from survey_api.credentials import blind_rsa, envelope, keys
from survey_api.credentials.encoding import L_SEAL, PLAIN_SIZES, Malformed
from tests.credentials import samples

MH = bytes(range(32))
TALLY = keys.TallyKey.load(samples.TALLY_PRIVATE)
BALLOT_KEY = keys.ballot_key(samples.BALLOT_SEED)
BPK = keys.raw_public(BALLOT_KEY)
COMMENT = {"id": "wish", "text": "More light", "kind": "moment", "may_publish": True}


@pytest.fixture(scope="module")
def cast(token_key: keys.TokenKey) -> envelope.CastMessage:
    input_msg = blind_rsa.prepare(envelope.token_message(MH, BPK), samples.PREFIX)
    blinded, inverse = blind_rsa.blind(token_key.public, input_msg)
    blind_sig = blind_rsa.signer(token_key.private).blind_sign(blinded)
    sig = blind_rsa.finalize(token_key.public, input_msg, blind_sig, inverse)
    sealed = envelope.seal(TALLY.public_bytes, MH, BPK, samples.BALLOT, 4096)
    sigma = envelope.cast_signature(BALLOT_KEY, MH, sealed)
    return envelope.parse_cast(
        envelope.cast_body(samples.PREFIX, BPK, sig, sealed, sigma), padded=4096
    )


@settings(deadline=None, max_examples=25)
@given(st.dictionaries(st.text("abc_", min_size=1), st.integers(1, 5), max_size=20))
def test_every_ballot_of_a_wave_has_the_same_size_and_opens(answers: dict[str, int]) -> None:
    ballot = {**samples.BALLOT, "answers": answers}
    sealed = envelope.seal(TALLY.public_bytes, MH, BPK, ballot, 4096)
    assert len(sealed) == 65 + 4096 + 16
    assert envelope.open_sealed(TALLY, MH, BPK, sealed) == ballot


def test_a_ballot_with_comments_takes_the_larger_size() -> None:
    ballot = {**samples.BALLOT, "comments": [COMMENT]}
    sealed = envelope.seal(TALLY.public_bytes, MH, BPK, ballot, 8192)
    assert len(sealed) == 65 + 8192 + 16
    assert envelope.open_sealed(TALLY, MH, BPK, sealed) == ballot


def test_the_longest_questionnaire_with_the_most_cuts_fits_the_smaller_size() -> None:
    answers = {f"{at:02}".rjust(40, "i"): 5 for at in range(instrument_check.MAX_ITEMS)}
    cuts = {str(at).rjust(40, "c"): "l" * 40 for at in range(instrument_check.MAX_CUTS)}
    ballot = {**samples.BALLOT, "unit": "u" * 32, "answers": answers, "cuts": cuts}
    sealed = envelope.seal(TALLY.public_bytes, MH, BPK, ballot, PLAIN_SIZES[False])
    assert envelope.open_sealed(TALLY, MH, BPK, sealed) == ballot


@pytest.mark.parametrize("character", ["\N{EURO SIGN}", '"', "\N{SEEDLING}"])
def test_the_longest_questionnaire_with_the_longest_comments_fits_the_larger_size(
    character: str,
) -> None:
    answers = {f"{at:02}".rjust(40, "i"): 5 for at in range(instrument_check.MAX_ITEMS)}
    cuts = {str(at).rjust(40, "c"): "l" * 40 for at in range(instrument_check.MAX_CUTS)}
    units = len(character.encode("utf-16-le")) // 2  # what a browser counts
    text = character * (500 // units)
    said = [{**COMMENT, "id": str(at).rjust(40, "q"), "text": text} for at in range(MAX_COMMENTS)]
    ballot = {**samples.BALLOT, "unit": "u" * 32, "answers": answers, "cuts": cuts}
    sealed = envelope.seal(TALLY.public_bytes, MH, BPK, ballot | {"comments": said}, 8192)
    assert envelope.open_sealed(TALLY, MH, BPK, sealed)["comments"] == said


def test_a_ballot_fits_up_to_the_last_byte_but_one() -> None:
    frame = len(json.dumps({"v": ""}, separators=(",", ":")))
    envelope.seal(TALLY.public_bytes, MH, BPK, {"v": "x" * (4095 - frame)}, 4096)
    with pytest.raises(Malformed, match="at most 4095 fit"):
        envelope.seal(TALLY.public_bytes, MH, BPK, {"v": "x" * (4096 - frame)}, 4096)


def test_an_envelope_cannot_be_copied_to_another_ballot_key_or_wave(
    cast: envelope.CastMessage,
) -> None:
    other_bpk = keys.raw_public(keys.ballot_key(bytes(16)))
    attempts = [
        (TALLY, MH, other_bpk, cast.sealed),
        (TALLY, bytes(32), BPK, cast.sealed),
        (keys.generate_tally_key(), MH, BPK, cast.sealed),
        (TALLY, MH, BPK, cast.sealed[:-1] + bytes([cast.sealed[-1] ^ 1])),
        (TALLY, MH, BPK, bytes(65) + cast.sealed[65:]),
        (TALLY, MH, BPK, b""),
    ]
    for attempt in attempts:
        with pytest.raises(envelope.CannotOpen):
            envelope.open_sealed(*attempt)


BAD_PLAINTEXTS = [
    b"",
    bytes(4096),
    b"{}\x80",
    b"{}\x80" + b"x" * 10,
    b"not json\x80",
    b"\xff\xff\x80",
    b"[" * 4000 + b"\x80",
    b"null\x80",
]


@pytest.mark.parametrize("plain", BAD_PLAINTEXTS)
def test_what_was_sealed_but_is_no_ballot_is_refused(plain: bytes) -> None:
    with pytest.raises(Malformed):
        envelope.open_sealed(TALLY, MH, BPK, _sealed(plain))


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"ver": 0},
        {"ver": 6},
        {"ver": True},
        {"ver": "1"},
        {"unit": 5},
        {"pass": "short"},
        {"pass": "not base64!"},
        {"pass": 5},
        {"answers": []},
        {"answers": {"a": "5"}},
        {"answers": {"a": True}},
        {"answers": {"a": 4.5}},
        {"cuts": None},
        {"cuts": ["tenure"]},
        {"cuts": {"tenure": 3}},
        {"comments": None},
        {"comments": {"open": "text"}},
        {"comments": ["text"]},
        {"comments": [{"id": "wish", "text": "More light"}]},
        {"comments": [{**COMMENT, "text": 5}]},
        {"comments": [{**COMMENT, "kind": "letter"}]},
        {"comments": [{**COMMENT, "may_publish": 1}]},
        {"comments": [{**COMMENT, "time": "10:15"}]},
        {"name": "somebody"},
    ],
)
def test_a_ballot_with_a_wrong_field_is_refused(change: dict[str, Any]) -> None:
    sealed = _sealed(json.dumps({**samples.BALLOT, **change}).encode() + b"\x80")
    with pytest.raises(Malformed):
        envelope.open_sealed(TALLY, MH, BPK, sealed)


def test_an_honest_cast_is_accepted(cast: envelope.CastMessage, token_key: keys.TokenKey) -> None:
    assert envelope.verify_cast(cast, MH, token_key.public) is None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"sig": bytes(384)}, envelope.Refusal.FORGED_TOKEN),
        ({"sig": b"\xff" * 384}, envelope.Refusal.FORGED_TOKEN),
        ({"prefix": bytes(32)}, envelope.Refusal.FORGED_TOKEN),
        ({"bpk": bytes(32)}, envelope.Refusal.FORGED_TOKEN),
        ({"sealed": bytes(4177)}, envelope.Refusal.FORGED_SIGNATURE),
        ({"sigma": bytes(64)}, envelope.Refusal.FORGED_SIGNATURE),
    ],
)
def test_a_changed_part_of_a_cast_is_found_out(
    cast: envelope.CastMessage,
    token_key: keys.TokenKey,
    change: dict[str, bytes],
    refusal: envelope.Refusal,
) -> None:
    forged = replace(cast, **change)  # type: ignore[arg-type]
    assert envelope.verify_cast(forged, MH, token_key.public) is refusal


def test_a_cast_for_another_wave_is_refused(
    cast: envelope.CastMessage, token_key: keys.TokenKey
) -> None:
    other = keys.TokenKey.load(keys.generate_token_key())
    assert envelope.verify_cast(cast, bytes(32), token_key.public) is not None
    assert envelope.verify_cast(cast, MH, other.public) is not None


@pytest.mark.parametrize(
    ("padded", "change"),
    [(8192, b""), (4096, b"x"), (4096, None)],
    ids=["other size of wave", "one byte more", "nothing"],
)
def test_a_cast_of_another_length_is_refused(
    cast: envelope.CastMessage, padded: int, change: bytes | None
) -> None:
    parts = (cast.prefix, cast.bpk, cast.sig, cast.sealed, cast.sigma)
    body = b"" if change is None else envelope.cast_body(*parts) + change
    with pytest.raises(Malformed, match="cast message has"):
        envelope.parse_cast(body, padded)


def test_a_cast_of_an_unknown_format_is_refused(cast: envelope.CastMessage) -> None:
    parts = (cast.prefix, cast.bpk, cast.sig, cast.sealed, cast.sigma)
    body = envelope.cast_body(*parts)
    assert len(body) == 4690
    with pytest.raises(Malformed, match="format"):
        envelope.parse_cast(b"\x02" + body[1:], 4096)


def test_a_cast_does_not_show_itself_in_a_traceback(cast: envelope.CastMessage) -> None:
    assert repr(cast) == "CastMessage()"


def _sealed(plain: bytes) -> bytes:
    point = keys.tally_public(TALLY.public_bytes)
    return envelope._SUITE.encrypt(plain, point, L_SEAL + MH + BPK)
