"""What a key folder remembers of its waves: counted when, from which log, erased when.

It keeps the trustee from counting one wave twice from two different boxes, and one key from
serving two waves. It holds no answer and no number of people.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Self

from survey_api.credentials.encoding import UNREADABLE, Malformed, b64u, b64u_decode
from survey_api.credentials.manifest import Manifest, manifest_hash, parse
from survey_api.credentials.manifest_form import canonical
from survey_api.trustee.errors import CountedBefore, FolderDamaged, KeyUsedBefore

_DATES: Final = ("counted_on", "erased_on")


@dataclass(frozen=True)
class Counted:
    """One wave."""

    wave: str
    title: str
    manifest_hash: str
    tally_key: str
    objection_days: int
    checkpoint: str = ""
    counted_on: date | None = None
    erased_on: date | None = None

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """A wave that is not counted yet, from its manifest."""
        manifest: Manifest = parse(raw)
        return cls(
            wave=manifest.wave_text,
            title=manifest.title,
            manifest_hash=b64u(manifest_hash(raw)),
            tally_key=b64u(manifest.tally_key),
            objection_days=manifest.objection_days or 14,
        )

    @property
    def public_key(self) -> bytes:
        """The tally key's public half."""
        return b64u_decode(self.tally_key)

    @property
    def may_be_erased_on(self) -> date | None:
        """The day after the objection period, counted from the tally."""
        return self.counted_on and self.counted_on + timedelta(days=self.objection_days + 1)


@dataclass(frozen=True)
class History:
    """The waves of a folder, oldest first."""

    waves: tuple[Counted, ...] = ()

    def of(self, wave: str) -> Counted | None:
        """The entry of a wave."""
        return next((one for one in self.waves if one.wave == wave), None)

    def with_counted(self, wave: Counted, checkpoint: bytes, on: date) -> Self:
        """This wave counted from that log; raises when it may not be."""
        if any(one.tally_key == wave.tally_key and one.wave != wave.wave for one in self.waves):
            raise KeyUsedBefore
        before = self.of(wave.wave)
        if before is not None and before.checkpoint:
            if before.checkpoint != b64u(checkpoint):
                raise CountedBefore
            return self
        return self._put(replace(wave, checkpoint=b64u(checkpoint), counted_on=on))

    def with_erased(self, wave: Counted, on: date) -> Self:
        """This wave's key gone."""
        return self._put(replace(self.of(wave.wave) or wave, erased_on=on))

    def _put(self, wave: Counted) -> Self:
        others = tuple(one for one in self.waves if one.wave != wave.wave)
        return type(self)((*others, wave))

    def encode(self) -> bytes:
        """The file."""
        return canonical({"v": 1, "waves": [_said(one) for one in self.waves]})

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The reverse of ``encode``; raises ``FolderDamaged``."""
        try:
            return cls(tuple(_read(one) for one in json.loads(raw)["waves"]))
        except (*UNREADABLE, Malformed) as error:
            raise FolderDamaged from error


def _said(wave: Counted) -> dict[str, Any]:
    days = {name: getattr(wave, name) for name in _DATES}
    return asdict(wave) | {name: day.isoformat() if day else None for name, day in days.items()}


def _read(said: dict[str, Any]) -> Counted:
    days = {name: date.fromisoformat(said[name]) if said[name] else None for name in _DATES}
    return Counted(**{**said, **days})
