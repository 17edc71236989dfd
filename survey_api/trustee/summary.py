"""What a count means, as rows of plain words: for the desk's page and for the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from survey_api.release.opening import Rejection
from survey_api.trustee.tallying import Tallied

Say = Callable[..., str]
REASONS = {
    Rejection.FORGED_TOKEN: "forged_token",
    Rejection.FORGED_SIGNATURE: "forged_signature",
    Rejection.NOT_IN_LOG: "not_in_log",
    Rejection.CANNOT_OPEN: "cannot_open",
    Rejection.MALFORMED: "malformed",
    Rejection.NOT_IN_BOX: "not_in_box",
    Rejection.WRONG_PASS: "wrong_pass",
}


@dataclass(frozen=True)
class Summary:
    """Numbers with their names; ``groups`` are for the key holder's eyes only."""

    title: str
    fingerprint: str
    rows: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]
    withheld: tuple[str, ...]
    groups: tuple[tuple[str, str, str, str], ...]


def summary(done: Tallied, say: Say) -> Summary:
    """The count of one wave in the words of ``say``."""
    stated = done.statement
    refused = [
        (say(f"refused.{REASONS[Rejection(reason)]}"), str(n))
        for reason, n in sorted(stated.rejected.items())
        if n
    ]
    if stated.outside_log:
        refused.append((say("refused.not_in_log"), str(stated.outside_log)))
    rows = (
        (say("summary.found"), str(done.n_envelopes)),
        (say("summary.counted"), str(stated.accepted)),
        (say("summary.replaced"), str(stated.superseded)),
        (say("summary.refused"), str(sum(stated.rejected.values()) + stated.outside_log)),
    )
    return Summary(
        title=done.fitting.title,
        fingerprint=done.fitting.fingerprint,
        rows=rows,
        refused=tuple(refused),
        withheld=tuple(one.label for one in done.counts.values() if not one.agrees),
        groups=tuple(
            (one.label, str(one.accepted), str(one.issued), str(one.eligible))
            for one in sorted(done.counts.values(), key=lambda one: one.label)
        ),
    )
