"""An auditor on the public addresses of two released waves, with and without our program."""

import hashlib
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner, Result

from survey_api.cli.main import app
from survey_api.cli.public_files import obtain
from survey_api.credentials import keys
from survey_api.credentials.manifest import parse
from survey_api.verification.findings import State
from survey_api.verification.wave import verify_wave
from tests.released import Place


@pytest.fixture(scope="module")
def addresses(place: Place) -> list[str]:
    return [f"{place.settings.survey_url}/w/{wave}" for wave in place.waves]


def test_every_link_of_two_released_waves_holds(addresses: list[str]) -> None:
    first, second = map(obtain, addresses)
    for source, before in ((first, []), (second, [first.files])):
        report = verify_wave(source.files, wave=source.wave, earlier=before)
        found = {one.check: one.state for one in report.findings}
        assert {check for check, state in found.items() if state is not State.RIGHT} == {
            "fingerprint",  # a person compares it
            "erasure",  # not due yet
        }
        assert found["client.files"] is found["statement.people"] is State.RIGHT
    assert found["earlier"] is found["earlier.release"] is State.RIGHT


def test_what_was_fetched_once_is_checked_again_without_a_network(
    addresses: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "kept"
    first = CliRunner().invoke(app, ["verify", "wave", f"{addresses[0]}#secret", "--out", str(out)])
    assert first.exit_code == 0, first.output
    again = CliRunner().invoke(app, ["verify", "wave", str(out)])
    assert again.exit_code == 0, again.output
    assert set(again.output.splitlines()) <= {*first.output.splitlines(), last_line(again)}


def last_line(result: Result) -> str:
    return result.output.splitlines()[-1]


def test_the_statement_is_public_cacheable_and_needs_no_cookie(place: Place) -> None:
    wave = place.waves[0]
    there = httpx2.get(f"{place.settings.survey_url}/statement/{wave}")
    signature = httpx2.get(f"{place.settings.survey_url}/statement/{wave}/signature").content
    manifest = httpx2.get(f"{place.settings.survey_url}/manifest/{wave}").content
    assert keys.verify(parse(manifest).keys.statement, there.content, signature)
    assert there.headers["etag"] == f'"{hashlib.sha256(there.content).hexdigest()}"'
    assert there.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "set-cookie" not in there.headers
    signed = httpx2.get(f"{place.settings.survey_url}/manifest/{wave}/signature").content
    assert keys.verify(parse(manifest).keys.checkpoint, manifest, signed)


def test_of_a_wave_without_a_release_nothing_is_stated(place: Place) -> None:
    for path in ("statement", "manifest"):
        for end in ("", "/signature"):
            url = f"{place.settings.survey_url}/{path}/{'A' * 22}{end}"
            assert httpx2.get(url).status_code == 404
