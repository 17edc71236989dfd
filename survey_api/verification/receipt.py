"""Is the envelope of this receipt in the published list, and if not, what does that prove?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from survey_api.credentials import envelope, keys
from survey_api.credentials.checkpoint import Checkpoint, list_of
from survey_api.credentials.encoding import (
    HASH_BYTES,
    WAVE_BYTES,
    Malformed,
    b64u,
    b64u_decode,
    crockford_decode,
    sized,
)
from survey_api.credentials.manifest import Manifest, fingerprint, manifest_hash, parse
from survey_api.errors import Invalid
from survey_api.verification.findings import Finding, Report, found
from survey_api.verification.of_log import Doubt, cut, is_listed, read_checkpoint
from survey_api.verification.public_files import PublicFiles

PROMISE_BYTES = 64
_WHOLE = re.compile(r"\br1\.([\w-]{22})\.([\w-]{43})\.([\w-]{86})(?![\w-])")
TAKE_IT = (
    "The promise in it proves that the ballot service took your envelope and that it was lost or "
    "held back. Take the receipt to {whom}. It shows that you took part; whoever holds both your "
    "envelope and the tally key could connect the two, so give it to somebody you trust."
)
NO_PROOF = (
    "Check every letter of it. Without the signed promise a code proves nothing; the page copies "
    "the whole receipt with the promise. You can still tell {whom}."
)
BROKEN = "Its promise is not this box's, so the receipt proves nothing. Look for the original."


class BadReceipt(Invalid):
    """This is not a whole receipt. It is a line that begins with r1. or a code of 52 letters
    and digits, as the answer page showed it."""


@dataclass(frozen=True)
class Receipt:
    """A leaf, and with a whole receipt the wave it is of and the box's signed promise."""

    leaf: bytes
    wave: str | None = None
    promise: bytes | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """A receipt in a text that somebody saved, or its code as typed."""
        try:
            if whole := _WHOLE.search(text):
                wave, leaf, promise = whole.groups()
                sized(b64u_decode(wave), WAVE_BYTES, "wave id")
                return cls(b64u_decode(leaf), wave, b64u_decode(promise))
            return cls(sized(crockford_decode(text.strip()), HASH_BYTES, "receipt"))
        except Malformed:
            raise BadReceipt from None

    def line(self) -> str:
        """The whole receipt in one line, to be kept."""
        return f"r1.{self.wave}.{b64u(self.leaf)}.{b64u(self.promise or b'')}"


def verify_receipt(receipt: Receipt, files: PublicFiles) -> Report:
    """Look the receipt up in files that were fetched whole; nobody learns which one it was."""
    own = fingerprint(files.manifest)
    try:
        manifest = parse(files.manifest)
    except Malformed as error:
        unreadable = found("manifest", False, why=str(error))
        return Report(receipt.wave or "", "", own, (unreadable,))
    findings = tuple(_findings(receipt, files, manifest))
    return Report(manifest.wave_text, manifest.title, own, findings)


def _findings(receipt: Receipt, files: PublicFiles, manifest: Manifest) -> Iterator[Finding]:
    of_this_wave = None if receipt.wave is None else receipt.wave == manifest.wave_text
    yield found("receipt.wave", of_this_wave)
    if of_this_wave is False:
        return
    is_promised = _is_promised(receipt, files, manifest)
    yield found("receipt.promise", is_promised)
    said = read_checkpoint(files, manifest)
    content = _list(receipt, files, said)
    if said is None or content is None:
        yield found("receipt.list", None if said is None else False)
        return
    yield found("receipt.list", True)
    advice = {True: TAKE_IT, False: BROKEN, None: NO_PROOF}[is_promised]
    is_found = receipt.leaf in cut(content)
    yield found("receipt.found", is_found, whom=advice.format(whom=_whom(manifest)))


def _is_promised(receipt: Receipt, files: PublicFiles, manifest: Manifest) -> bool | None:
    if receipt.promise is None:
        return None
    message = envelope.promise_message(manifest_hash(files.manifest), receipt.leaf)
    return keys.verify(manifest.keys.promise, message, receipt.promise)


def _list(receipt: Receipt, files: PublicFiles, said: Checkpoint | Doubt | None) -> bytes | None:
    """The one list that this receipt would stand in, if it is there as signed."""
    if said is None or isinstance(said, Doubt):
        return None
    number = list_of(receipt.leaf, said.n_lists)
    content = files.lists.get(number)
    return content if content is not None and is_listed(content, number, said) else None


def _whom(manifest: Manifest) -> str:
    """Who can have the close looked into; the contact for reports of misconduct is another."""
    named = [f"{one.name} ({one.role})" if one.role else one.name for one in manifest.custodians]
    return " or ".join([*filter(None, [manifest.help_contact]), *named])
