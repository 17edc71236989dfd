"""Which ballots this process has accepted, kept in memory so that no cast asks a database.

A question per cast would write the order of arrival into the database server's own logs.
About 250 bytes per ballot of the waves that are not closed yet.
"""

import secrets
from collections import Counter
from collections.abc import Iterable
from typing import Final

from survey_api.ballots.spool import Pending

MAX_VERSIONS: Final = 5
_BPK: Final = slice(33, 65)
_lot: Final = secrets.SystemRandom()


def ballot_key_of(body: bytes) -> bytes:
    """The ballot key inside a cast message that was checked before."""
    return body[_BPK]


class Accepted:
    """Leaves and version counts of the box (as last read) and of the spool."""

    def __init__(self) -> None:
        self._box_leaves: frozenset[bytes] = frozenset()
        self._box_versions: dict[bytes, int] = {}
        self._pending: dict[bytes, tuple[str, bytes]] = {}
        self._pending_versions: Counter[bytes] = Counter()

    def has(self, leaf: bytes) -> bool:
        """Whether this very envelope was accepted before."""
        return leaf in self._pending or leaf in self._box_leaves

    def may_add(self, bpk: bytes) -> bool:
        """Whether this ballot key may cast once more."""
        return self._box_versions.get(bpk, 0) + self._pending_versions[bpk] < MAX_VERSIONS

    def add(self, wave: str, leaf: bytes, bpk: bytes) -> None:
        """Count an envelope that is in the spool, or on its way there."""
        if not self.has(leaf):
            self._pending[leaf] = (wave, bpk)
            self._pending_versions[bpk] += 1

    def forget(self, leaves: Iterable[bytes]) -> None:
        """These left the spool, or never reached it."""
        for leaf in leaves:
            _, bpk = self._pending.pop(leaf, ("", b""))
            self._pending_versions[bpk] -= 1
            if self._pending_versions[bpk] <= 0:
                del self._pending_versions[bpk]

    def note_box(self, leaves: frozenset[bytes], versions: dict[bytes, int]) -> None:
        """What the box holds now, also from other stations."""
        self._box_leaves, self._box_versions = leaves, versions

    def note_spool(self, pending: Iterable[Pending]) -> None:
        """What an earlier process left in its spool."""
        for one in pending:
            self.add(one.wave, one.leaf, ballot_key_of(one.body))

    def drawn(self, wave: str, n: int) -> frozenset[bytes]:
        """So many of a wave's ballots in the spool, by lot."""
        waiting = [leaf for leaf, (whose, _) in self._pending.items() if whose == wave]
        return frozenset(_lot.sample(waiting, min(n, len(waiting))))

    def n_pending(self) -> Counter[str]:
        """Wave → ballots in the spool."""
        return Counter(wave for wave, _ in self._pending.values())
