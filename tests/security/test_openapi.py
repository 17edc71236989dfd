"""The whole OpenAPI document is tried with made-up requests, as each role and as nobody."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from survey_api.access import SESSION_COOKIE, Role
from tests.security.accounts import ANONYMOUS, EVERYBODY
from tests.security.fuzzing import fuzz

FEW = (ANONYMOUS, Role.ADMINISTRATOR)


def wrong(app: FastAPI, people: dict[str, TestClient], who: str, examples: int) -> list[str]:
    cookie = people[who].cookies.get(SESSION_COOKIE, "")
    return list(fuzz(app, who, cookie, examples=examples))


@pytest.mark.parametrize("who", FEW)
def test_no_request_of_a_few_ends_in_a_fault_an_unknown_reply_or_a_forbidden_read(
    app: FastAPI, people: dict[str, TestClient], who: str
) -> None:
    assert "\n".join(wrong(app, people, who, 4)) == ""


@pytest.mark.slow
@pytest.mark.parametrize("who", EVERYBODY)
def test_no_request_of_many_ends_in_a_fault_an_unknown_reply_or_a_forbidden_read(
    app: FastAPI, people: dict[str, TestClient], who: str
) -> None:
    assert "\n".join(wrong(app, people, who, 60)) == ""
