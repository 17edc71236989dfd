"""Two hundred people, all processes, both databases: from the roster to the release."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from survey_api.catalogue.models import WaveState
from survey_api.cli.serve import Part
from survey_api.conduct.closing import close_wave
from survey_api.conduct.publishing import released_statement
from survey_api.conduct.status import statuses
from survey_api.errors import SafeToSayError
from survey_api.published.models import Release
from survey_api.respondent.transport import answer
from tests import factories
from tests.installing import installed
from tests.running import Running

N_PEOPLE = 200
N_SILENT = 20
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="module", params=ENGINES)
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    settings = installed(tmp_path_factory.mktemp("wave"), engine=request.param)
    with Running(settings, parts=(Part.BALLOTS, Part.FRONT, Part.WORKER)) as running:
        factories.staffed(running.rooms, N_PEOPLE)
        yield running


@pytest.fixture(scope="module")
def wave(place: Running) -> str:
    return factories.open_wave(place.rooms)


@pytest.fixture(scope="module")
def bundle(place: Running, wave: str) -> dict[str, object]:
    given = factories.links(place.rooms, wave)
    answering = dict(list(given.items())[:-N_SILENT])
    factories.answer_all(answering)
    again, first = list(answering.values())[:2]
    for link in (again, first):
        with pytest.raises(SafeToSayError, match="already been used"):
            answer(link, factories.answers_of(3))
    close_wave(place.rooms, wave)
    with place.rooms.reading() as session:
        found: dict[str, object] = json.loads(session.get_one(Release, wave).bundle)
        return found


@pytest.mark.usefixtures("bundle")
def test_exactly_one_ballot_per_invitation_is_counted(place: Running, wave: str) -> None:
    with place.rooms.reading() as session:
        stated = released_statement(session, wave)
    assert (stated["accepted"], stated["rejected"]) == (N_PEOPLE - N_SILENT, {})
    assert (stated["issued"], stated["eligible"]) == (N_PEOPLE - N_SILENT, N_PEOPLE)


def test_small_teams_are_pooled_and_every_shown_unit_has_a_band(
    bundle: dict[str, list[dict[str, object]]],
) -> None:
    shown = [unit for unit in bundle["units"] if unit["shown"]]
    assert len(shown) >= 6
    assert all(unit["n_band"] for unit in shown)
    assert all(unit["n_band"] is None for unit in bundle["units"] if not unit["shown"])


def test_everybody_was_mailed_once_and_the_secret_is_only_in_the_fragment(
    place: Running, bundle: object
) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until and statuses(place.rooms)[-1].mails_to_send:
        time.sleep(0.5)
    arrived = list(place.mailbox.messages)  # more of the release's mails may arrive meanwhile
    invited = [one for one in arrived if "/w/" in str(one.get_body(("plain",)))]
    addresses = [str(one["to"]) for one in invited]
    assert len(addresses) == len(set(addresses))
    for one in invited:
        body = str(one.get_body(("plain",)))
        assert "#" in body and "?" not in body.split("/w/")[1].split(maxsplit=1)[0]


def test_a_released_wave_takes_no_more_ballots(place: Running, wave: str, bundle: object) -> None:
    link = list(factories.links(place.rooms, wave).values())[-1]
    with pytest.raises(SafeToSayError):
        answer(link, factories.answers_of(1))


def test_closing_again_only_reports_the_same_release(
    place: Running, wave: str, bundle: object
) -> None:
    with place.rooms.reading() as session:
        before = session.get_one(Release, wave).digest
    close_wave(place.rooms, wave)
    with place.rooms.reading() as session:
        assert session.get_one(Release, wave).digest == before
    assert statuses(place.rooms)[-1].state == WaveState.RELEASED


def test_no_table_of_the_ballots_room_holds_a_person_or_a_unit(
    place: Running, wave: str, bundle: object
) -> None:
    engine = create_engine(place.settings.ballots_url)
    with engine.connect() as connection:
        rows = connection.execute(text("select * from envelope")).all()
    seen = b"".join(
        bytes(cell) for row in rows for cell in row if isinstance(cell, bytes | memoryview)
    )
    with place.rooms.reading() as session:
        labels = [
            unit["label"] for unit in json.loads(session.get_one(Release, wave).bundle)["units"]
        ]
    assert len(rows) == N_PEOPLE - N_SILENT
    assert not any(label.encode() in seen for label in labels)


def test_the_processes_left_no_secret_in_any_file_of_the_installation(
    place: Running, wave: str, bundle: object, tmp_path: Path
) -> None:
    link = next(iter(factories.links(place.rooms, wave).values()))
    secret = link.split("#")[1].encode()
    for file in place.settings.data_dir.rglob("*"):
        assert not file.is_file() or secret not in file.read_bytes(), file
