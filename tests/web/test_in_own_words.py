"""A comment on the answer page: optional, looked at by the browser only, sealed with the rest."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.steps import on_screen, press, start
from tests.web.survey import LABEL, Survey

pytestmark = pytest.mark.browser
WISH = {"id": "wish", "text": {"en": "What should change here?", "de": "Was sollte anders werden?"}}


@pytest.fixture(autouse=True)
def asked(survey: Survey) -> None:
    survey.ask_in_own_words(WISH)


def to_the_comment(page: Page, survey: Survey) -> None:
    """Answer the three statements and stand before the question in one's own words."""
    start(page, survey)
    press(page, "Yes, continue")
    for at in range(3):
        expect(page.locator("#count")).to_have_text(f"{at + 1} of 4")
        page.keyboard.press("4")
        page.keyboard.press("Enter")
    on_screen(page, "comment")


def send(page: Page) -> None:
    """From the review into the box."""
    on_screen(page, "review")
    press(page, "Send my answers")
    on_screen(page, "sent")


def test_it_says_who_reads_it_and_when_and_points_out_what_shows_the_writer(
    page: Page, survey: Survey
) -> None:
    to_the_comment(page, survey)
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("#before")).to_contain_text("First read by Mara Kern")
    expect(page.locator("#before")).to_contain_text("recognised by its style")
    area = page.get_by_role("textbox", name="What should change here?")
    requests: list[str] = []
    page.on("request", lambda one: requests.append(one.url))
    area.fill(f"Ask Petra at petra@harbour.example in {LABEL}")
    found = page.locator(".found")
    expect(found).to_contain_text("“Petra” may be somebody’s name")
    expect(found).to_contain_text("“petra@harbour.example” is an e-mail address")
    expect(found).to_contain_text("names your own group")
    expect(page.locator("#left")).to_contain_text("of 500 characters")
    area.fill("More time for handovers")
    expect(found).to_be_hidden()
    assert requests == []


def test_a_comment_is_reviewed_changed_and_sealed_apart_from_the_answers(
    page: Page, survey: Survey
) -> None:
    to_the_comment(page, survey)
    page.get_by_role("textbox").fill("More time\nfor handovers <b>please</b>")
    press(page, "Next")
    expect(page.locator(".review li").last).to_contain_text("handovers <b>please</b>")
    press(page, "Change your comment on: What should change here?")
    expect(page.get_by_role("textbox")).to_have_value("More time\nfor handovers <b>please</b>")
    press(page, "Next")
    send(page)
    (ballot,) = survey.ballots()
    text = "More time for handovers <b>please</b>"
    assert ballot["comments"] == [
        {"id": "wish", "text": text, "kind": "comment", "may_publish": False}
    ]
    assert len(survey.bodies[0]) == 8786


def test_only_both_ticks_make_it_a_story(page: Page, survey: Survey) -> None:
    to_the_comment(page, survey)
    page.get_by_role("textbox").fill("They covered for me, and nobody made a fuss")
    page.get_by_text("It may be published as a story").click()
    expect(page.get_by_text("With one tick only")).to_be_visible()
    page.get_by_text("Everybody named in it has agreed").click()
    expect(page.get_by_text("With one tick only")).to_have_count(0)
    press(page, "Next")
    expect(page.locator(".review li").last).to_contain_text("may be published as a story")
    send(page)
    (said,) = survey.ballots()[0]["comments"]
    assert (said["kind"], said["may_publish"]) == ("moment", True)


def test_a_skipped_comment_sends_nothing_and_the_ballot_is_as_long(
    page: Page, survey: Survey
) -> None:
    to_the_comment(page, survey)
    page.get_by_role("textbox").fill("written, then thought better of")
    press(page, "Skip")
    send(page)
    assert survey.ballots()[0]["comments"] == []
    assert len(survey.bodies[0]) == 8786


def test_nothing_written_stays_on_the_device(page: Page, survey: Survey) -> None:
    to_the_comment(page, survey)
    page.get_by_role("textbox").fill("only in memory")
    stored = page.evaluate(
        """async () => {
          const open = indexedDB.open("safe-to-say", 1);
          await new Promise((done) => (open.onsuccess = done));
          const all = open.result.transaction("kept").objectStore("kept").getAll();
          await new Promise((done) => (all.onsuccess = done));
          return JSON.stringify(all.result) + JSON.stringify(localStorage);
        }"""
    )
    assert "only in memory" not in stored


def test_the_screen_passes_the_accessibility_rules_on_a_narrow_phone(
    page: Page, survey: Survey, node_modules: Path
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    to_the_comment(page, survey)
    page.get_by_role("textbox").fill("Ask Petra about it, she knows")
    page.evaluate((node_modules / "axe-core" / "axe.min.js").read_text())
    assert page.evaluate("axe.run().then((found) => found.violations.map((one) => one.id))") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
