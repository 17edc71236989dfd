"""Which files lie in a key folder, by what they are and not by what they are called."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from survey_api.credentials.encoding import Malformed
from survey_api.credentials.manifest import parse
from survey_api.trustee.errors import CannotRead
from survey_api.trustee.folder import FROM_SERVER, TO_SERVER, KeyFolder

LARGEST_MANIFEST = 5_000_000


@dataclass(frozen=True)
class Lying:
    """Paths relative to the folder, in order."""

    boxes: tuple[str, ...]
    manifests: tuple[str, ...]
    releases: tuple[str, ...]


def lying(folder: KeyFolder) -> Lying:
    """Look into the folder itself and into its places for files from and to the server."""
    places = (folder.path, folder.path / FROM_SERVER, folder.path / TO_SERVER)
    files = [one for place in places if place.is_dir() for one in sorted(place.iterdir())]
    named = {one.relative_to(folder.path).as_posix(): one for one in files if one.is_file()}
    kinds = {name: _kind(path) for name, path in named.items()}
    of = {
        kind: tuple(name for name in kinds if kinds[name] == kind) for kind in set(kinds.values())
    }
    return Lying(of.get("box", ()), of.get("manifest", ()), of.get("release", ()))


def chosen(folder: KeyFolder, name: str, among: tuple[str, ...]) -> Path:
    """The path of a file that was offered; raises ``CannotRead`` for any other."""
    if name not in among:
        raise CannotRead
    return folder.path / name


def _kind(path: Path) -> str:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
            return "box" if "envelopes" in names else "release" if "bundle" in names else ""
        if path.suffix == ".json" and path.stat().st_size < LARGEST_MANIFEST:
            parse(path.read_bytes())
            return "manifest"
    except (OSError, zipfile.BadZipFile, Malformed):
        return ""
    return ""
