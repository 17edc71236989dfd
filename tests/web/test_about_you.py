"""What people may say about themselves on the answer page: never more than they choose to."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.steps import on_screen, press, start
from tests.web.survey import LEVELS, TENURE, Survey

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def asked(survey: Survey) -> None:
    survey.ask_about(TENURE)


def to_the_cut(page: Page, survey: Survey) -> None:
    """Answer the three statements and stand before the question about oneself."""
    start(page, survey)
    press(page, "Yes, continue")
    for at in range(3):
        expect(page.locator("#count")).to_have_text(f"{at + 1} of 4")
        page.keyboard.press("4")
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(TENURE["label"]["en"])


def send(page: Page) -> None:
    """From the review into the box."""
    on_screen(page, "review")
    press(page, "Send my answers")
    on_screen(page, "sent")


def test_nothing_is_chosen_beforehand_and_the_page_says_what_it_is_for(
    page: Page, survey: Survey
) -> None:
    page.goto(survey.link(survey.invite()))
    expect(page.get_by_text("1 optional question about you")).to_be_visible()
    to_the_cut(page, survey)
    assert page.locator("input:checked").count() == 0
    assert page.locator(".option").all_inner_texts() == [*LEVELS.values(), "Prefer not to say"]
    why = page.locator("#why").inner_text()
    assert "Optional." in why and "groups of 50 or more" in why and "30 or more people" in why
    expect(page.locator("h1")).to_have_attribute("aria-describedby", "count why")
    expect(page.locator("h1")).to_be_focused()


def test_a_level_chosen_by_key_is_sealed_and_reviewed(page: Page, survey: Survey) -> None:
    to_the_cut(page, survey)
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator(".review li").last).to_contain_text("1 to 3 years")
    send(page)
    (ballot,) = survey.ballots()
    assert ballot["cuts"] == {"tenure": "1_to_3"}
    assert ballot["answers"] == {"early": 4, "help": 4, "mistakes": 4}


def test_prefer_not_to_say_sends_nothing(page: Page, survey: Survey) -> None:
    to_the_cut(page, survey)
    page.get_by_text("Prefer not to say").click()
    expect(page.locator(".review li").last).to_contain_text("Prefer not to say")
    expect(page.get_by_text("You skipped")).to_have_count(0)
    send(page)
    assert survey.ballots()[0]["cuts"] == {}


def test_a_skipped_one_sends_nothing_and_can_be_given_later(page: Page, survey: Survey) -> None:
    to_the_cut(page, survey)
    press(page, "Skip")
    on_screen(page, "review")
    press(page, "Change: How long have you been with us?")
    press(page, "Back")
    press(page, "Change: How long have you been with us?")
    page.get_by_text("Under a year").click()
    on_screen(page, "review")
    press(page, "Back")
    assert page.locator("input:checked").get_attribute("value") == "under_1"
    press(page, "Skip")
    send(page)
    assert survey.ballots()[0]["cuts"] == {}


def test_a_changed_ballot_asks_again_and_replaces_what_was_said(page: Page, survey: Survey) -> None:
    to_the_cut(page, survey)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    send(page)
    press(page, "Change answers")
    for at in range(4):
        expect(page.locator("#count")).to_have_text(f"{at + 1} of 4")
        assert page.locator("input:checked").count() == 0
        page.keyboard.press("3")
        page.keyboard.press("Enter")
    send(page)
    assert [one["cuts"]["tenure"] for one in survey.ballots()] == ["under_1", "4_or_more"]
