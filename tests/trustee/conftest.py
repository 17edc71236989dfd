"""One key folder and one made-up wave, shared by the tests that only read them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from survey_api.credentials import keys
from survey_api.release.box_export import export
from survey_api.release.offer import Offer
from survey_api.trustee import made_up, rehearsal
from survey_api.trustee.folder import KeyFolder, Made
from survey_api.trustee.tallying import Fitting, fitted

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Held:
    """A folder with its sheets, and what the server handed over."""

    made: Made
    handed: made_up.Handed
    box: bytes

    @property
    def folder(self) -> KeyFolder:
        """The folder, locked."""
        return self.made.folder

    def fitting(self) -> Fitting:
        """Box and manifest, compared."""
        return fitted(self.folder, self.box, self.handed.manifest)

    def copied(self, to: Path) -> "Held":
        """The same in a copy of the folder that a test may change."""
        copytree(self.folder.path, to, dirs_exist_ok=True)
        folder = KeyFolder.load(to)
        return Held(Made(folder, self.made.sheets), self.handed, self.box)


@cache
def token_key() -> keys.TokenKey:
    """One RSA key for every made-up wave of a run."""
    return keys.TokenKey.load(keys.generate_token_key())


def another_wave(offer: Offer, *, place: int = 0, title: str = "December") -> made_up.Handed:
    """A closed wave under the key at ``place`` of an offer."""
    return made_up.wave(offer, TODAY, place=place, title=title, token=token_key())


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Made once a run."""
    folder = tmp_path_factory.mktemp("stick") / "keys"
    made = KeyFolder.make(folder, rehearsal.plan("Works council of Test & Sons"), TODAY)
    handed = another_wave(made.folder.public.offer(), title="November")
    return Held(made, handed, export(handed.box))


@pytest.fixture
def held(original: Held, tmp_path: Path) -> Held:
    """A copy for one test."""
    return original.copied(tmp_path / "keys")
