"""Open each envelope once, in memory: verify, decrypt, check the pass, keep the newest version."""

import hmac
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from survey_api.credentials.encoding import Malformed, b64u_decode
from survey_api.credentials.envelope import (
    CannotOpen,
    CastMessage,
    leaf,
    open_sealed,
    verify_cast,
)
from survey_api.credentials.keys import TallyKey
from survey_api.release.checks import Checked

Watch = Callable[[int, int], None]
"""Told how many envelopes were looked at, and of how many."""


class Rejection(StrEnum):
    """Why an envelope is not counted."""

    FORGED_TOKEN = "forged token"  # noqa: S105
    FORGED_SIGNATURE = "forged signature"
    NOT_IN_LOG = "not in the log"
    CANNOT_OPEN = "cannot be opened"
    MALFORMED = "malformed"
    NOT_IN_BOX = "in the log, not in the box"
    WRONG_PASS = "wrong unit pass"  # noqa: S105


@dataclass(frozen=True)
class Ballot:
    """One opened ballot: its group, its answers, each from 1 to the scale's points, and what was
    said about oneself (cut → level; most people say little). ``comments`` are as they were
    sealed."""

    unit: str
    version: int
    leaf: bytes
    answers: Mapping[str, int] = field(repr=False)
    cuts: Mapping[str, str] = field(repr=False, default_factory=dict)
    comments: tuple[Mapping[str, Any], ...] = field(repr=False, default=())


@dataclass(frozen=True)
class Opened:
    """The counted ballots, and how many were not counted and why."""

    ballots: tuple[Ballot, ...]
    superseded: int
    rejected: Counter[Rejection]


def open_all(
    envelopes: tuple[CastMessage, ...],
    leaves: frozenset[bytes],
    checked: Checked,
    tally_key: TallyKey,
    watch: Watch = lambda _done, _of: None,
) -> Opened:
    """protocol.md step 12. Independent of the order of ``envelopes``; a repeated one is one.

    Of several versions of one ballot the highest counts, of equal versions the one with the
    smaller leaf; a newer one that is rejected does not displace an older valid one. A leaf
    of the log without an envelope means that somebody took one out of the box: it is counted.
    """
    rejected: Counter[Rejection] = Counter()
    newest: dict[bytes, Ballot] = {}
    in_box: set[bytes] = set()
    n_valid = 0
    different = frozenset(envelopes)
    for done, envelope in enumerate(different, start=1):
        watch(done, len(different))
        at = leaf(checked.mh, envelope.bpk, envelope.sealed)
        in_box.add(at)
        is_logged = at in leaves
        found = open_one(envelope, at, checked, tally_key) if is_logged else Rejection.NOT_IN_LOG
        if isinstance(found, Rejection):
            rejected[found] += 1
            continue
        n_valid += 1
        held = newest.get(envelope.bpk)
        if held is None or (found.version, _inverted(found)) > (held.version, _inverted(held)):
            newest[envelope.bpk] = found
    rejected.update({Rejection.NOT_IN_BOX: len(leaves - in_box)} if leaves - in_box else {})
    return Opened(tuple(newest.values()), n_valid - len(newest), rejected)


def open_one(
    envelope: CastMessage, at: bytes, checked: Checked, tally_key: TallyKey
) -> Ballot | Rejection:
    """The ballot inside one envelope whose leaf is ``at``, or why it is not counted."""
    refusal = verify_cast(envelope, checked.mh, checked.manifest.token_key)
    if refusal is not None:
        return Rejection(refusal)
    try:
        inside = open_sealed(tally_key, checked.mh, envelope.bpk, envelope.sealed)
    except Malformed as error:
        return Rejection.CANNOT_OPEN if isinstance(error, CannotOpen) else Rejection.MALFORMED
    if not _pass_opens(inside["unit"], inside["pass"], checked):
        return Rejection.WRONG_PASS
    said, cuts, comments = inside["answers"], inside["cuts"], tuple(inside["comments"])
    fits = _answers_fit(said, checked) and _cuts_fit(cuts, checked)
    if not fits or not _comments_fit(comments, checked):
        return Rejection.MALFORMED
    return Ballot(inside["unit"], inside["ver"], at, said, cuts, comments)


def _pass_opens(unit: str, pass_text: str, checked: Checked) -> bool:
    expected = checked.pass_of.get(unit)
    return expected is not None and hmac.compare_digest(b64u_decode(pass_text), expected)


def _answers_fit(answers: Mapping[str, int], checked: Checked) -> bool:
    points = checked.policy.scale_points
    return all(item in checked.item_ids and 1 <= value <= points for item, value in answers.items())


def _cuts_fit(cuts: Mapping[str, str], checked: Checked) -> bool:
    offered = {
        (cut["id"], level["id"])
        for cut in checked.questionnaire.get("cuts", ())
        for level in cut["levels"]
    }
    return offered.issuperset(cuts.items())


def _comments_fit(comments: tuple[Mapping[str, Any], ...], checked: Checked) -> bool:
    """One text for each question at most, in a wave that takes comments."""
    asked = {one["id"] for one in checked.questionnaire.get("comments", ())}
    given = [one["id"] for one in comments]
    takes = checked.manifest.comments or not given
    return takes and len(set(given)) == len(given) and asked.issuperset(given)


def _inverted(ballot: Ballot) -> int:
    return -int.from_bytes(ballot.leaf, "big")
