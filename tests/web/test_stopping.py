"""Every reason for the answer page to stop, and that nothing was sent then."""

import json
import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Request

from tests.web.steps import answer_all, on_screen, press, start, stopped_because
from tests.web.survey import TENURE, Survey

pytestmark = pytest.mark.browser
SCRIPTED = "/(manifest|questionnaire|issue|cast|messages)(/|$)"  # asked for by the program


def test_a_link_used_elsewhere_is_refused(page: Page, survey: Survey) -> None:
    secret = survey.invite()
    survey.invitations[secret] = b"another request"
    start(page, survey, secret)
    stopped_because(page, "used")


def test_an_unknown_link_is_refused(page: Page, survey: Survey) -> None:
    start(page, survey, b"x" * 16)
    stopped_because(page, "unknown")


def test_a_cut_link_is_refused(page: Page, survey: Survey) -> None:
    page.goto(survey.link(survey.invite())[:-3])
    stopped_because(page, "unknown")


def test_a_closed_wave_is_refused(page: Page, survey: Survey) -> None:
    survey.is_closed = True
    start(page, survey)
    stopped_because(page, "closed")


def test_a_wave_that_closes_meanwhile_takes_nothing(page: Page, survey: Survey) -> None:
    start(page, survey)
    answer_all(page, "444")
    survey.is_closed = True
    press(page, "Send my answers")
    stopped_because(page, "closed")
    assert survey.bodies == []


def test_a_manifest_of_another_wave_stops_the_page(page: Page, survey: Survey) -> None:
    survey.freeze(wave=b"another wave 16b")
    page.goto(survey.link(survey.invite()))
    stopped_because(page, "mismatch")
    assert survey.requests == []


def test_another_token_key_stops_the_page(page: Page, survey: Survey) -> None:
    survey.tamper = lambda reply: bytes([reply[0] ^ 1]) + reply[1:]
    start(page, survey)
    stopped_because(page, "mismatch")


def test_a_group_without_its_pass_stops_the_page(page: Page, survey: Survey) -> None:
    survey.tamper = lambda reply: reply[:416] + bytes(32) + reply[448:]
    start(page, survey)
    stopped_because(page, "mismatch")


def test_a_reply_of_another_size_stops_the_page(page: Page, survey: Survey) -> None:
    survey.tamper = lambda reply: reply + b"\0"
    start(page, survey)
    stopped_because(page, "mismatch")


def test_exchanged_questions_stop_the_page_before_a_token_is_asked_for(
    page: Page, survey: Survey
) -> None:
    survey.cuts = (TENURE,)
    page.goto(survey.link(survey.invite()))
    stopped_because(page, "mismatch")
    assert survey.requests == []


def test_a_manifest_swapped_between_issue_and_cast_stops_the_page(
    page: Page, survey: Survey
) -> None:
    secret = start(page, survey)
    on_screen(page, "group")
    survey.freeze(title="Another survey")
    page.goto("about:blank")
    start(page, survey, secret)
    stopped_because(page, "mismatch")


def test_a_group_below_the_minimum_stops_the_page(page: Page, survey: Survey) -> None:
    described: dict[str, Any] = json.loads(survey.manifest)
    described["units"][0]["eligible"] = 4
    survey.manifest = json.dumps(described).encode()
    page.goto(survey.link(survey.invite()))
    stopped_because(page, "small")


def test_a_promise_that_does_not_verify_is_no_receipt(page: Page, survey: Survey) -> None:
    start(page, survey)
    answer_all(page, "444")
    survey.tamper = lambda reply: bytes([reply[0] ^ 1]) + reply[1:]
    press(page, "Send my answers")
    stopped_because(page, "promise")


def test_a_stranger_s_group_can_be_declined(page: Page, survey: Survey) -> None:
    start(page, survey)
    on_screen(page, "group")
    press(page, "No, stop")
    stopped_because(page, "wrong_group")
    assert survey.bodies == []


def test_a_server_cannot_tell_people_apart_by_cookie_or_referrer(
    context: BrowserContext, page: Page, survey: Survey
) -> None:
    urls = (survey.survey_url, survey.ballot_url)
    context.add_cookies([{"name": "who", "value": "me", "url": url} for url in urls])
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one))  # noqa: PLW0108 (it keeps no built-in)
    start(page, survey)
    answer_all(page, "444")
    press(page, "Send my answers")
    on_screen(page, "sent")
    scripted = {one.url: one.all_headers() for one in sent if re.search(SCRIPTED, one.url)}
    assert len(scripted) >= 5
    assert not [url for url, heads in scripted.items() if {"cookie", "referer"} & heads.keys()]


def test_a_ballot_box_elsewhere_stops_the_page_and_is_out_of_its_reach(
    context: BrowserContext, survey: Survey
) -> None:
    page = context.new_page()
    survey.freeze(ballot_url="https://collector.example")
    page.goto(survey.link(survey.invite()))
    stopped_because(page, "mismatch")
    assert survey.requests == []
    failed = "fetch('https://collector.example/').then(() => 'sent', () => 'blocked')"
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        assert page.evaluate(failed) == "blocked"


def test_an_old_manifest_of_a_closed_survey_stops_the_page(page: Page, survey: Survey) -> None:
    survey.freeze(opens=date(2026, 1, 1), closes=date(2026, 1, 15))
    page.goto(survey.link(survey.invite()))
    stopped_because(page, "closed")
    assert survey.requests == []


def test_a_clock_that_is_days_off_stops_nobody(page: Page, survey: Survey) -> None:
    page.add_init_script("const now = Date.now; Date.now = () => now() + 9 * 86_400_000")
    start(page, survey)
    on_screen(page, "group")


def test_a_size_lowered_after_the_token_stops_the_page(page: Page, survey: Survey) -> None:
    secret = start(page, survey)
    on_screen(page, "group")
    described: dict[str, Any] = json.loads(survey.manifest)
    described["units"][0]["eligible"] -= 1
    survey.manifest = json.dumps(described).encode()
    page.goto("about:blank")
    start(page, survey, secret)
    stopped_because(page, "mismatch")
