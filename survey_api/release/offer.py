"""What an independent key holder gives away before any wave: names, public keys, a signature.

The offer is public. Its fingerprint is read out over the telephone, so that nobody in between
can put keys of their own in its place.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from survey_api.credentials import keys
from survey_api.credentials.encoding import UNREADABLE, Malformed, b64u, b64u_decode, sized
from survey_api.credentials.manifest import fingerprint
from survey_api.credentials.manifest_form import Custodian, canonical

VERSION: Final = 1
MOST_KEYS: Final = 200
LONGEST_NAME: Final = 120


class OfferMalformed(Malformed):
    """This is not a whole offer of a key holder. Ask for the file offer.json again."""


class OfferForged(Malformed):
    """This offer is not signed by the key it names; it was changed on its way. Ask for it again,
    by another way."""


@dataclass(frozen=True)
class Offer:
    """Who holds the key, and the public halves of what they hold: one tally key for each wave."""

    holder: str
    custodians: tuple[Custodian, ...]
    statement_key: bytes
    tally_keys: tuple[bytes, ...]
    made_on: date
    rehearsal: bool = False

    def encode(self) -> bytes:
        """Canonical JSON, to be signed with the statement key."""
        return canonical(
            {
                "v": VERSION,
                "holder": self.holder,
                "custodians": [vars(one) for one in self.custodians],
                "statement_key": b64u(self.statement_key),
                "tally_keys": [b64u(one) for one in self.tally_keys],
                "made_on": self.made_on.isoformat(),
                "rehearsal": self.rehearsal,
            }
        )

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The offer in these bytes; raises ``OfferMalformed``."""
        try:
            said: dict[str, Any] = json.loads(raw)
            found = cls(
                holder=said["holder"],
                custodians=tuple(Custodian(**one) for one in said["custodians"]),
                statement_key=sized(b64u_decode(said["statement_key"]), 32, "statement key"),
                tally_keys=tuple(map(b64u_decode, said["tally_keys"])),
                made_on=date.fromisoformat(said["made_on"]),
                rehearsal=said["rehearsal"],
            )
            if found.encode() != raw or not found._is_sound():
                raise ValueError("not a form that is known here")
        except (*UNREADABLE, Malformed) as error:
            raise OfferMalformed from error
        return found

    def _is_sound(self) -> bool:
        for one in self.tally_keys:
            keys.tally_public(one)
        names = [self.holder, *(text for one in self.custodians for text in vars(one).values())]
        return (
            1 <= len(self.tally_keys) <= MOST_KEYS
            and len(set(self.tally_keys)) == len(self.tally_keys)
            and bool(self.custodians)
            and all(0 < len(name.strip()) <= LONGEST_NAME for name in names)
        )


@dataclass(frozen=True)
class SignedOffer:
    """An offer with its signature, as it travels in one file."""

    document: bytes
    signature: bytes

    @classmethod
    def of(cls, offer: Offer, statement_seed: bytes) -> Self:
        """Sign an offer."""
        document = offer.encode()
        return cls(document, keys.sign(statement_seed, document))

    @property
    def fingerprint(self) -> str:
        """Sixteen letters and digits, to be compared by ear."""
        return fingerprint(self.document)

    def encode(self) -> bytes:
        """The file."""
        return canonical({"offer": b64u(self.document), "signature": b64u(self.signature)})

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The pair in a file; raises ``OfferMalformed``."""
        try:
            said: dict[str, str] = json.loads(raw)
            signature = sized(b64u_decode(said["signature"]), 64, "signature")
            return cls(b64u_decode(said["offer"]), signature)
        except (*UNREADABLE, Malformed) as error:
            raise OfferMalformed from error

    def checked(self) -> Offer:
        """The offer, if whoever holds its statement key signed it; raises ``OfferForged``."""
        offer = Offer.parse(self.document)
        if not keys.verify(offer.statement_key, self.document, self.signature):
            raise OfferForged
        return offer
