"""An installation whose two releases are those of the made-up company; nothing is running."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey_api.access import Role
from survey_api.app import create_app
from survey_api.catalogue.models import Wave, WaveManifest
from survey_api.conduct.rooms import Rooms
from survey_api.credentials.manifest import canonical
from survey_api.identity import roles
from survey_api.published.models import Release
from survey_api.settings import Settings
from tests.installing import installed
from tests.published.reports import samples

MANIFEST = canonical({"level": 1, "custodians": []})  # as far as reports read it
PASSWORD = "correct-horse-battery"
ANALYST, EMPLOYEE = "hr@example.org", "oversight@example.org"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = installed(tmp_path_factory.mktemp("reports"))
    rooms = Rooms(made)
    with rooms.published() as session:
        for number, closes in ((1, date(2026, 7, 15)), (2, samples.SUMMARY.closes_on)):
            session.add(_wave(number, closes))
            session.flush()
            session.add_all(_released(number, closes))
    with rooms.identity() as session:
        for email, role in ((ANALYST, Role.ANALYST), (EMPLOYEE, Role.OVERSIGHT)):
            roles.add_user(session, email=email, role=role, name=email, password=PASSWORD)
    rooms.dispose()
    return made


def _wave(number: int, closes: date) -> Wave:
    return Wave(
        id=f"w{number}",
        number=number,
        title=samples.SUMMARY.title if number == 2 else "July",
        instrument_id="pulse_short",
        instrument_version=1,
        k=5,
        opens_on=closes.replace(day=1),
        closes_on=closes,
        state="released",
        released_on=closes,
    )


def _released(number: int, closes: date) -> list[object]:
    raw = canonical(samples.release(number - 1))
    sealed = {"digest": "x", "signature": b"x", "ledger": b"", "released_on": closes}
    said = {"manifest": MANIFEST, "signature": b"x", "questionnaire": b"{}"}
    return [
        WaveManifest(wave_id=f"w{number}", fingerprint="0000 0000 0000 0000", **said),
        Release(wave_id=f"w{number}", bundle=raw, **sealed),
    ]


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), base_url=settings.app_url) as client:
        yield client


@pytest.fixture
def analyst(app: TestClient) -> TestClient:
    return signed_in(app, ANALYST)


def signed_in(app: TestClient, email: str) -> TestClient:
    app.cookies.clear()
    said = {"email": email, "password": PASSWORD}
    reply = app.post(
        "/sign-in", json=said, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False
    )
    assert reply.status_code in {200, 204, 303}, reply.text
    return app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"
