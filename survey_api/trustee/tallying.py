"""Counting a wave at the key holder's desk: the same pure publication that the server would run.

Opened ballots exist only inside the call. What leaves is one signed file; the numbers by group
are for the key holder's eyes and are not written anywhere.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from cryptography.exceptions import InvalidTag

from survey_api.credentials import keys
from survey_api.credentials.encoding import Malformed
from survey_api.credentials.keys import TallyKey
from survey_api.credentials.manifest import fingerprint, parse
from survey_api.release.box_export import Exported, import_
from survey_api.release.opening import Watch
from survey_api.release.publishing import Earlier, Published, open_ledger, publish
from survey_api.release.signed_release import PastRelease, SignedRelease
from survey_api.release.statement import Counts, Statement
from survey_api.trustee.errors import ManifestsDiffer, NotOurWave, WrongManifest
from survey_api.trustee.folder import KeyFolder, Unlocked
from survey_api.trustee.history import Counted


@dataclass(frozen=True)
class Fitting:
    """A box and a manifest that belong together and to this folder; nothing is opened yet."""

    exported: Exported
    wave: Counted
    title: str
    fingerprint: str


@dataclass(frozen=True)
class Tallied:
    """The signed release, and what the person at the desk is told."""

    fitting: Fitting
    release: SignedRelease = field(repr=False)
    statement: Statement
    counts: Counts = field(repr=False)
    n_envelopes: int


def fitted(folder: KeyFolder, box: bytes, manifest: bytes) -> Fitting:
    """Compare the box with the manifest that was fetched apart from it, byte for byte."""
    try:
        parsed = parse(manifest)
    except Malformed as error:
        raise WrongManifest from error
    exported = import_(box)
    if exported.box.manifest != manifest:
        raise ManifestsDiffer
    if parsed.keys.statement != folder.public.statement_key:
        raise NotOurWave
    folder.place_of(parsed.tally_key)
    return Fitting(exported, Counted.of(manifest), parsed.title, fingerprint(manifest))


def tally(
    unlocked: Unlocked, fitting: Fitting, on: date, watch: Watch = lambda _done, _of: None
) -> Tallied:
    """Open, count, protect, sign. Again from the same box it gives the same figures; from another
    box of the same wave it is refused."""
    box = fitting.exported.box
    checkpoint = hashlib.sha256(box.checkpoint).digest()
    unlocked.folder.history.with_counted(fitting.wave, checkpoint, on)
    done, key = counted(unlocked, fitting, watch)
    unlocked.counted(fitting.wave, checkpoint, on)
    unlocked.keep_ledger(fitting.wave.wave, open_ledger(done.ledger, key))
    return Tallied(
        fitting=fitting,
        release=_signed(unlocked, done),
        statement=Statement.parse(done.statement),
        counts=done.counts,
        n_envelopes=len(box.envelopes),
    )


def counted(unlocked: Unlocked, fitting: Fitting, watch: Watch) -> tuple[Published, TallyKey]:
    """The publication, not signed, and the key it was made with."""
    key = unlocked.tally_key(fitting.wave.public_key)
    earlier = [Earlier(one.bundle, _ledger(unlocked, one)) for one in fitting.exported.past]
    return publish(fitting.exported.box, key, earlier, watch), key


def _signed(unlocked: Unlocked, done: Published) -> SignedRelease:
    seed = unlocked.statement
    return SignedRelease(
        bundle=done.bundle,
        signature=keys.sign(seed, done.bundle),
        statement=done.statement,
        statement_signature=keys.sign(seed, done.statement),
        ledger=done.ledger,
        comments=done.comments,
    )


def _ledger(unlocked: Unlocked, past: PastRelease) -> bytes | None:
    """Our own past ledgers open; one that another holder sealed stays closed, and the release is
    then compared with what is public of that wave."""
    kept = unlocked.kept_ledger(past.wave)
    if kept is not None:
        return kept
    for key in unlocked.every_key():
        try:
            return open_ledger(past.ledger, key)
        except (InvalidTag, ValueError):
            continue
    return None
