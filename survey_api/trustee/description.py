"""The public half of a key folder: who holds it, who stands in, how it is locked, which keys."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from survey_api.credentials.encoding import UNREADABLE, Malformed, b64u, b64u_decode
from survey_api.credentials.manifest_form import Custodian, canonical
from survey_api.errors import Invalid
from survey_api.release.offer import LONGEST_NAME, MOST_KEYS, Offer
from survey_api.trustee.errors import FolderDamaged
from survey_api.trustee.passphrase import Stretching
from survey_api.trustee.shares import TOTAL

VERSION: Final = 1


class PlanIncomplete(Invalid):
    """Name the organisation or body that holds the key, and for each sheet who keeps it and who
    stands in when that person is away."""


@dataclass(frozen=True)
class Keeper:
    """Somebody who keeps a sheet or the passphrase, and who stands in for them."""

    name: str
    role: str
    stand_in: str


@dataclass(frozen=True)
class Plan:
    """What is decided before keys are made. Without a passphrase there is a sheet for each of
    three keepers."""

    holder: str
    keepers: tuple[Keeper, ...]
    n_waves: int = 12
    passphrase: str = ""

    def check(self) -> None:
        """Raise ``PlanIncomplete``."""
        texts = [self.holder, *(text for one in self.keepers for text in vars(one).values())]
        is_named = all(0 < len(text.strip()) <= LONGEST_NAME for text in texts)
        is_enough = self.keepers if self.passphrase else len(self.keepers) == TOTAL
        if not is_named or not is_enough:
            raise PlanIncomplete
        if len({one.name.strip().lower() for one in self.keepers}) != len(self.keepers):
            raise PlanIncomplete("Each sheet needs a keeper of its own; one person is named twice.")
        if not 1 <= self.n_waves <= MOST_KEYS:
            raise PlanIncomplete(f"Choose keys for 1 to {MOST_KEYS} waves.")


@dataclass(frozen=True)
class Description:
    """trustee.json: no secret in it."""

    holder: str
    keepers: tuple[Keeper, ...]
    statement_key: bytes
    tally_keys: tuple[bytes, ...]
    made_on: date
    stretching: Stretching | None = None
    rehearsal: bool = False

    def offer(self) -> Offer:
        """What the server is given."""
        return Offer(
            holder=self.holder,
            custodians=tuple(Custodian(one.name, one.role) for one in self.keepers),
            statement_key=self.statement_key,
            tally_keys=self.tally_keys,
            made_on=self.made_on,
            rehearsal=self.rehearsal,
        )

    def encode(self) -> bytes:
        """The file."""
        stretching = self.stretching.document() if self.stretching else None
        return canonical(
            {
                "v": VERSION,
                "holder": self.holder,
                "keepers": [vars(one) for one in self.keepers],
                "statement_key": b64u(self.statement_key),
                "tally_keys": [b64u(one) for one in self.tally_keys],
                "made_on": self.made_on.isoformat(),
                "stretching": stretching,
                "rehearsal": self.rehearsal,
            }
        )

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The reverse of ``encode``; raises ``FolderDamaged``."""
        try:
            said: dict[str, Any] = json.loads(raw)
            return cls(
                holder=said["holder"],
                keepers=tuple(Keeper(**one) for one in said["keepers"]),
                statement_key=b64u_decode(said["statement_key"]),
                tally_keys=tuple(map(b64u_decode, said["tally_keys"])),
                made_on=date.fromisoformat(said["made_on"]),
                stretching=Stretching.parse(said["stretching"]) if said["stretching"] else None,
                rehearsal=said["rehearsal"],
            )
        except (*UNREADABLE, Malformed) as error:
            raise FolderDamaged from error
