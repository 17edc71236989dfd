"""The issuing messages have one size and read back as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.credentials import issue
from survey_api.credentials.encoding import Malformed


def reply(unit: str = "care.night", label: str = "Night shift") -> issue.IssueReply:
    return issue.IssueReply(bytes(384), unit, bytes([1]) * 32, bytes([2]) * 32, label)


def test_a_request_reads_back_and_has_400_bytes() -> None:
    request = issue.IssueRequest(bytes(16), b"\x01" * 384)
    body = issue.encode_request(request)
    assert len(body) == 400
    assert issue.decode_request(body) == request


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1))
def test_every_reply_has_640_bytes_and_reads_back(label: str) -> None:
    body = issue.encode_reply(reply(label=label))
    assert len(body) == 640
    read = issue.decode_reply(body)
    assert read == reply(label=issue.fit_label(label))
    assert label.startswith(read.label)


def test_a_long_label_is_cut_between_two_characters() -> None:
    assert issue.fit_label("a" * 159 + "ü") == "a" * 159
    assert issue.fit_label("a" * 158 + "ü") == "a" * 158 + "ü"


@pytest.mark.parametrize("length", [0, 399, 401, 640])
def test_a_request_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(Malformed):
        issue.decode_request(bytes(length))


@pytest.mark.parametrize("body", [b"", bytes(639), bytes(641), bytes(384) + b"\xff" * 256])
def test_a_reply_that_cannot_be_read_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        issue.decode_reply(body)


def test_a_reply_that_would_not_fit_is_never_written() -> None:
    for wrong in (reply(unit="u" * 33), reply(unit=""), reply(label="")):
        with pytest.raises(Malformed):
            issue.encode_reply(wrong)
    with pytest.raises(Malformed):
        issue.encode_request(issue.IssueRequest(bytes(15), bytes(384)))


def test_the_messages_do_not_show_themselves_in_a_traceback() -> None:
    assert repr(reply()) == "IssueReply()"
    assert repr(issue.IssueRequest(bytes(16), bytes(384))) == "IssueRequest()"
