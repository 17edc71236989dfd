"""Bytes to text and back, strictly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.credentials import encoding
from survey_api.credentials.encoding import (
    Malformed,
    b64u,
    b64u_decode,
    crockford,
    crockford_decode,
    nul_padded,
)


@given(st.binary(max_size=80))
def test_base64url_returns_what_it_was_given(raw: bytes) -> None:
    assert b64u_decode(b64u(raw)) == raw


@pytest.mark.parametrize(
    "text", ["QQ==", "QR", "Q", "Q Q", "Q\nQ", "+w", "_/8", "ü", "QQQQ=", "QQ\n"]
)
def test_base64url_with_padding_stray_bits_or_other_letters_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        b64u_decode(text)


@given(st.binary(max_size=40))
def test_crockford_returns_what_it_was_given(raw: bytes) -> None:
    assert crockford_decode(crockford(raw)) == raw


def test_crockford_reads_what_people_type() -> None:
    code = crockford(bytes(range(16)))
    typed = code.replace("0", "o").replace("1", "l").lower()
    assert len(code) == 26
    assert crockford_decode("-".join([typed[:13], " " + typed[13:]])) == bytes(range(16))


@pytest.mark.parametrize("code", ["U0", "0!", "0", "000", "01", "é0"])
def test_a_mistyped_code_is_refused(code: str) -> None:
    with pytest.raises(Malformed):
        crockford_decode(code)


@pytest.mark.parametrize("text", ["", "a" * 33, "ü" * 17, "a\0b"])
def test_text_that_does_not_fit_its_field_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        nul_padded(text, 32, "unit id")


def test_no_label_is_the_beginning_of_another_one() -> None:
    labels = [value for name, value in vars(encoding).items() if name.startswith("L_")]
    assert len(labels) == 13
    assert all(label.endswith(b"-v1\0") and label.count(b"\0") == 1 for label in labels)
    assert not any(a != b and a.startswith(b) for a in labels for b in labels)
    assert len(set(labels)) == len(labels)


def test_the_sizes_on_the_wire_follow_from_their_parts() -> None:
    assert encoding.ISSUE_REQUEST == 400
    assert encoding.ISSUE_REPLY == 640
    for comments, plain in encoding.PLAIN_SIZES.items():
        assert encoding.CAST_SIZES[comments] == 1 + 32 + 32 + 384 + 65 + plain + 16 + 64
