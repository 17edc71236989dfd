"""What signing a wave's tokens needs, opened once with the identity key and kept in memory."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from survey_api.credentials.blind_rsa import BlindSigner, signer
from survey_api.credentials.issue import IssueReply, encode_reply
from survey_api.credentials.keys import TokenKey
from survey_api.identity import issuing


@dataclass(frozen=True)
class WaveSecrets:
    """One wave's signer, its modulus, and the openings of its groups."""

    signer: BlindSigner = field(repr=False)
    modulus: int = field(repr=False)
    openings: dict[str, issuing.UnitOpening] = field(repr=False)

    def reply(self, unit: str, blinded: bytes) -> bytes:
        """Sign for a member of ``unit``: 640 bytes."""
        opening = self.openings[unit]
        return encode_reply(
            IssueReply(
                blind_sig=self.signer.blind_sign(blinded),
                unit=opening.unit,
                pass_=opening.pass_,
                label_salt=opening.salt,
                label=opening.label,
            )
        )


class WaveSecretsCache:
    """Opened secrets by wave. It reads through the caller's cursor: a second connection would
    wait for the caller's own transaction on SQLite."""

    def __init__(self, key_file: Path, *, mark: str) -> None:
        self._key_file = key_file
        self._find_key = f"SELECT sealed FROM signing_key WHERE wave = {mark}"  # noqa: S608
        self._find_passes = f"SELECT unit, sealed FROM unit_pass WHERE wave = {mark}"  # noqa: S608
        self._opened: dict[str, WaveSecrets] = {}

    def of(self, cursor: Any, wave: str) -> WaveSecrets:
        """The secrets of ``wave``; raises ``NoWaveKey``, ``CannotUnseal`` or ``OSError``."""
        found = self._opened.get(wave)
        if found is None:
            found = self._opened[wave] = self._load(cursor, wave)
        return found

    def forget(self, wave: str) -> None:
        """Drop a closed wave's secrets from memory."""
        self._opened.pop(wave, None)

    def _load(self, cursor: Any, wave: str) -> WaveSecrets:
        key = self._key_file.read_bytes()
        cursor.execute(self._find_key, (wave,))
        row = cursor.fetchone()
        if row is None:
            raise issuing.NoWaveKey
        private = TokenKey.load(issuing.open_wave_key(wave, bytes(row[0]), key))
        cursor.execute(self._find_passes, (wave,))
        openings = {
            unit: issuing.open_pass(wave, unit, bytes(sealed), key)
            for unit, sealed in cursor.fetchall()
        }
        return WaveSecrets(
            signer=signer(private.private),
            modulus=private.public.public_numbers().n,
            openings=openings,
        )
