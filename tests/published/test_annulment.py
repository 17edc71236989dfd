"""An annulled release is shown nowhere, counted never again, and still counts for protection."""

from collections.abc import Iterator
from datetime import timedelta

import httpx2
import pytest
from starlette.testclient import TestClient

from survey_api import clock
from survey_api.catalogue.models import Wave, WaveState
from survey_api.catalogue.waves import WaveMoveRefused
from survey_api.conduct import annulling, publishing
from survey_api.conduct.closing import close_wave
from survey_api.published.reports.formats import Format
from tests import released
from tests.published.conftest import ANALYST, signed_in

REASON = "The roster of one unit was wrong."


@pytest.fixture
def annulled(place: released.Place, request: pytest.FixtureRequest) -> Iterator[str]:
    """One of the two waves, the newer unless told, until the end of the test."""
    wave = place.waves[getattr(request, "param", -1)]
    annulling.annul_wave(place.rooms, wave, f"  {REASON} ")
    yield wave
    with place.rooms.published() as session:
        found = session.get_one(Wave, wave)
        found.state, found.annulled_on, found.annulled_because = WaveState.RELEASED, None, None


def root(client: TestClient, wave: str) -> str:
    nodes = client.get(f"/published/waves/{wave}/units").json()
    return next(str(one["unit"]) for one in nodes if one["parent"] is None)


def test_it_is_shown_nowhere_and_a_note_stands_in_its_place(
    app: TestClient, place: released.Place, annulled: str
) -> None:
    client = signed_in(app, ANALYST)
    unit = root(client, place.waves[0])
    of_unit = f"/published/waves/{annulled}/units/{unit}"
    for address in (
        f"/published/waves/{annulled}/units",
        f"/published/waves/{annulled}/statistics",
        f"/published/waves/{annulled}/export.csv",
        *(f"/published/waves/{annulled}/report.{kind}" for kind in Format),
        *(f"{of_unit}{end}" for end in ("", "/below", "/export.csv", "/report.pdf", "/comments")),
        f"/actions/waves/{annulled}/units/{unit}",
        f"/actions/waves/{annulled}/commitments",
    ):
        assert client.get(address).status_code == 404, address
    points = client.get(f"/published/units/{unit}/trend").json()["points"]
    assert [one["wave"] for one in points] == [place.waves[0]]
    listed = client.get("/published/waves").json()[0]
    assert (listed["state"], listed["annulled_because"]) == ("annulled", REASON)
    assert listed["annulled_on"] == clock.today().isoformat()


def test_what_the_key_holder_said_of_it_stays_public(place: released.Place, annulled: str) -> None:
    assert httpx2.get(f"{place.settings.survey_url}/statement/{annulled}").status_code == 200


@pytest.mark.parametrize("annulled", [0], indirect=True)
def test_later_results_are_not_compared_with_it_on_any_page(
    app: TestClient, place: released.Place, annulled: str
) -> None:
    client = signed_in(app, ANALYST)
    later = place.waves[1]
    unit = root(client, later)
    result = client.get(f"/published/waves/{later}/units/{unit}").json()
    assert result["continuity"]["wave"] == annulled
    assert all(one["figure"]["change"] is None for one in result["scales"])
    trend = client.get(f"/published/units/{unit}/trend").json()["points"]
    assert [one["figure"]["change"] for one in trend] == [None]


@pytest.mark.parametrize("annulled", [0], indirect=True)
def test_later_releases_are_still_checked_against_it(place: released.Place, annulled: str) -> None:
    past = publishing.past_releases(place.rooms, place.waves[1])
    assert [(one.wave, bool(one.ledger)) for one in past] == [(annulled, True)]


def test_it_is_never_counted_again_and_annulling_again_changes_nothing(
    place: released.Place, annulled: str
) -> None:
    with pytest.raises(WaveMoveRefused, match="annulled"):
        close_wave(place.rooms, annulled)
    with clock.travel(clock.now() + timedelta(days=1)):
        number, on = annulling.annul_wave(place.rooms, annulled, "Another reason")
    assert (number, on) == (2, clock.today())


def test_it_takes_a_reason_and_the_time_for_objections(place: released.Place) -> None:
    wave = place.waves[-1]
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(annulling.ReasonNeeded):
            annulling.annul_wave(place.rooms, wave, reason)
    until = str(clock.today() + timedelta(days=14))
    with (
        clock.travel(clock.now() + timedelta(days=15)),
        pytest.raises(annulling.TooLateToAnnul, match=until),
    ):
        annulling.annul_wave(place.rooms, wave, REASON)
