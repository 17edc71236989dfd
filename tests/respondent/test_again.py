"""safetosay answer --code: the way back in a file, new answers and withdrawal by it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from survey_api.cli.respondent import LinkOrCode, WithdrawNeedsCode
from survey_api.credentials.ballot_code import CARD, BadBallotCode, BallotCode
from survey_api.respondent import transport
from survey_api.respondent.again import CodeIsThere, NoCode, SavedCode
from survey_api.settings import PREFIX
from tests.respondent.small_service import SmallService, link, over_http
from tests.respondent.test_answer_command import run


@pytest.fixture
def answered(
    service: SmallService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Path]:
    """One ballot is in the box; the file of its code."""
    monkeypatch.setattr(transport, "_PAUSE", 0.001)
    monkeypatch.setenv(PREFIX + "DATA_DIR", str(tmp_path))
    (tmp_path / "mine.json").write_text(json.dumps({"help": 4}))
    (tmp_path / "other.json").write_text(json.dumps({"help": 1}))
    server = over_http(service)
    file = tmp_path / "code.txt"
    answers = ("--answers", str(tmp_path / "mine.json"))
    done = run(link(service.ballot_url), *answers, "--code", str(file))
    assert done.exit_code == 0, done.output
    yield file
    server.shutdown()
    server.server_close()


def versions(service: SmallService) -> list[int]:
    return [one["ver"] for one in service.ballots()]


def test_a_code_replaces_withdraws_and_ends_with_the_fifth_version(
    service: SmallService, answered: Path
) -> None:
    assert answered.stat().st_mode & 0o077 == 0 and "--code" not in answered.read_text()
    other = ("--answers", str(answered.with_name("other.json")))
    done = run("--code", str(answered), *other)
    assert done.exit_code == 0 and "version 2 of 5" in done.output, done.output
    assert service.ballots()[-1]["answers"] == {"help": 1}
    done = run("--code", str(answered), "--withdraw")
    assert done.exit_code == 0 and "Withdrawn" in done.output, done.output
    assert service.ballots()[-1]["answers"] == {} and len({len(one) for one in service.box}) == 1
    for _ in range(2):
        run("--code", str(answered), *other)
    assert versions(service) == [1, 2, 3, 4, 5] and len(service.requests) == 1
    assert len({body[33:65] for body in service.box}) == 1
    assert not answered.exists()


def test_a_lost_reply_is_repeated_with_the_same_envelope(
    service: SmallService, answered: Path
) -> None:
    service.lose = 1
    assert run("--code", str(answered), "--withdraw").exit_code == 0
    assert len(service.box) == 3 and service.box[1] == service.box[2]
    assert SavedCode.read(answered).code.version == 3


def test_a_card_s_address_in_a_file_is_a_first_version(
    service: SmallService, answered: Path
) -> None:
    saved = SavedCode.read(answered)
    card = replace(saved.code, kind=CARD, version=1)
    text = answered.read_text().replace(saved.code.encode(), card.encode())
    answered.write_text(text.replace("#", "%23").replace("b.", "b.\n  "))
    given = ("--answers", str(answered.with_name("mine.json")))
    assert run("--code", str(answered), *given).exit_code == 0
    following = SavedCode.read(answered).code
    assert (following.kind, following.version, versions(service)) == (0, 2, [1, 1])


def test_what_cannot_be_done_is_said_before_anything_is_sent(
    service: SmallService, answered: Path, tmp_path: Path
) -> None:
    given = ("--answers", str(tmp_path / "mine.json"))
    bare, cut = tmp_path / "bare.txt", tmp_path / "cut.txt"
    bare.write_text(SavedCode.read(answered).code.encode())
    cut.write_text(answered.read_text()[:-90])
    refused = {
        CodeIsThere: (link(service.ballot_url), *given, "--code", str(answered)),
        NoCode: ("--code", str(bare), *given),
        BadBallotCode: ("--code", str(cut), *given),
        LinkOrCode: given,
        WithdrawNeedsCode: (link(service.ballot_url), "--withdraw"),
    }
    for refusal, arguments in refused.items():
        assert type(run(*arguments).exception) is refusal
    assert len(service.box) == 1
    assert BallotCode.read(answered.read_text()).version == 2
