"""Reads an invitation link, also one that a mail gateway has rewritten or a person has typed."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from survey_api.credentials.encoding import (
    INVITATION_BYTES,
    WAVE_BYTES,
    Malformed,
    b64u_decode,
    crockford_decode,
    sized,
)
from survey_api.errors import Invalid

_TYPED_LETTERS = 26


class BadLink(Invalid):
    """This is not a complete invitation link. Copy it from the mail in full, up to its end."""


@dataclass(frozen=True)
class Link:
    """Where to ask, for which wave, with which secret."""

    survey_url: str
    wave: str
    inv: bytes = field(repr=False)


def parse_link(text: str) -> Link:
    """``https://…/w/<wave>#<secret>``; the secret may also be the typed code of 26 characters."""
    parts = urlsplit(unquote(text.strip().replace("%23", "#", 1)))
    path, _, wave = parts.path.rpartition("/w/")
    try:
        sized(b64u_decode(wave), WAVE_BYTES, "wave id")
        inv = sized(_secret(parts.fragment), INVITATION_BYTES, "invitation")
    except Malformed:
        raise BadLink from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadLink
    return Link(f"{parts.scheme}://{parts.netloc}{path}", wave, inv)


def _secret(fragment: str) -> bytes:
    letters = fragment.replace("-", "").replace(" ", "")
    if len(letters) == _TYPED_LETTERS:
        return crockford_decode(letters)
    return b64u_decode(fragment)
