"""The second section of a release: comments, away from every figure, in an order drawn by lot.

Nothing stands beside a comment but its question and the unit it is shown at. The section is
sealed to the comment readers and named in the release by its digest, so that the figures stay
as they are when it is opened. The same ballots and key give the same section.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke

from survey_api.credentials import keys
from survey_api.credentials.encoding import L_COMMENTS, Malformed, b64u
from survey_api.credentials.envelope import COMMENT, MOMENT
from survey_api.credentials.keys import TallyKey
from survey_api.credentials.manifest import canonical
from survey_api.disclosure.keyed import Draws, keyed
from survey_api.release.checks import Checked
from survey_api.release.comment_places import MIN_COMMENTERS, MIN_RESPONDENTS, crowds
from survey_api.release.comment_text import normalised
from survey_api.release.opening import Ballot
from survey_api.release.tabulation import needed

VERSION: Final = 1
SALT_DRAWS: Final = 4
SUITE: Final = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class CommentsDoNotOpen(Malformed):
    """These comments do not open under this wave's key for comment readers."""


@dataclass(frozen=True)
class Written:
    """One text as counted: who wrote it is its group and, for a fixed order, its leaf."""

    group: str
    leaf: bytes
    question: str
    text: str = field(repr=False)
    kind: str = COMMENT


@dataclass(frozen=True)
class Section:
    """The plaintext, in canonical form, and what the release says about it."""

    plain: bytes = field(repr=False)
    digest: str

    @classmethod
    def of(cls, document: dict[str, Any]) -> "Section":
        """The digest covers a salt drawn with the key, so that short texts cannot be guessed."""
        plain = canonical(document)
        return cls(plain, b64u(hashlib.sha256(plain).digest()))

    def sealed(self, readers_key: bytes, mh: bytes) -> bytes:
        """Only the comment readers of this wave can open it."""
        return SUITE.encrypt(self.plain, keys.tally_public(readers_key), L_COMMENTS + mh)


def open_section(sealed: bytes, key: TallyKey, mh: bytes) -> bytes:
    """The plaintext of a sealed section; ``key`` is the comment readers' own."""
    try:
        return SUITE.decrypt(sealed, key.private, L_COMMENTS + mh)
    except (InvalidTag, ValueError):
        raise CommentsDoNotOpen from None


def section(
    checked: Checked, ballots: Sequence[Ballot], withheld: frozenset[str], tally_key: TallyKey
) -> Section | None:
    """Everything written in a wave that has comment readers, each text at its place or held."""
    questions = checked.questionnaire.get("comments", [])
    if checked.manifest.reading is None or not questions:
        return None
    key = keys.hkdf(tally_key.private_bytes, L_COMMENTS, 32)
    draw = keyed(key, checked.mh, b"comments")
    written = [one for ballot in ballots for one in _written(ballot)]
    fair = [one for one in written if one.group not in withheld]
    people = _respondents(checked, ballots, withheld)
    placed = [one for asked in questions for one in _placed(checked, asked["id"], fair, people)]
    listed = [
        entry for name in sorted({at for at, _ in placed}) for entry in _drawn(name, placed, draw)
    ]
    return Section.of(
        {
            "v": VERSION,
            "wave": checked.manifest.wave_text,
            "salt": b64u(draw("salt", SALT_DRAWS).tobytes()),
            "questions": [{"id": one["id"], "text": one["text"]} for one in questions],
            "comments": listed,
            "held": len(written) - len(listed),
        }
    )


def _written(ballot: Ballot) -> Iterable[Written]:
    for one in ballot.comments:
        text = normalised(one["text"])
        is_moment = one["kind"] == MOMENT and one["may_publish"]
        if text:
            kind = MOMENT if is_moment else COMMENT
            yield Written(ballot.unit, ballot.leaf, one["id"], text, kind)


def _respondents(
    checked: Checked, ballots: Iterable[Ballot], withheld: frozenset[str]
) -> Counter[str]:
    """Those who count in the figures, by group."""
    least = needed(len(checked.item_ids))
    return Counter(
        one.unit for one in ballots if one.unit not in withheld and len(one.answers) >= least
    )


Placed = tuple[tuple[str, str, str], Written]


def _placed(
    checked: Checked, question: str, written: list[Written], people: Counter[str]
) -> list[Placed]:
    """(kind, unit, question) → text. A moment may be told to everybody, so it names no unit."""
    nodes = checked.frame.published_tree()
    mine = [one for one in written if one.question == question]
    comments = [one for one in mine if one.kind == COMMENT]
    by_group = Counter(one.group for one in comments)
    home = {group: one.unit for one in crowds(nodes, people, by_group) for group in one.groups}
    placed: list[Placed] = [
        ((COMMENT, home[one.group], question), one) for one in comments if one.group in home
    ]
    if people.total() >= MIN_RESPONDENTS and len(mine) >= MIN_COMMENTERS:
        root = next(node.unit for node in nodes if node.parent is None)
        placed += [((MOMENT, root, question), one) for one in mine if one.kind == MOMENT]
    return placed


def _drawn(at: tuple[str, str, str], placed: list[Placed], draw: Draws) -> list[dict[str, str]]:
    """The texts of one place in the order of their lots."""
    here = sorted((one for name, one in placed if name == at), key=lambda one: one.leaf)
    lots = draw("\0".join(at), len(here)).tolist()
    kind, unit, question = at
    ordered = sorted(range(len(here)), key=lambda at: (lots[at], at))
    place = {"kind": kind, "unit": unit, "question": question}
    return [{**place, "text": here[at].text} for at in ordered]
