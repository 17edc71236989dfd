"""A try that broke off is taken up again; a finished one leaves nothing behind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from survey_api.credentials.encoding import b64u
from survey_api.errors import Invalid
from survey_api.respondent import client, transport
from survey_api.respondent.keeping import DraftUnreadable, OtherManifest, kept_draft
from tests.credentials import samples
from tests.respondent.small_service import INV, SmallService, link, over_http


@pytest.fixture
def survey_url(service: SmallService, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(transport, "_PAUSE", 0.001)
    server = over_http(service)
    yield service.ballot_url
    server.shutdown()
    server.server_close()


def test_a_finished_answer_leaves_no_file(
    service: SmallService, survey_url: str, tmp_path: Path
) -> None:
    transport.answer_once(link(survey_url), transport.Said({"help": 3}), keep_in=tmp_path)
    assert len(service.box) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_try_that_broke_off_asks_for_the_same_token_again(
    service: SmallService, survey_url: str, tmp_path: Path
) -> None:
    service.lose = transport.ATTEMPTS
    with pytest.raises(transport.Unreachable):
        transport.answer_once(link(survey_url), transport.Said({"help": 3}), keep_in=tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    transport.answer_once(link(survey_url), transport.Said({"help": 3}), keep_in=tmp_path)
    assert len(service.requests) == 1
    assert service.ballots()[0]["answers"] == {"help": 3}
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_the_answers_keeps_the_draft(
    service: SmallService, survey_url: str, tmp_path: Path
) -> None:
    with pytest.raises(Invalid):
        transport.answer_once(link(survey_url), transport.Said({"help": 9}), keep_in=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_damaged_draft_is_reported_and_not_replaced(
    service: SmallService, tmp_path: Path
) -> None:
    view = transport.open_wave(service, b64u(samples.WAVE))
    with pytest.raises(RuntimeError), kept_draft(tmp_path, INV, view):
        raise RuntimeError
    (file,) = tmp_path.iterdir()
    for damage in ("", "[]", "{}", '{"seed":"!"}', '{"seed":1,"prefix":1,"salt":1,"r":1}'):
        file.write_text(damage)
        with pytest.raises(DraftUnreadable), kept_draft(tmp_path, INV, view):
            pass
        assert file.read_text() == damage


def test_a_draft_is_not_used_under_another_manifest(service: SmallService, tmp_path: Path) -> None:
    view = transport.open_wave(service, b64u(samples.WAVE))
    with pytest.raises(RuntimeError), kept_draft(tmp_path, INV, view):
        raise RuntimeError
    with pytest.raises(OtherManifest), kept_draft(tmp_path, INV, replace(view, mh=bytes(32))):
        pass
    assert len(list(tmp_path.iterdir())) == 1


def test_a_manifest_exchanged_between_two_steps_changes_nothing(
    service: SmallService, survey_url: str, tmp_path: Path
) -> None:
    """It is read once; what is served later is not even asked for."""
    transport.answer_once(link(survey_url), transport.Said({"help": 3}), keep_in=tmp_path)
    assert service.manifests_served == 1


def test_whoever_says_that_it_is_not_their_group_sends_nothing(
    service: SmallService, survey_url: str, tmp_path: Path
) -> None:
    shown: list[tuple[str, int]] = []

    def decline(token: client.Token) -> bool:
        shown.append((token.label, token.eligible))
        return False

    said = transport.Said({"help": 3})
    with pytest.raises(transport.NotMyGroup):
        transport.answer_once(link(survey_url), said, keep_in=tmp_path, is_mine=decline)
    assert shown == [(samples.LABEL, 11)] and service.box == []
