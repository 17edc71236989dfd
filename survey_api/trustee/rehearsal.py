"""A rehearsal: made-up names, real keys, a made-up wave, in a folder that is thrown away."""

import tempfile
from datetime import date
from pathlib import Path

from survey_api.release.box_export import export
from survey_api.trustee import files, made_up
from survey_api.trustee.description import Keeper, Plan
from survey_api.trustee.folder import FROM_SERVER, KeyFolder

BOX, MANIFEST = "box.zip", "manifest.json"
N_KEYS = 2


def new_folder() -> Path:
    """An empty folder, which the caller throws away."""
    return Path(tempfile.mkdtemp(prefix="safe-to-say-REHEARSAL-"))


def plan(holder: str = "REHEARSAL", passphrase: str = "") -> Plan:
    """Made-up people, so that nobody writes real names on sheets that are worth nothing."""
    named = (("Ada Example", "Ben Example"), ("Cem Example", "Dora Example"))
    pairs = (*named, ("Eva Example", "Finn Example"))
    keepers = tuple(Keeper(name, "REHEARSAL", stand_in) for name, stand_in in pairs)
    return Plan(holder, keepers, N_KEYS, passphrase)


def hand_over(folder: KeyFolder, on: date) -> None:
    """Put a closed, made-up wave where files from the server are looked for."""
    handed = made_up.wave(folder.public.offer(), on)
    files.write(folder.path / FROM_SERVER / BOX, export(handed.box))
    files.write(folder.path / FROM_SERVER / MANIFEST, handed.manifest)
