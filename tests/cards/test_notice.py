"""The page for the notice board says what the manifest says, in both languages, on one page."""

import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from survey_api import clock
from survey_api.catalogue import assurance
from survey_api.cli.notice import NotOpenedYet
from survey_api.conduct.paper import notice
from survey_api.credentials import keys, manifest
from survey_api.credentials.encoding import b64u
from tests import factories
from tests.cards.conftest import Place
from tests.credentials import samples


@pytest.fixture(scope="module")
def raw() -> bytes:
    der = bytes.fromhex(samples.load("protocol")["token"]["private_pkcs8"])
    changes = {"client_sha256": bytes(range(32)), "opens": date(2026, 3, 2)}
    return manifest.encode(samples.sample_manifest(keys.TokenKey.load(der).public, **changes))


def ran(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    ("locale", "day", "no_channel"),
    [
        ("en", "2 March 2026", "This is not a reporting channel."),
        ("de", "2. März 2026", "Dies ist kein Meldeweg."),
    ],
)
def test_the_notice_holds_all_that_people_compare_and_whom_they_ask(
    raw: bytes, tmp_path: Path, locale: str, day: str, no_channel: str
) -> None:
    file = tmp_path / "notice.pdf"
    file.write_bytes(notice.to_pdf(raw, locale))
    said = re.sub(r"\s+", " ", ran("pdftotext", "-enc", "UTF-8", str(file), "-"))
    found = manifest.parse(raw)
    assert manifest.fingerprint(raw).replace("-", " ") in said
    assert day in said and no_channel in said
    assert found.help_contact in said and found.report_contact in said
    assert assurance.of(raw).sentence(locale) in said
    assert manifest.manifest_hash(raw).hex() in said and b64u(found.client_sha256) in said
    facts = ran("pdfinfo", str(file))
    assert re.search(r"Pages:\s+1\n", facts) and re.search(r"Tagged:\s+yes", facts)
    assert file.read_bytes() == notice.to_pdf(raw, locale)


def test_a_draft_has_no_notice_and_an_open_wave_has_one(place: Place, tmp_path: Path) -> None:
    done = place.run("wave", "notice", place.wave, "--out", str(tmp_path / "n.pdf"), "--lang", "de")
    assert done.exit_code == 0 and place.view.fingerprint in done.output
    with clock.travel(clock.now() + timedelta(weeks=5)):
        draft = factories.draft_wave(place.rooms, title="Later")
    refused = place.run("wave", "notice", draft, "--out", str(tmp_path / "d.pdf"))
    assert isinstance(refused.exception, NotOpenedYet)
