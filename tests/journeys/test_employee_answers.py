"""An employee answers from the mail, in real browsers, against all real processes."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from survey_api.conduct.closing import close_wave
from tests import factories
from tests.browser import phone
from tests.firefox import Firefox, firefox
from tests.journeys.conftest import Company

LINK = re.compile(r"http://\S+/w/\S+#\S+")
SCREEN = "data-screen"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = phone(browser)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def receipts() -> list[str]:
    """What people copied, in the order of these tests."""
    return []


@pytest.fixture(scope="module")
def window() -> Iterator[Firefox]:
    with firefox() as opened:
        yield opened


def on_screen(page: Page, name: str) -> None:
    expect(page.locator("main")).to_have_attribute(SCREEN, name, timeout=15_000)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def answer(page: Page) -> None:
    press(page, "Yes, continue")
    for key in "45-423":
        if key == "-":
            press(page, "Skip")
        else:
            page.keyboard.press(key)
            page.keyboard.press("Enter")
    on_screen(page, "review")
    press(page, "Send my answers")
    on_screen(page, "sent")


def mailed_link(company: Company, email: str) -> str:
    """The link in the newest invitation that really arrived by SMTP."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for message in reversed(company.running.mailbox.to(email)):
            body = message.get_body(("plain",))
            found = LINK.search(body.get_content()) if body else None
            if found and company.open_wave in found.group():
                return found.group()
        time.sleep(0.3)
    raise AssertionError("no invitation arrived")


def test_an_employee_answers_from_the_mail(
    page: Page, company: Company, receipts: list[str]
) -> None:
    page.goto(mailed_link(company, "p1@example.org"))
    on_screen(page, "welcome")
    assert "#" not in page.url
    press(page, "Start")
    on_screen(page, "group")
    expect(page.locator("main")).to_contain_text("Customer care")
    answer(page)
    assert page.context.cookies() == []
    receipts.append(page.locator("#receipt").inner_text())


def test_the_same_link_in_another_browser_is_refused_and_nothing_is_lost(
    page: Page, company: Company
) -> None:
    page.goto(mailed_link(company, "p1@example.org"))
    press(page, "Start")
    on_screen(page, "stop")


def test_a_reload_between_issue_and_cast_recovers(page: Page, company: Company) -> None:
    page.goto(mailed_link(company, "p2@example.org"))
    press(page, "Start")
    on_screen(page, "group")
    page.reload()
    on_screen(page, "welcome")
    press(page, "Start")
    answer(page)


def test_a_lost_issue_reply_recovers(page: Page, company: Company) -> None:
    lost: list[str] = []

    def lose_the_first_reply(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/issue", lose_the_first_reply)
    page.goto(mailed_link(company, "p3@example.org"))
    press(page, "Start")
    on_screen(page, "token-waiting")
    press(page, "Try now")
    on_screen(page, "group")
    answer(page)
    assert lost


def test_a_person_of_a_pooled_team_is_told_the_wider_group(page: Page, company: Company) -> None:
    page.goto(mailed_link(company, "p23@example.org"))  # Dispatch, three people
    press(page, "Start")
    on_screen(page, "group")
    expect(page.locator("main")).not_to_contain_text("Dispatch")


def test_answers_are_withdrawn_on_another_device_with_a_saved_code(
    page: Page, browser: Browser, company: Company
) -> None:
    page.goto(mailed_link(company, "p4@example.org"))
    press(page, "Start")
    on_screen(page, "group")
    press(page, "Save a code")
    code = page.locator("#address").input_value()
    press(page, "Go on")
    answer(page)
    context = phone(browser)
    other = context.new_page()
    other.goto(code)
    on_screen(other, "welcome")
    other.get_by_label("What you send now is").select_option("2")
    press(other, "Withdraw my answers")
    press(other, "Withdraw")
    on_screen(other, "sent")
    expect(other.locator("h1")).to_have_text("Withdrawn")
    context.close()


def test_firefox_leads_from_the_mail_to_a_changed_and_a_withdrawn_ballot(
    window: Firefox, company: Company, receipts: list[str]
) -> None:
    window.open(mailed_link(company, "p5@example.org"))
    window.on_screen("welcome")
    window.press("Start")
    window.on_screen("group")
    assert "Customer care" in window.text("main")
    window.answer("445423")
    window.press("Change answers")
    window.send_nothing(6)
    window.press("Save a code")
    window.on_screen("save")
    window.press("Show the picture")
    window.do("wait", "svg.qr")
    code = window.text("#address")
    window.do("fresh")
    window.open(code)
    window.on_screen("welcome")
    window.press("Withdraw my answers")
    window.on_screen("withdraw")
    window.press("Withdraw")
    window.on_screen("sent")
    assert window.text("h1") == "Withdrawn"
    receipts.append(window.text("#receipt"))
    window.press("Finish")
    window.on_screen("finished")


def test_browsers_and_command_line_are_counted_alike_at_the_close(company: Company) -> None:
    rooms = company.running.rooms
    others = list(factories.links(rooms, company.open_wave).values())[24:]
    factories.answer_all(dict(enumerate(others)))  # type: ignore[arg-type]
    closed = close_wave(rooms, company.open_wave)
    assert closed.accepted == len(others) + 5
    assert closed.rejected == 0


def test_after_the_close_the_receipt_is_found_in_the_public_list(
    page: Page, company: Company, receipts: list[str]
) -> None:
    survey = company.running.rooms.settings.survey_url
    page.goto(f"{survey}/w/{company.open_wave}")
    press(page, "Check my receipt")
    page.get_by_label("Your receipt").fill(receipts[0])
    press(page, "Check")
    expect(page.get_by_role("status")).to_contain_text("Found: your envelope is in the list.")


def test_firefox_finds_its_receipt_after_the_close(
    window: Firefox, company: Company, receipts: list[str]
) -> None:
    window.open(f"{company.running.rooms.settings.survey_url}/w/{company.open_wave}")
    window.on_screen("code")
    window.press("Check my receipt")
    window.on_screen("receipt")
    window.do("fill", ["#receipt-text", receipts[-1]])
    window.press("Check")
    window.do("wait", ".notice")
    assert "Found: your envelope is in the list." in window.text("[role=status]")
