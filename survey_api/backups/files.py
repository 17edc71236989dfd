"""One room's backup as a file: a ZIP with a description and one part a table, without any time."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Final, Self

from survey_api.errors import Invalid

FORMAT: Final = "safe-to-say-backup-1"
Sink = IO[bytes]
ABOUT: Final = "about.json"
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_DAMAGE: Final = (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError)


class BackupDamaged(Invalid):
    """This file is not a whole backup of ours. Nothing was changed; take another copy of it."""


@dataclass(frozen=True)
class Part:
    """A table's rows in the file."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class About:
    """What a backup is of. No time stands here: the folder's name and the disk know that."""

    room: str
    revision: str
    version: str
    tables: dict[str, Part] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: bytes) -> Self:
        document = json.loads(raw)
        if document.pop("format") != FORMAT:
            raise ValueError
        tables = {name: Part(**one) for name, one in document.pop("tables").items()}
        return cls(**document, tables=tables)

    def written(self) -> bytes:
        """The description as it stands in the file."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True)
        return text.encode()


class Writing:
    """A backup that is being written; complete only once ``finish`` was called."""

    def __init__(self, sink: Sink) -> None:
        self._zip = zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED)
        self._parts: dict[str, Part] = {}

    def table(self, name: str, lines: Iterable[bytes]) -> None:
        """Add a table's rows."""
        digest, rows = hashlib.sha256(), 0
        with self._zip.open(_entry(name + ".jsonl"), "w", force_zip64=True) as part:
            for one in lines:
                digest.update(one)
                part.write(one)
                rows += 1
        self._parts[name] = Part(rows, digest.hexdigest())

    def finish(self, room: str, revision: str, version: str) -> About:
        """Write the description and close the file."""
        about = About(room, revision, version, self._parts)
        self._zip.writestr(_entry(ABOUT), about.written())
        self._zip.close()
        return about


def read_about(path: Path) -> About:
    """The description of a backup whose every part was found whole; raises ``BackupDamaged``."""
    try:
        with zipfile.ZipFile(path) as archive:
            about = About.read(archive.read(ABOUT))
            for name, part in about.tables.items():
                _check(archive, name, part)
    except _DAMAGE as error:
        raise BackupDamaged(f"{path.name} is not a whole backup of ours.") from error
    return about


def lines(path: Path, table: str) -> Iterator[bytes]:
    """A table's rows, one after the other."""
    with zipfile.ZipFile(path) as archive, archive.open(table + ".jsonl") as part:
        yield from part


def _check(archive: zipfile.ZipFile, name: str, part: Part) -> None:
    digest, rows = hashlib.sha256(), 0
    with archive.open(name + ".jsonl") as source:
        for one in source:
            digest.update(one)
            rows += 1
    if (rows, digest.hexdigest()) != (part.rows, part.sha256):
        raise ValueError


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
