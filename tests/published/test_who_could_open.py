"""One sentence says who could open ballots of a wave, from its manifest, wherever a wave is."""

import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from dashboard.api import COOKIE, Api, Door
from dashboard.pages.route import PAGES, render
from survey_api import clock
from survey_api.catalogue import assurance
from survey_api.catalogue.models import WaveManifest
from survey_api.conduct import announcing
from survey_api.conduct.status import statuses
from survey_api.conduct.telling import teller
from survey_api.credentials.manifest import canonical, fingerprint
from survey_api.identity import invitations, issuing
from survey_api.identity.models import IssuingWave, OutboxMessage, Person
from survey_api.identity.notify.draft import draft
from survey_api.identity.notify.facts import facts_from
from survey_api.identity.notify.mails import write
from survey_api.identity.notify.telling import Sources
from survey_api.published.models import Erasure
from survey_api.published.reports.formats import Format
from tests import released
from tests.dashboard.samples import words_of
from tests.identity.mailbox import plain
from tests.published.conftest import ANALYST, EMPLOYEE, LEADER, signed_in

HOLDERS = [
    {"name": "Noor Haddad", "role": "works council"},
    {"name": "Ines Albrecht", "role": "ombudsperson"},
]
SAYS = {
    1: {
        "en": "whoever runs the server of this survey could open",
        "de": "denn der Schlüssel liegt",
    },
    2: {
        "en": "the people who run the server cannot open ballots of this wave; the key holders "
        "can: Noor Haddad (works council), Ines Albrecht (ombudsperson);",
        "de": "kann es: Noor Haddad (works council), Ines Albrecht (ombudsperson);",
    },
}


@pytest.fixture(params=[1, 2])
def level(request: pytest.FixtureRequest, place: released.Place) -> Iterator[int]:
    """Both waves as if they had been opened at this level, until the end of the test."""
    before = {}
    with place.rooms.published() as session:
        for found in session.scalars(select(WaveManifest)):
            before[found.wave_id] = found.manifest, found.fingerprint
            if request.param == 2:
                said = {**json.loads(found.manifest), "level": 2, "custodians": HOLDERS}
                found.manifest = canonical(said)
                found.fingerprint = fingerprint(found.manifest)
    yield request.param
    with place.rooms.published() as session:
        for found in session.scalars(select(WaveManifest)):
            found.manifest, found.fingerprint = before[found.wave_id]


def plainly(content: bytes, kind: Format) -> str:
    """The words of a file, white space made one."""
    if kind == Format.PDF:
        command = ["pdftotext", "-", "-"]
        raw = subprocess.run(
            command, input=content, capture_output=True, check=True
        ).stdout.decode()
    elif kind in {Format.PPTX, Format.XLSX}:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [packed.read(one).decode() for one in packed.namelist() if one.endswith("xml")]
        raw = unescape(" ".join(parts))
    else:
        raw = content.decode()
    return " ".join(raw.split())


@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_kind_of_report_says_it(
    app: TestClient, place: released.Place, level: int, locale: str
) -> None:
    client = signed_in(app, ANALYST)
    base = f"/published/waves/{place.waves[-1]}"
    for kind in Format:
        reply = client.get(f"{base}/report.{kind}?lang={locale}")
        assert SAYS[level][locale] in plainly(reply.content, kind), kind
    exported = client.get(f"{base}/export.csv?lang={locale}").content
    assert SAYS[level][locale] in plainly(exported, Format.CSV)


def test_every_page_says_it(app: TestClient, place: released.Place, level: int) -> None:
    door = Door(place.settings.app_url)
    for viewer in (EMPLOYEE, LEADER, ANALYST):
        door.client = signed_in(app, viewer)
        api = Api(door, app.cookies[COOKIE])
        for name in PAGES.keys() - {"admin"}:  # has pages of its own, none with results
            said = words_of(render(api, f"/dashboard/{name}", "").body)
            assert SAYS[level]["en"] in said, (viewer, name)


def test_the_list_of_waves_and_the_command_line_say_it(
    app: TestClient, place: released.Place, level: int
) -> None:
    for one in signed_in(app, EMPLOYEE).get("/published/waves").json():
        assert one["level"] == level
        assert SAYS[level]["en"] in one["level_sentence"]
    assert all(SAYS[level]["en"] in one.who_could_open for one in statuses(place.rooms))


@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_mail_about_a_wave_says_it(place: released.Place, level: int, locale: str) -> None:
    wave = place.waves[-1]
    _as_if_open(place, wave, state=issuing.OPEN)
    announcing.announce(place.rooms, wave)
    with place.rooms.identity() as session:
        for kind in issuing.INVITING:
            invitations.queue(session, kind, wave, clock.now())
    sources = Sources(place.settings, facts_from(place.rooms.reader_engine), teller(place.rooms))
    with place.rooms.identity() as session:
        for kind in (*issuing.INVITING, "release", "release-leader", "release-hr"):
            found = select(OutboxMessage).where(OutboxMessage.kind == kind).limit(1)
            mail = session.scalars(found).one()
            session.get_one(Person, mail.person_id).locale = locale
            letter = write(draft(session, mail, sources).letter, place.settings)
            assert SAYS[level][locale] in " ".join(plain(letter).split()), kind
        session.rollback()
    _as_if_open(place, wave, state=issuing.CLOSED)
    with place.rooms.identity() as session:
        session.execute(delete(OutboxMessage))


def _as_if_open(place: released.Place, wave: str, *, state: str) -> None:
    with place.rooms.identity() as session:
        session.get_one(IssuingWave, wave).state = state


def test_once_the_key_is_gone_its_day_is_said_too(app: TestClient, place: released.Place) -> None:
    wave, day = place.waves[-1], clock.today() - timedelta(days=1)
    parts = {"server": "envelopes tally_key"}
    with place.rooms.published() as session:
        for by, gone in parts.items():
            session.add(
                Erasure(wave_id=wave, by=by, document=b"", signature=b"", parts=gone, erased_on=day)
            )
    listed = signed_in(app, EMPLOYEE).get("/published/waves").json()[0]
    said = signed_in(app, ANALYST).get(f"/published/waves/{wave}/export.csv").content.decode()
    with place.rooms.published() as session:
        session.execute(delete(Erasure))
    assert listed["keys_destroyed_on"] == listed["ballots_erased_on"] == day.isoformat()
    told = f"destroyed and the sealed ballots were deleted on {day.day} {day:%B %Y}"
    assert told in listed["level_sentence"]
    assert told in said


def test_a_manifest_of_before_the_field_has_the_usual_time_for_objections() -> None:
    assert assurance.of(canonical({"level": 2, "custodians": HOLDERS})).objection_days == 14
