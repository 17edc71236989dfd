"""People about themselves, in a browser: a second step, a copy of their data, being forgotten."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from survey_api import clock
from tests.journeys.conftest import ADMINISTRATOR, ANALYST, EMPLOYEE, PASSWORD, Company
from tests.journeys.test_running_it import LOOKS, enter, wrong_with


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900})
    yield made
    made.close()


def test_a_second_step_is_set_up_asked_for_and_ended(
    context: BrowserContext, company: Company
) -> None:
    looking = enter(context, company, ANALYST)
    page = looking.at("")
    page.locator("aside .who a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    step = page.locator("#second-step")
    step.get_by_label("Your password now").fill("not this one")
    step.get_by_role("button", name="Set up a second step").click()
    expect(step.get_by_role("alert").first).to_contain_text("not your password")
    step.get_by_label("Your password now").fill(PASSWORD)
    step.get_by_role("button", name="Set up a second step").click()
    expect(step.locator(".shown-once")).to_be_focused()
    assert step.get_by_alt_text("QR code").evaluate("one => one.naturalWidth") > 100
    uri = step.locator("[data-shows=uri]").text_content() or ""
    app = pyotp.TOTP(parse_qs(urlsplit(uri).query)["secret"][0])
    kept = step.locator(".recovery-codes").inner_text().split()
    step.get_by_label("The code your app shows now").fill(app.at(clock.now()))
    step.get_by_role("button", name="Ask me for it").click()
    expect(step).to_contain_text(f"Recovery codes left: {len(kept)}")
    home = company.running.settings.app_url
    said = {"email": ANALYST, "password": PASSWORD}
    assert context.request.post(f"{home}/sign-in", data=said).status == 401
    again = context.request.post(f"{home}/sign-in", data={**said, "second": kept[0]})
    assert again.status == 204
    page.reload()
    page.get_by_text("begin anew with another phone").click()
    step.get_by_label("A code from your app, or a recovery code").fill(kept[1])
    step.get_by_role("button", name="End the second step").click()
    expect(step).to_contain_text("Whoever learns your password alone")
    assert [one for one in looking.trouble if "403" not in one] == []


def test_a_copy_is_kept_as_a_file_and_a_request_waits_and_is_taken_back(
    context: BrowserContext, company: Company
) -> None:
    page = enter(context, company, ADMINISTRATOR).at("admin/keeping")
    copy = page.locator("form[action='/persons/copy']")
    copy.get_by_label("E-mail address").fill(EMPLOYEE)
    with page.expect_download() as coming:
        copy.get_by_role("button", name="Make the file").click()
    assert coming.value.suggested_filename == "person.json"
    assert json.loads(coming.value.path().read_text())["person"]["email"] == EMPLOYEE
    forget = page.locator("form[action='/persons/erasures']")
    forget.get_by_label("E-mail address").fill("nobody@example.org")
    forget.get_by_role("button", name="Keep the request").click()
    expect(forget.get_by_role("alert")).to_contain_text("Nobody with this address")
    forget.get_by_label("E-mail address").fill(EMPLOYEE)
    forget.get_by_role("button", name="Keep the request").click()
    expect(page.get_by_text("leaving the roster")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.get_by_text("Nobody waits.")).to_be_visible()


@LOOKS
def test_the_page_can_be_used_by_everybody(
    context: BrowserContext, company: Company, width: int, theme: str, language: str
) -> None:
    looking = enter(context, company, EMPLOYEE)
    assert wrong_with(looking, ("../account",), width, theme, language) == []
