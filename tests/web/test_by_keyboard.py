"""The whole journey without a pointer: everything is reached, seen and pressed by keys."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.steps import answer_all, on_screen, press, start
from tests.web.survey import TENURE, Survey

pytestmark = pytest.mark.browser
FOCUSED = """() => {
  const one = document.activeElement;
  const ring = one.closest(".option") ?? one;
  const name = (one.labels?.[0] ?? one).textContent.trim();
  return [name, getComputedStyle(ring).outlineStyle, one.getBoundingClientRect().height];
}"""
SMALL = """() => [...document.querySelectorAll("button, select, summary, input, a.outward")]
  .map((one) => [one.closest("label.option, .keeping label") ?? one, one.textContent])
  .filter(([one]) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .filter(([one]) => !one.closest("p.small"))
  .map(([one, text]) => `${one.tagName} ${text} ${one.getBoundingClientRect().height}`)"""


def tab_to(page: Page, name: str, way: str = "Tab") -> None:
    """Walk until this has the focus, which must be seen on every stop."""
    for _ in range(20):
        page.keyboard.press(way)
        found, outline, _ = page.evaluate(FOCUSED)
        assert outline == "solid", found
        if name in found:
            return
    pytest.fail(f"{name} is not reached by {way}")


def opened(page: Page, name: str) -> None:
    """A screen is open, its heading has the focus, and everything on it is large enough."""
    on_screen(page, name)
    expect(page.locator("h1")).to_be_focused()
    assert page.evaluate(SMALL) == [], name


def test_an_employee_answers_by_keyboard_alone(page: Page, survey: Survey) -> None:
    survey.ask_about(TENURE)
    page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    tab_to(page, "Preview what your leader will see")
    page.keyboard.press("Enter")
    tab_to(page, "See the whole page")
    tab_to(page, "Keep my answers on this device")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert page.evaluate(SMALL) == []
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    opened(page, "group")
    tab_to(page, "Yes, continue")
    page.keyboard.press("Enter")
    opened(page, "item")
    tab_to(page, "Strongly disagree")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#count")).to_have_text("1 of 4")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("2 of 4")
    opened(page, "item")
    page.keyboard.press("2")
    tab_to(page, "Skip")
    page.keyboard.press("Enter")
    for key in "13":
        page.keyboard.press(key)
        page.keyboard.press("Enter")
    opened(page, "review")
    tab_to(page, "Send my answers")
    page.keyboard.press("Enter")
    opened(page, "sent")
    (ballot,) = survey.ballots()
    assert ballot["answers"] == {"early": 4, "mistakes": 1}
    assert ballot["cuts"] == {"tenure": "4_or_more"}
    tab_to(page, "Finish")
    page.keyboard.press("Enter")
    opened(page, "finished")


def test_a_code_is_saved_and_answers_are_withdrawn_by_keyboard_alone(
    page: Page, survey: Survey
) -> None:
    start(page, survey)
    answer_all(page, "333")
    press(page, "Send my answers")

    def go(name: str, screen: str) -> None:
        tab_to(page, name)
        page.keyboard.press("Enter")
        opened(page, screen)

    opened(page, "sent")
    tab_to(page, "Keep the way back on this device")
    page.keyboard.press("Space")
    go("Save a code", "save")
    tab_to(page, "Show the picture")
    page.keyboard.press("Enter")
    page.locator("svg.qr").wait_for()
    code = page.locator("#address").input_value()
    go("Go on", "sent")
    expect(page.get_by_role("switch")).to_be_checked()
    go("Withdraw my answers", "withdraw")
    go("Withdraw", "sent")
    page.goto("about:blank")
    page.goto(code)
    on_screen(page, "welcome")
    tab_to(page, "What you send now is")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#version")).to_have_value("3")
    assert page.evaluate(SMALL) == []
    go("Withdraw my answers", "withdraw")
