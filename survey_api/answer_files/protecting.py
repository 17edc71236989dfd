"""From rows in their groups to the release of a file: the same rule as for a wave of ours."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey_api import languages
from survey_api.answer_files.keeping import Key
from survey_api.answer_files.seating import Seated
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import canonical
from survey_api.disclosure import intruder, naive
from survey_api.disclosure.intruder import Findings
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.publication import Publication
from survey_api.errors import Conflict
from survey_api.release.attack import IntruderSucceeded, refuse_leaks
from survey_api.release.bundle import VERSION, instrument
from survey_api.release.crowds import count_crowds
from survey_api.release.disclosing import Disclosed, disclose
from survey_api.release.fielded import INDEX, Fielded, scales_of
from survey_api.release.tabulation import Answers, Asked, Tabulated, count, counting, score


class TooFewRows(Conflict):
    """Fewer rows than k have answers to 0.7 of the items; nothing of them can be shown."""


@dataclass(frozen=True)
class Source:
    """Everything that was read. Demographic cuts of the instrument are left out: the file has
    no columns for them."""

    seated: Seated
    questionnaire: Mapping[str, Any]
    policy: Policy
    held_on: date | None = None

    @property
    def digest(self) -> bytes:
        """SHA-256 over all of it; the order of rows and units does not count. Never published:
        answers could be tried against it."""
        public = {
            "units": sorted((one.unit, one.parent, one.label) for one in self.seated.nodes),
            "questionnaire": self.questionnaire,
            "policy": self.policy.as_document(),
        }
        digest = hashlib.sha256(canonical(public))
        digest.update(self.seated.group.astype("<i8").tobytes())
        digest.update(self.seated.answers.tobytes())
        return digest.digest()


@dataclass(frozen=True)
class ProtectedFile:
    """The release of a file, the table that knows only a threshold, and what an intruder
    makes of that one (of ours: ``done.intrusion``)."""

    release: dict[str, Any]
    done: Disclosed
    naive: Publication
    naive_intrusion: Findings
    key: Key = field(repr=False)


def protect_file(source: Source, key: Key, digest: bytes) -> ProtectedFile:
    """The release of a file, by the rule of every wave.

    Raises ``TooFewRows``, and ``IntruderSucceeded`` when something would be given away (not
    when noise is off: such a release is for checking only, and says so).
    """
    policy, seated = source.policy, source.seated
    asked = Asked.of({**source.questionnaire, "cuts": []}, policy.scale_points)
    counts = counting(seated.answers)
    if counts.sum() < policy.k:
        raise TooFewRows
    answers = Answers(seated.groups, seated.group[counts], score(seated.answers[counts], asked))
    fielded = Fielded(
        nodes=seated.nodes,
        pooled={},
        eligible=None,
        policy=policy,
        asked=asked,
        scales=scales_of(source.questionnaire),
        seed=key.fingerprint(digest),
    )
    tabulated = count(answers, asked)
    done = disclose(fielded, tabulated, answers, key.noise)
    if policy.w:
        _refuse_leaks(done, policy)
    release = _release(source, done, len(answers.group))
    table = _naive(fielded, tabulated)
    found = intruder.examine([table], k=policy.k, points=policy.scale_points)
    return ProtectedFile(release, done, table, found, key)


def _refuse_leaks(done: Disclosed, policy: Policy) -> None:
    try:
        refuse_leaks(done.intrusion)
    except IntruderSucceeded as error:
        if policy == Policy():
            raise
        remedy = "Raise t_low, t_high or w in the policy file. Nothing was written."
        raise IntruderSucceeded(f"{error.detail} {remedy}") from error


def _naive(fielded: Fielded, tabulated: Tabulated) -> Publication:
    people = dict(zip(tabulated.groups, tabulated.people.tolist(), strict=True))
    counts = dict(zip(tabulated.groups, tabulated.counts, strict=True))
    return naive.publication(fielded.nodes, people, counts, tabulated.items, fielded.policy.k)


def _release(source: Source, done: Disclosed, n_counted: int) -> dict[str, Any]:
    fielded = done.layout.fielded
    root = next(node.unit for node in fielded.nodes if node.parent is None)
    return {
        "v": VERSION,
        "wave": b64u(fielded.seed[:16]),
        "manifest_hash": b64u(fielded.seed),
        "title": languages.pick(source.questionnaire["title"], languages.FALLBACK),
        "closes": source.held_on.isoformat() if source.held_on else None,
        "level": None,
        "instrument": instrument({**source.questionnaire, "cuts": []}),
        "policy": fielded.policy.as_document(),
        "checking_only": fielded.policy.w == 0,
        "organisation_unit": root,
        "units": done.records,
        "pooled": {},
        "statistics": done.statistics,
        "earlier": [],
        "statement": {
            "source": "answers file",
            "rows": len(source.seated.group),
            "rows_counted": n_counted,
        },
    }


def unrounded(protected: ProtectedFile) -> Callable[[str, str], float]:
    """unit, measure → the published figure before rounding; for checking only."""
    layout = protected.done.layout
    sums, fielded = layout.bases.sums, layout.fielded
    crowds = count_crowds(layout, protected.key.noise)
    total, n = sums.p.copy(), sums.n.copy()
    enough = crowds.answers >= fielded.policy.k_item
    n[crowds.rows] = np.where(enough, crowds.counts.sum(axis=2), 0)
    total[crowds.rows] = crowds.counts @ np.arange(1, fielded.policy.scale_points + 1)
    means = _means(total, n)
    index = _means(np.where(n > 0, means, 0.0).sum(axis=1), (n > 0).sum(axis=1))
    column = {item: at for at, item in enumerate(fielded.asked.items)}

    def exact(unit: str, measure: str) -> float:
        row = layout.place[unit]
        return float(index[row] if measure == INDEX else means[row, column[measure]])

    return exact


def _means(total: NDArray[Any], n: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(total / np.where(n > 0, n, 1), dtype=np.float64)
