"""Requests that come twice, late or in another order: one ballot each, the newest counts."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from survey_api.conduct.closing import close_wave
from survey_api.conduct.publishing import released_statement
from survey_api.respondent.client import Cast, Draft, Receipt, WaveInView, seal_ballot
from survey_api.respondent.link import parse_link
from survey_api.respondent.transport import HttpTransport, Refused, fetch_token, open_wave, send
from tests import factories
from tests.installing import installed
from tests.running import Running

N_PEOPLE = 20
VERSIONS = 3


@dataclass(frozen=True)
class Sent:
    """One person's token request and all versions of their ballot."""

    inv: bytes
    draft: Draft
    casts: tuple[Cast, ...]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("repeated")
    with Running(installed(folder)) as running:
        factories.staffed(running.rooms, N_PEOPLE)
        yield running


def prepared(transport: HttpTransport, view: WaveInView, link: str, number: int) -> Sent:
    inv, draft = parse_link(link).inv, Draft.fresh(view.manifest.token_key)
    token = fetch_token(transport, view, draft, inv)
    casts = (
        seal_ballot(view, draft, token, factories.answers_of(number + one), version=one)
        for one in range(1, VERSIONS + 1)
    )
    return Sent(inv, draft, tuple(casts))


def test_in_whatever_order_and_however_often_each_person_has_one_ballot_and_it_is_the_newest(
    place: Running,
) -> None:
    wave = factories.open_wave(place.rooms)
    given = factories.links(place.rooms, wave)
    with HttpTransport(place.settings.survey_url) as transport:
        view = open_wave(transport, wave)
        everybody = [prepared(transport, view, one, at) for at, one in enumerate(given.values())]
        requests = [(sent, cast) for sent in everybody for cast in sent.casts] * 2
        random.Random(1).shuffle(requests)  # noqa: S311

        def one(request: tuple[Sent, Cast]) -> tuple[bytes, Receipt]:
            sent, cast = request
            assert fetch_token(transport, view, sent.draft, sent.inv)
            return cast.leaf, send(transport, view, cast)

        with ThreadPoolExecutor(6) as pool:
            receipts: dict[bytes, set[bytes]] = {}
            for leaf, receipt in pool.map(one, requests):
                receipts.setdefault(leaf, set()).add(receipt.promise)
        assert len(receipts) == N_PEOPLE * VERSIONS
        assert {len(promises) for promises in receipts.values()} == {1}, "always the same promise"
        close_wave(place.rooms, wave)
        with pytest.raises(Refused):
            send(transport, view, everybody[0].casts[0])
        with pytest.raises(Refused):
            fetch_token(transport, view, everybody[0].draft, everybody[0].inv)
    with place.rooms.reading() as session:
        stated = released_statement(session, wave)
    assert (stated["issued"], stated["accepted"], stated["rejected"]) == (N_PEOPLE, N_PEOPLE, {})
    assert stated["superseded"] == N_PEOPLE * (VERSIONS - 1)
    close_wave(place.rooms, wave)
    with place.rooms.reading() as session:
        assert released_statement(session, wave) == stated, "a close asked for twice closes once"
