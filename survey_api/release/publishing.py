"""The publication as one pure function: the same box gives the same bytes, whoever runs it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import hpke

from survey_api.credentials import keys
from survey_api.credentials.encoding import L_LEDGER, L_NOISE
from survey_api.credentials.keys import TallyKey
from survey_api.credentials.manifest import canonical
from survey_api.disclosure.continuity import continuity
from survey_api.release import attack
from survey_api.release.bundle import bundle, ledger
from survey_api.release.checks import BoxDoesNotFit, Checked, check
from survey_api.release.comments import Section, section
from survey_api.release.disclosing import Before, Disclosed, disclose
from survey_api.release.fielded import Fielded
from survey_api.release.history import REACH, READ_VERSIONS, remembered, tree_of
from survey_api.release.inputs import ReleaseInput
from survey_api.release.opening import Opened, Watch, open_all
from survey_api.release.statement import Counts, group_counts, statement
from survey_api.release.tabulation import tabulate

__all__ = ["Earlier", "Published", "ReleaseInput", "open_ledger", "publish"]
NOISE_KEY_BYTES = 32
LEDGER_SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True)
class Earlier:
    """A release that is out: its ``bundle`` as published, and its opened ``ledger``, or None
    once the key that opens it was destroyed."""

    bundle: bytes
    ledger: bytes | None


@dataclass(frozen=True)
class Published:
    """``bundle`` and ``statement`` are deterministic; ``ledger`` is sealed to the tally key and
    is not, nor are ``comments``, sealed to their readers, whose digest stands in the bundle.
    ``counts`` are for whoever holds the tally key, and leave nothing behind."""

    bundle: bytes
    ledger: bytes
    statement: bytes
    counts: Counts
    comments: bytes | None = None


def publish(
    box: ReleaseInput,
    tally_key: TallyKey,
    earlier: Sequence[Earlier] = (),
    watch: Watch = lambda _done, _of: None,
) -> Published:
    """Check, open, tabulate, disclose, attack. Opened ballots exist only inside this call.

    ``earlier`` are the releases that are out, oldest first. Raises ``BoxDoesNotFit`` before
    anything is opened when the parts do not belong together, and ``IntruderSucceeded`` when
    the release would give something away.
    """
    checked = check(box)
    if tally_key.public_bytes != checked.manifest.tally_key:
        raise BoxDoesNotFit("This tally key is not the one the manifest names; nothing would open.")
    leaves = frozenset(box.log_leaves)
    opened = open_all(box.envelopes, leaves, checked, tally_key, watch)
    counts = group_counts(opened, checked)
    withheld = frozenset(unit for unit, one in counts.items() if not one.agrees)
    done = _disclose(checked, opened, withheld, tally_key, earlier)
    attack.refuse_leaks(done.intrusion)
    said = section(checked, opened.ballots, withheld, tally_key)
    document = bundle(checked, done, [one.bundle for one in earlier], said)
    raw = canonical(document)
    return Published(
        bundle=raw,
        ledger=_sealed_ledger(done, checked, tally_key),
        statement=statement(box, checked, opened, counts, (document, raw)).encode(),
        counts=counts,
        comments=_sealed(said, checked),
    )


def _sealed_ledger(done: Disclosed, checked: Checked, tally_key: TallyKey) -> bytes:
    public = tally_key.private.public_key()
    return LEDGER_SUITE.encrypt(canonical(ledger(done, checked)), public, L_LEDGER)


def _sealed(said: Section | None, checked: Checked) -> bytes | None:
    reading = checked.manifest.reading
    return said.sealed(reading.key, checked.mh) if said and reading else None


def open_ledger(sealed: bytes, tally_key: TallyKey) -> bytes:
    """The ledger of an earlier wave, by the key of that wave."""
    return LEDGER_SUITE.decrypt(sealed, tally_key.private, L_LEDGER)


def _disclose(
    checked: Checked,
    opened: Opened,
    withheld: frozenset[str],
    tally_key: TallyKey,
    earlier: Sequence[Earlier],
) -> Disclosed:
    fielded = Fielded.of(checked, withheld)
    kept = [ballot for ballot in opened.ballots if ballot.unit not in withheld]
    tabulated, answers = tabulate(kept, fielded.asked, fielded.leaves)
    noise_key = keys.hkdf(tally_key.private_bytes, L_NOISE, NOISE_KEY_BYTES)
    return disclose(fielded, tabulated, answers, noise_key, _before(checked, fielded, earlier))


def _before(checked: Checked, fielded: Fielded, earlier: Sequence[Earlier]) -> Before:
    bundles = [one for one in (remembered(past.bundle) for past in earlier[-REACH:]) if one]
    opened = [json.loads(one.ledger) for one in earlier if one.ledger is not None]
    ledgers = [one for one in opened if one["v"] in READ_VERSIONS]
    frame = checked.frame
    last = next((one for one in bundles if one["wave"] == frame.before), None)
    then = tree_of(last) if last is not None else ()
    states = continuity(fielded.nodes, then, frame.moves, frame.eligible_before, fielded.policy.k)
    return Before(
        bundles=bundles,
        publications=[attack.from_ledger(one) for one in ledgers],
        states={unit: str(state) for unit, state in states.items()},
        wave=frame.before if last is not None else None,
    )
