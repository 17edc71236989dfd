"""Answers survive a reload only where the person asked for it, and are gone when they said."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.web.steps import on_screen, press, start
from tests.web.survey import TENURE, Survey

pytestmark = pytest.mark.browser
SWITCH = "Keep my answers on this device until I send them"
STORED = """async () => {
  const open = indexedDB.open("safe-to-say", 1);
  const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const all = database.transaction("kept").objectStore("kept").getAll();
  const found = await new Promise((done) => (all.onsuccess = () => done(all.result)));
  database.close();
  const text = new TextDecoder("latin1");
  const asText = (_, one) => one instanceof Uint8Array ? text.decode(one) : one;
  return JSON.stringify([found, { ...localStorage }, { ...sessionStorage }], asText);
}"""


def stored(page: Page) -> str:
    """Everything that this origin keeps on the device, as text."""
    return str(page.evaluate(STORED))


def answer_two(page: Page) -> None:
    """Two answers by key; the third question is on the screen then."""
    press(page, "Yes, continue")
    for at, key in enumerate("52"):
        expect(page.locator("#count")).to_contain_text(f"{at + 1} of")
        page.keyboard.press(key)
        page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("3 of")


def reload(page: Page) -> None:
    """Reload, whatever the page asks, and be on its first screen."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    on_screen(page, "welcome")


def test_nothing_of_the_answers_is_kept_unless_the_person_asks(page: Page, survey: Survey) -> None:
    start(page, survey)
    answer_two(page)
    kept = json.loads(stored(page))
    assert set(kept[0][0]) == {"draft", "token", "version", "isCast", "closes"}
    assert kept[1:] == [{}, {}]
    assert "early" not in stored(page)
    reload(page)
    expect(page.get_by_text("Your answers are still here.")).to_have_count(0)
    press(page, "Start")
    press(page, "Yes, continue")
    expect(page.locator("#count")).to_have_text("1 of 3")
    assert page.locator("input:checked").count() == 0


def test_what_was_asked_to_be_kept_survives_a_reload_and_is_wiped_when_sent(
    page: Page, survey: Survey
) -> None:
    survey.ask_about(TENURE)
    page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    assert not page.get_by_role("switch", name=SWITCH).is_checked()
    page.get_by_role("switch", name=SWITCH).check()
    press(page, "Start")
    answer_two(page)
    expect(page.locator("h1")).to_be_focused()
    assert "early" not in stored(page) and json.loads(stored(page))[0][0]["said"]
    reload(page)
    expect(page.get_by_text("Your answers are still here.")).to_be_visible()
    assert page.get_by_role("switch", name=SWITCH).is_checked()
    press(page, "Start")
    press(page, "Yes, continue")
    expect(page.locator("#count")).to_have_text("3 of 4")
    press(page, "Skip")
    page.get_by_text("1 to 3 years").click()
    on_screen(page, "review")
    reload(page)
    press(page, "Start")
    press(page, "Yes, continue")
    on_screen(page, "review")
    press(page, "Send my answers")
    on_screen(page, "sent")
    (ballot,) = survey.ballots()
    assert ballot["answers"] == {"early": 5, "help": 2} and ballot["cuts"] == {"tenure": "1_to_3"}
    assert '"said"' not in stored(page)


def test_turning_it_off_wipes_what_was_kept(page: Page, survey: Survey) -> None:
    start(page, survey)
    answer_two(page)
    press(page, "Skip")
    on_screen(page, "review")
    page.get_by_role("switch", name=SWITCH).check()
    page.wait_for_function(f"({STORED})().then((text) => text.includes('said'))")
    page.get_by_role("switch", name=SWITCH).uncheck()
    page.wait_for_function(f"({STORED})().then((text) => !text.includes('said'))")
    reload(page)
    press(page, "Start")
    press(page, "Yes, continue")
    expect(page.locator("#count")).to_have_text("1 of 3")


def test_kept_answers_are_wiped_when_the_survey_is_over(page: Page, survey: Survey) -> None:
    page.goto(survey.link(survey.invite()))
    page.get_by_role("switch", name=SWITCH).check()
    press(page, "Start")
    answer_two(page)
    assert '"said"' in stored(page)
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=30))
    page.reload()
    on_screen(page, "stop")
    assert json.loads(stored(page))[0] == []
