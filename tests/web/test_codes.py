"""Codes where something is missing: an invitation, a store, a clipboard, a network."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from survey_api.credentials.ballot_code import CARD, BallotCode, address
from survey_api.credentials.encoding import b64u
from tests.web.steps import (
    on_screen,
    opened,
    other_device,
    press,
    saved_code,
    send,
    start,
    stopped_because,
    versions,
)
from tests.web.survey import Survey

pytestmark = pytest.mark.browser
STAY = "Keep the way back on this device"
NO_STORE = "Object.defineProperty(window, 'indexedDB', { get: () => undefined })"
FULL = """IDBObjectStore.prototype.put = () => {
  throw new DOMException("", "QuotaExceededError");
}"""
NO_CLIPBOARD = """Object.defineProperty(navigator, "clipboard", { value: {
  writeText: () => Promise.reject(new DOMException("", "NotAllowedError")) } })"""


def test_a_card_is_a_first_version_without_an_invitation(page: Page, survey: Survey) -> None:
    start(page, survey)
    code = replace(BallotCode.read(saved_code(page)), kind=CARD)
    page.evaluate("indexedDB.deleteDatabase('safe-to-say')")
    opened(page, address(survey.survey_url, b64u(survey.wave), code.encode()))
    expect(page.locator(".notice")).to_contain_text("with a printed card")
    expect(page.get_by_label("What you send now is")).to_have_value("1")
    assert page.get_by_role("button", name="Withdraw my answers").count() == 0
    press(page, "Start")
    send(page)
    assert versions(survey) == [1] and len(survey.requests) == 1


def test_browsers_that_keep_or_copy_nothing_still_carry_a_code(
    page: Page, browser: Browser, survey: Survey
) -> None:
    page.add_init_script(NO_CLIPBOARD)
    start(page, survey)
    press(page, "Save a code")
    press(page, "Copy the code")
    expect(page.get_by_role("status")).to_contain_text("copy it by hand")
    code = page.evaluate("getSelection().toString()") or page.locator("#address").input_value()
    for refusal in (NO_STORE, FULL):
        context, other = other_device(browser)
        other.add_init_script(refusal)
        other.goto(survey.link(survey.invite()))
        if refusal == FULL:
            press(other, "Start")
        stopped_because(other, "unsupported")
        opened(other, code)
        press(other, "Start")
        send(other)
        other.get_by_role("switch", name=STAY).click()
        expect(other.get_by_text("This browser stores nothing now.")).to_be_visible()
        expect(other.get_by_role("switch", name=STAY)).not_to_be_checked()
        press(other, "Finish")
        on_screen(other, "finished")
        context.close()
    assert len(survey.bodies) == 2


def test_without_a_network_a_code_is_saved_and_a_part_that_is_fetched_late_waits(
    page: Page, context: BrowserContext, survey: Survey
) -> None:
    start(page, survey)
    on_screen(page, "group")
    context.set_offline(True)
    press(page, "Save a code")
    on_screen(page, "save")
    assert page.locator("#address").input_value()
    press(page, "Show the picture")
    expect(page.locator(".notice.note")).to_contain_text("work without a connection")
    context.set_offline(False)
    page.goto("about:blank")
    page.goto(survey.link(b"").rstrip("#"))
    on_screen(page, "code")
    context.set_offline(True)
    press(page, "Use a saved code")
    on_screen(page, "opening-waiting")
    context.set_offline(False)
    on_screen(page, "saved")
