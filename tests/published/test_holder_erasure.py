"""At level 2 the key holders' signed word that their key is gone is checked and published."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import delete
from typer.testing import CliRunner

from survey_api import clock
from survey_api.catalogue.models import WaveManifest
from survey_api.cli.main import app
from survey_api.conduct import erasure_files, keyring
from survey_api.conduct.erasure_files import ErasureKnown, ErasureRefused
from survey_api.credentials import keys
from survey_api.credentials.encoding import b64u, b64u_decode
from survey_api.credentials.manifest import canonical, manifest_hash
from survey_api.published.models import Erasure as Stated
from survey_api.release.erasure import Part, SignedErasure, erasure_document
from tests import released


@pytest.fixture
def wave(place: released.Place) -> Iterator[str]:
    """A wave as if it had been opened at level 2, until the end of the test."""
    wave = place.waves[-1]
    with place.rooms.published() as session:
        found = session.get_one(WaveManifest, wave)
        before = found.manifest
        found.manifest = canonical({**json.loads(before), "level": 2})
    yield wave
    with place.rooms.published() as session:
        session.execute(delete(Stated))
        session.get_one(WaveManifest, wave).manifest = before


def signed(
    place: released.Place,
    wave: str,
    *,
    parts: tuple[Part, ...] = (Part.TALLY_KEY,),
    on: date | None = None,
    by: str = "holder/statement.key",
) -> bytes:
    """A statement in its file, by the key holders unless told."""
    with place.rooms.reading() as session:
        mh = manifest_hash(session.get_one(WaveManifest, wave).manifest)
    document = erasure_document(wave, mh, parts, on or clock.today())
    seed = keyring.read(place.settings.data_dir / by)
    return SignedErasure(document, keys.sign(seed, document)).encode()


def test_it_is_taken_in_once_and_published(
    place: released.Place, wave: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETOSAY_DATA_DIR", str(place.settings.data_dir))
    file = tmp_path / "erased.json"
    file.write_bytes(signed(place, wave))
    for _ in range(2):
        done = CliRunner().invoke(app, ["release", "erased", str(file)])
        assert done.exit_code == 0, done.output
        assert f"destroyed on {clock.today()}" in " ".join(done.output.split())
    (published,) = httpx2.get(f"{place.settings.survey_url}/erasure/{wave}").json()
    assert published["by"] == "key_holder"
    assert SignedErasure.parse(file.read_bytes()).document == b64u_decode(published["erasure"])
    assert b64u(SignedErasure.parse(file.read_bytes()).signature) == published["signature"]
    with clock.travel(clock.now() + timedelta(days=1)), pytest.raises(ErasureKnown):
        erasure_files.accept_file(place.rooms, signed(place, wave))


def test_another_signature_wave_part_or_day_is_refused(place: released.Place, wave: str) -> None:
    tomorrow, yesterday = (clock.today() + timedelta(days=one) for one in (1, -1))
    for raw in (
        signed(place, wave, by="keys/manifest.key"),
        signed(place, wave, parts=(Part.TALLY_KEY, Part.ENVELOPES)),
        signed(place, wave, on=tomorrow),
        signed(place, wave, on=yesterday),  # before the release
        signed(place, place.waves[0]),  # of level 1
    ):
        with pytest.raises(ErasureRefused):
            erasure_files.accept_file(place.rooms, raw)
    assert httpx2.get(f"{place.settings.survey_url}/erasure/{wave}").status_code == 404
