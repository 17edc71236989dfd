"""A wave of level 2, from the offer to the key's end, with each process in its own role."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from survey_api import clock
from survey_api.catalogue import waves
from survey_api.catalogue.models import WaveManifest, WaveState
from survey_api.cli import main
from survey_api.cli.serve import Part
from survey_api.conduct.publishing import released_statement
from survey_api.trustee import rehearsal
from survey_api.trustee.folder import KeyFolder, Made
from tests import factories
from tests.deploy.site import made_site
from tests.running import Running

pytestmark = pytest.mark.postgres
N_PEOPLE = 12


@dataclass(frozen=True)
class Held:
    """An installation whose command line has the worker's role, and the key holders' stick."""

    running: Running
    made: Made
    stick: Path

    def server(self, *said: str) -> str:
        """``safetosay`` on the server; its output."""
        done = CliRunner().invoke(main.app, said, env=self.running.settings.environment())
        assert done.exit_code == 0, (done.output, done.exception)
        return " ".join(done.output.split())

    def laptop(self, *said: str) -> str:
        """``safetosay trustee`` beside the stick, with two of the three sheets."""
        words = [*said, "--folder", str(self.stick / "keys")]
        sheets = "\n".join(self.made.sheets[:2]) + "\n"
        done = CliRunner().invoke(main.app, ["trustee", *words], input=sheets)
        assert done.exit_code == 0, (done.output, done.exception)
        return " ".join(done.output.split())


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    site = made_site(tmp_path_factory.mktemp("site"))
    parts = (Part.BALLOTS, Part.API, Part.WORKER)
    environments = {part: site.of(part).environment() for part in parts}
    stick = tmp_path_factory.mktemp("stick")
    made = KeyFolder.make(stick / "keys", rehearsal.plan("Works council"), date(2026, 11, 1))
    with Running(site.of("worker"), parts=parts, environments=environments) as running:
        factories.staffed(running.rooms, N_PEOPLE)
        yield Held(running, made, stick)


def test_key_holders_count_and_erase_within_the_roles(held: Held) -> None:
    rooms, stick = held.running.rooms, held.stick
    held.server("trustee", "register", str(stick / "keys" / "out" / "offer.json"))
    wave = factories.open_wave(rooms)
    factories.answer_all(factories.links(rooms, wave))
    assert "key holders" in held.server("wave", "close", wave)
    held.server("wave", "export-box", wave, "--out", str(stick / "box.zip"))
    with rooms.reading() as session:
        raw = session.get_one(WaveManifest, wave).manifest
    (stick / "manifest.json").write_bytes(raw)
    box = ("--box", str(stick / "box.zip"), "--manifest", str(stick / "manifest.json"))
    held.laptop("tally", *box, "--out", str(stick / "release.zip"))
    assert "Released" in held.server("release", "accept", str(stick / "release.zip"))
    with rooms.reading() as session:
        assert released_statement(session, wave)["accepted"] == N_PEOPLE


def test_the_end_of_a_key_is_taken_in_within_the_role(held: Held) -> None:
    said = held.stick / "erased.json"
    manifest = str(held.stick / "manifest.json")
    held.laptop("erase", "--manifest", manifest, "--last-copy", "--early", "--out", str(said))
    assert "destroyed on" in held.server("release", "erased", str(said))


def test_waves_are_discarded_and_annulled_within_the_role(held: Held) -> None:
    with clock.travel(clock.now() + timedelta(weeks=5)):
        number = factories.draft_wave(held.running.rooms, title="Thrown away")
        held.server("wave", "discard", number)
    held.server("wave", "annul", "1", "--reason", "The roster was wrong.")
    with held.running.rooms.reading() as session:
        states = {wave.number: wave.state for wave in waves.every(session)}
    assert states == {1: WaveState.ANNULLED}


def test_a_password_is_given_and_changed_within_the_role(held: Held) -> None:
    for password in ("quite-a-long-word-1", "quite-a-long-word-2"):
        given = ("--role", "analyst", "--name", "Hanna", "--password", password)
        held.server("user", "add", "hr@example.org", *given)
