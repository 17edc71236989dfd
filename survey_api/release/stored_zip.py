"""Named parts as one file: a plain ZIP, stored, with fixed dates, so that bytes repeat."""

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
ENCRYPTED = 0x1
_DAMAGE = (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError)


class NotStored(ValueError):
    """Not a ZIP of stored parts, each there once."""


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts in the order given."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return file.getvalue()


def unpack(raw: bytes) -> dict[str, bytes]:
    """name → content. Stored entries only, so that a small file cannot unpack into a huge one;
    raises ``NotStored``."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len({one.filename for one in entries}) != len(entries):
                raise NotStored
            if any(one.compress_type or one.flag_bits & ENCRYPTED for one in entries):
                raise NotStored
            return {one.filename: archive.read(one) for one in entries}
    except _DAMAGE as error:
        raise NotStored from error
