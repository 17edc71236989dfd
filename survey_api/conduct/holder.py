"""The key holder of assurance level 1: a key file on this server, treated as someone else.

Nothing passes between this module and the rest but public keys, a box export and a signed
release, so that at level 2 a trustee's laptop takes its place without another change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from survey_api.conduct import keyring
from survey_api.credentials import keys
from survey_api.credentials.manifest import Custodian
from survey_api.errors import Conflict
from survey_api.release.inputs import ReleaseInput
from survey_api.release.publishing import Earlier, Published, open_ledger, publish
from survey_api.release.signed_release import PastRelease, SignedRelease
from survey_api.settings import Settings

TALLY_PURPOSE = "tally key of wave "
LEDGER_PURPOSE = "ledger of wave "


class TallyKeyMissing(Conflict):
    """The tally key of this wave is not with its holder; its ballots cannot be opened."""


@dataclass(frozen=True)
class HolderPublic:
    """What a key holder gives away before a wave opens, and who they are; ``level`` is 1 for
    this server, 2 for somebody apart from it."""

    tally_key: bytes
    statement_key: bytes
    custodians: tuple[Custodian, ...]
    level: int = 1


def ensure_keys(settings: Settings) -> None:
    """Make the holder's key file and statement key unless they exist."""
    keyring.ensure(settings.holder_dir / "holder.key")
    keyring.ensure(settings.holder_dir / "statement.key")


def prepare(settings: Settings, wave: str) -> HolderPublic:
    """Make a fresh tally key for a wave that has not opened; seal it; return public halves."""
    tally = keys.generate_tally_key()
    sealed = keys.seal_secret(_holder_key(settings), TALLY_PURPOSE + wave, tally.private_bytes)
    keyring.write_private(_tally_file(settings, wave), sealed)
    statement = keyring.read(settings.holder_dir / "statement.key")
    keeps_it = (Custodian(settings.organisation, ""),)
    return HolderPublic(tally.public_bytes, keys.signing_public(statement), keeps_it)


def forget(settings: Settings, wave: str) -> None:
    """Delete the tally key of a wave that never opened; there may be none."""
    _tally_file(settings, wave).unlink(missing_ok=True)


def destroy(settings: Settings, wave: str, sealed_ledger: bytes) -> None:
    """Destroy the tally key of a released wave. Its ledger, which holds no ballot and no noise,
    is kept for the holder, so that later releases can still be checked against it."""
    key = None if _kept_ledger(settings, wave).is_file() else _tally_key(settings, wave)
    if key is not None:
        opened = open_ledger(sealed_ledger, key)
        kept = keys.seal_secret(_holder_key(settings), LEDGER_PURPOSE + wave, opened)
        keyring.write_private(_kept_ledger(settings, wave), kept)
    keyring.destroy(_tally_file(settings, wave))


def reseal(settings: Settings, old: bytes, new: bytes) -> int:
    """Seal every tally key and ledger with another key of the holder; may be repeated."""
    return sum(_resealed(one, old, new) for one in sorted(settings.holder_dir.glob("*-*.sealed")))


def _resealed(path: Path, old: bytes, new: bytes) -> bool:
    kind, _, wave = path.stem.partition("-")
    purpose = {"tally": TALLY_PURPOSE, "ledger": LEDGER_PURPOSE}[kind] + wave
    sealed = path.read_bytes()
    try:
        keys.open_secret(new, purpose, sealed)
    except keys.CannotUnseal:
        content = keys.open_secret(old, purpose, sealed)
        keyring.write_private(path, keys.seal_secret(new, purpose, content))
        return True
    return False


def holds(settings: Settings, wave: str) -> bool:
    """Whether the tally key of a wave is here."""
    return _tally_file(settings, wave).is_file()


def tally(
    settings: Settings, wave: str, box: ReleaseInput, past: Sequence[PastRelease] = ()
) -> SignedRelease:
    """Open, tabulate and sign, all in memory. The same box gives the same bundle bytes.

    ``past`` are the releases that are out, oldest first; a ledger whose key was destroyed
    stays closed, and the release is then compared with what is public of that wave.
    """
    key = _tally_key(settings, wave)
    if key is None:
        raise TallyKeyMissing
    earlier = [Earlier(one.bundle, _ledger(settings, one)) for one in past]
    done: Published = publish(box, key, earlier)
    statement = keyring.read(settings.holder_dir / "statement.key")
    return SignedRelease(
        bundle=done.bundle,
        signature=keys.sign(statement, done.bundle),
        statement=done.statement,
        statement_signature=keys.sign(statement, done.statement),
        ledger=done.ledger,
        comments=done.comments,
    )


def _ledger(settings: Settings, past: PastRelease) -> bytes | None:
    kept = _kept_ledger(settings, past.wave)
    if kept.is_file():
        return keys.open_secret(
            _holder_key(settings), LEDGER_PURPOSE + past.wave, kept.read_bytes()
        )
    key = _tally_key(settings, past.wave)
    return open_ledger(past.ledger, key) if key is not None else None


def _tally_key(settings: Settings, wave: str) -> keys.TallyKey | None:
    path = _tally_file(settings, wave)
    if not path.is_file():
        return None
    sealed = path.read_bytes()
    return keys.TallyKey.load(keys.open_secret(_holder_key(settings), TALLY_PURPOSE + wave, sealed))


def _kept_ledger(settings: Settings, wave: str) -> Path:
    return settings.holder_dir / f"ledger-{wave}.sealed"


def _holder_key(settings: Settings) -> bytes:
    return keyring.read(settings.holder_dir / "holder.key")


def _tally_file(settings: Settings, wave: str) -> Path:
    return settings.holder_dir / f"tally-{wave}.sealed"
