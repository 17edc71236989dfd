"""Counting again, and comparing byte for byte with what was made or published before."""

from dataclasses import dataclass

from survey_api.release.opening import Watch
from survey_api.release.signed_release import ReleaseUnreadable, SignedRelease
from survey_api.trustee.errors import NothingToCompare, RecountDiffers
from survey_api.trustee.folder import Unlocked
from survey_api.trustee.tallying import Fitting, counted


@dataclass(frozen=True)
class Recounted:
    """What was the same, and how large it is."""

    title: str
    same: tuple[str, ...]
    n_bytes: int


def recount(
    unlocked: Unlocked, fitting: Fitting, before: bytes, watch: Watch = lambda _done, _of: None
) -> Recounted:
    """``before`` is a release file of ours, or the figures or the statement as published.

    Raises ``RecountDiffers`` when anything is another byte.
    """
    done, _key = counted(unlocked, fitting, watch)
    new = {"bundle": done.bundle, "statement": done.statement}
    old = _parts(before)
    if any(new[name] != part for name, part in old.items()):
        raise RecountDiffers
    return Recounted(fitting.title, tuple(old), sum(map(len, old.values())))


def _parts(before: bytes) -> dict[str, bytes]:
    """What can be compared; ledger and comments are sealed anew each time."""
    try:
        release = SignedRelease.parse(before)
        return {"bundle": release.bundle, "statement": release.statement}
    except ReleaseUnreadable:
        if not before.startswith(b"{"):
            raise NothingToCompare from None
    is_statement = b'"bundle_sha256":' in before and b'"units":' not in before
    return {"statement" if is_statement else "bundle": before}
