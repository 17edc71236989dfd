"""The two messages of issuing, both of one fixed size: a request and its reply."""

from dataclasses import dataclass, field

from survey_api.credentials.encoding import (
    INVITATION_BYTES,
    ISSUE_REPLY,
    ISSUE_REQUEST,
    LABEL_BYTES,
    PASS_BYTES,
    SALT_BYTES,
    TOKEN_MODULUS_BYTES,
    UNIT_BYTES,
    Malformed,
    nul_padded,
    sized,
)


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """An invitation's secret and a blinded message."""

    inv: bytes = field(repr=False)
    blinded: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class IssueReply:
    """A blind signature, and what proves and names the reporting unit."""

    blind_sig: bytes = field(repr=False)
    unit: str = field(repr=False)
    pass_: bytes = field(repr=False)
    label_salt: bytes = field(repr=False)
    label: str = field(repr=False)


def encode_request(request: IssueRequest) -> bytes:
    """inv(16) ‖ blinded(384)."""
    return sized(request.inv, INVITATION_BYTES, "invitation") + sized(
        request.blinded, TOKEN_MODULUS_BYTES, "blinded message"
    )


def decode_request(body: bytes) -> IssueRequest:
    """The reverse of ``encode_request``."""
    sized(body, ISSUE_REQUEST, "issue request")
    return IssueRequest(inv=body[:INVITATION_BYTES], blinded=body[INVITATION_BYTES:])


def encode_reply(reply: IssueReply) -> bytes:
    """blind_sig(384) ‖ unit(32) ‖ pass(32) ‖ label_salt(32) ‖ label(160), 640 bytes always."""
    return b"".join(
        (
            sized(reply.blind_sig, TOKEN_MODULUS_BYTES, "blind signature"),
            nul_padded(reply.unit, UNIT_BYTES, "unit id"),
            sized(reply.pass_, PASS_BYTES, "unit pass"),
            sized(reply.label_salt, SALT_BYTES, "label salt"),
            nul_padded(fit_label(reply.label), LABEL_BYTES, "label"),
        )
    )


def decode_reply(body: bytes) -> IssueReply:
    """The reverse of ``encode_reply``."""
    sized(body, ISSUE_REPLY, "issue reply")
    parts, start = [], 0
    for size in (TOKEN_MODULUS_BYTES, UNIT_BYTES, PASS_BYTES, SALT_BYTES, LABEL_BYTES):
        parts.append(body[start : start + size])
        start += size
    return IssueReply(parts[0], _text(parts[1]), parts[2], parts[3], _text(parts[4]))


def fit_label(label: str) -> str:
    """A label cut at a character so that it has at most 160 bytes of UTF-8."""
    raw = label.encode()
    return label if len(raw) <= LABEL_BYTES else raw[:LABEL_BYTES].decode(errors="ignore")


def _text(padded: bytes) -> str:
    try:
        return padded.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        raise Malformed("The issue reply holds text that is not UTF-8.") from None
