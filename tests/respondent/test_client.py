"""A respondent's client casts what was answered, and stops at everything it can check."""

from typing import Any

import pytest

from survey_api.credentials import envelope, keys
from survey_api.credentials.encoding import Malformed, b64u
from survey_api.errors import Invalid
from survey_api.respondent import client, transport
from survey_api.respondent.questionnaire import OtherQuestionnaire, check_comments, comment
from tests.credentials import samples
from tests.respondent.small_service import INV, QUESTIONNAIRE, SmallService, link

ANSWERS = {"mistakes": 4, "help": 2}


def test_a_ballot_arrives_as_it_was_answered(service: SmallService) -> None:
    receipt = transport.answer(link(), ANSWERS, transport=service)
    (ballot,) = service.ballots()
    assert ballot["answers"] == ANSWERS
    assert (ballot["unit"], ballot["ver"]) == (samples.UNIT, 1)
    assert len(receipt.leaf) == 32


def test_a_blank_ballot_looks_the_same_from_outside(service: SmallService) -> None:
    transport.answer(link(), {}, transport=service)
    assert service.ballots()[0]["answers"] == {}
    assert len(service.box[0]) == 4690


def test_what_somebody_says_about_themselves_is_sealed_with_the_answers(
    service: SmallService,
) -> None:
    transport.answer(link(), ANSWERS, cuts={"tenure": "long"}, transport=service)
    service.requests.clear()
    transport.answer(link(), ANSWERS, transport=service)
    assert [ballot["cuts"] for ballot in service.ballots()] == [{"tenure": "long"}, {}]
    assert len({len(body) for body in service.box}) == 1


@pytest.mark.parametrize("cuts", [{"shoe_size": "long"}, {"tenure": "forever"}])
def test_a_cut_or_level_that_is_not_asked_is_refused_before_anything_is_sent(
    service: SmallService, cuts: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        transport.answer(link(), ANSWERS, cuts=cuts, transport=service)
    assert next(iter(cuts)) in str(refusal.value)
    assert "forever" not in str(refusal.value)
    assert service.requests == {}


def test_a_kept_draft_asks_for_the_same_token_again_and_replaces_the_ballot(
    service: SmallService,
) -> None:
    view = transport.open_wave(service, b64u(samples.WAVE))
    draft = client.Draft.fresh(view.manifest.token_key)
    transport.answer(link(), ANSWERS, transport=service, draft=draft)
    restored = client.Draft.from_json(draft.to_json())
    assert restored == draft
    transport.answer(link(), {"help": 5}, transport=service, draft=restored, version=2)
    first, second = (envelope.parse_cast(body, 4096) for body in service.box)
    assert (first.bpk, first.sig) == (second.bpk, second.sig)
    assert [ballot["ver"] for ballot in service.ballots()] == [1, 2]


def test_a_second_draft_for_one_invitation_is_another_request(service: SmallService) -> None:
    view = transport.open_wave(service, b64u(samples.WAVE))
    drafts = [client.Draft.fresh(view.manifest.token_key) for _ in range(2)]
    first, second = (client.issue_request(view, draft, INV) for draft in drafts)
    assert client.issue_request(view, drafts[0], INV) == first != second


def test_the_group_is_shown_with_its_size(service: SmallService) -> None:
    view = transport.open_wave(service, b64u(samples.WAVE))
    draft = client.Draft.fresh(view.manifest.token_key)
    token = transport.fetch_token(service, view, draft, INV)
    assert (token.label, token.eligible) == (samples.LABEL, 11)


def test_the_manifest_of_another_wave_is_refused(service: SmallService) -> None:
    with pytest.raises(client.OtherWave):
        client.WaveInView.read(service.manifest(""), b64u(bytes(16)))


def test_a_group_that_the_manifest_does_not_commit_to_is_refused(service: SmallService) -> None:
    service.label = "Another name"
    with pytest.raises(client.WrongGroup):
        transport.answer(link(), ANSWERS, transport=service)
    assert service.box == []


def test_a_signature_by_a_second_key_is_refused(service: SmallService) -> None:
    view = transport.open_wave(service, b64u(samples.WAVE))
    service.token_key = keys.TokenKey.load(keys.generate_token_key())
    draft = client.Draft.fresh(view.manifest.token_key)
    with pytest.raises(Malformed):
        transport.fetch_token(service, view, draft, INV)


def test_a_promise_by_another_key_is_refused(service: SmallService) -> None:
    service.promise_seed = bytes(32)
    with pytest.raises(client.BrokenPromise):
        transport.answer(link(), ANSWERS, transport=service)


def test_exchanged_questions_are_refused_before_a_token_is_asked_for(
    service: SmallService, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = {**QUESTIONNAIRE, "v": 2}
    monkeypatch.setattr(service, "questionnaire", lambda wave: changed)
    with pytest.raises(OtherQuestionnaire):
        transport.answer(link(), ANSWERS, transport=service)
    assert service.requests == {}


@pytest.mark.parametrize("answers", [{"unknown_item": 3}, {"mistakes": 17}])
def test_wrong_answers_are_refused_without_being_repeated(
    service: SmallService, answers: dict[str, int]
) -> None:
    with pytest.raises(Invalid) as refusal:
        transport.answer(link(), answers, transport=service)
    assert next(iter(answers)) in str(refusal.value)
    assert "17" not in str(refusal.value)
    assert service.requests == {}


def test_comments_are_refused_where_the_wave_takes_none(service: SmallService) -> None:
    with pytest.raises(Invalid, match="no comment"):
        transport.answer(link(), ANSWERS, comments=[comment("open", "text")], transport=service)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([comment("other", "secret words")], "no comment on: other"),
        ([comment("wish", "secret words"), comment("wish", "more")], "at most"),
        ([comment("wish", "secret " * 100)], "at most 500"),
    ],
)
def test_a_comment_that_does_not_fit_is_refused_without_repeating_it(
    given: list[dict[str, Any]], says: str
) -> None:
    with pytest.raises(Invalid, match=says) as refusal:
        check_comments({"comments": [{"id": "wish", "text": {"en": "?"}}]}, given)
    assert "secret" not in str(refusal.value)


def test_only_a_moment_may_be_published() -> None:
    assert comment("wish", "x")["kind"] == "comment"
    assert comment("wish", "x", may_publish=True)["kind"] == "moment"


def test_nothing_secret_shows_in_a_traceback(service: SmallService) -> None:
    view = transport.open_wave(service, b64u(samples.WAVE))
    draft = client.Draft.fresh(view.manifest.token_key)
    token: Any = transport.fetch_token(service, view, draft, INV)
    assert repr(draft) == "Draft()"
    assert repr(token) == "Token(eligible=11)"
