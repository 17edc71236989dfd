"""The client over a real socket: lost replies are repeated unchanged, refusals are passed on."""

from collections.abc import Iterator

import pytest

from survey_api.respondent import transport
from tests.respondent.small_service import SmallService, link, over_http


@pytest.fixture
def survey_url(service: SmallService, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(transport, "_PAUSE", 0.01)
    server = over_http(service)
    yield service.ballot_url
    server.shutdown()
    server.server_close()


def test_an_answer_travels_over_http(service: SmallService, survey_url: str) -> None:
    receipt = transport.answer(link(survey_url), {"mistakes": 1})
    assert service.ballots()[0]["answers"] == {"mistakes": 1}
    assert len(receipt.promise) == 64


def test_lost_replies_are_asked_for_again_with_the_same_bytes(
    service: SmallService, survey_url: str
) -> None:
    service.lose = 2
    transport.answer(link(survey_url), {"mistakes": 1})
    assert len(service.requests) == 1
    assert len(set(service.box)) == 1


def test_a_lost_acknowledgement_sends_the_same_envelope(
    service: SmallService, survey_url: str
) -> None:
    with transport.HttpTransport(survey_url) as over:
        view = transport.open_wave(over, link().split("/w/")[1].split("#")[0])
        draft = transport.Draft.fresh(view.manifest.token_key)
        token = transport.fetch_token(over, view, draft, bytes(16))
        service.lose = 1
        cast = transport.seal_ballot(view, draft, token, {})
        transport.send(over, view, cast)
    assert service.box == [cast.body, cast.body]


def test_a_service_that_stays_silent_is_reported(survey_url: str, service: SmallService) -> None:
    service.lose = 100
    with pytest.raises(transport.Unreachable):
        transport.answer(link(survey_url), {})


def test_a_refusal_comes_with_the_words_of_the_service(
    survey_url: str, service: SmallService
) -> None:
    with transport.HttpTransport(f"{survey_url}/closed") as over:
        with pytest.raises(transport.Refused, match=r"This wave is closed\.") as refusal:
            over.issue(bytes(400))
        assert refusal.value.status == 409


def test_no_cookie_is_taken_or_sent_and_no_client_serves_two_origins(
    survey_url: str, service: SmallService
) -> None:
    with transport.HttpTransport(survey_url) as over:
        transport.open_wave(over, link().split("/w/")[1].split("#")[0])
        over.issue(bytes(16) + bytes(383) + b"\x02")
        assert over._survey is not over._ballots
        assert not over._survey.cookies
    assert service.cookies_seen == []
