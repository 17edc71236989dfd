"""Every screen for everybody: axe finds nothing, nothing is wider than the window."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.web.steps import on_screen, press, start, stopped_because
from tests.web.survey import TENURE, Survey

pytestmark = pytest.mark.browser
SIZES = {320: 568, 390: 844, 1280: 900}
AXE = """() => axe.run().then((found) => {
  if (found.passes.length < 10) throw new Error("axe looked at nothing");
  return found.violations.map((one) => one.id + " " + one.nodes[0].html);
})"""


class Look:
    """One phone or desk that inspects whatever is on it."""

    def __init__(self, page: Page, axe: Path, folder: Path) -> None:
        self.page = page
        self.axe = axe.read_text()
        self.folder = folder

    def at(self, name: str) -> None:
        """Inspect the screen that has just opened."""
        on_screen(self.page, name)
        self.page.wait_for_timeout(30)
        self.page.evaluate(self.axe)
        assert self.page.evaluate(AXE) == [], name
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0, name
        self.page.screenshot(path=self.folder / f"{name}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
def test_every_screen_is_sound(
    browser: Browser,
    survey: Survey,
    node_modules: Path,
    tmp_path: Path,
    width: int,
    scheme: str,
) -> None:
    size = {"width": width, "height": SIZES[width]}
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    survey.ask_about(TENURE)
    look = Look(page, node_modules / "axe-core" / "axe.min.js", tmp_path)
    page.goto(survey.link(survey.invite()))
    look.at("welcome")
    for summary in page.locator("summary").all():
        summary.click()
    look.at("welcome")
    press(page, "Start")
    look.at("group")
    press(page, "Yes, continue")
    look.at("item")
    page.keyboard.press("3")
    press(page, "Next")
    press(page, "Next")
    look.at("item")
    press(page, "Skip")
    page.keyboard.press("5")
    press(page, "Next")
    look.at("item")
    page.keyboard.press("2")
    press(page, "Next")
    look.at("review")
    survey.lost_replies = 1
    press(page, "Send my answers")
    look.at("sending-waiting")
    press(page, "Try now")
    look.at("sent")
    press(page, "Finish")
    look.at("finished")
    look_at_the_rest(look, survey)
    context.close()


def look_at_the_rest(look: Look, survey: Survey) -> None:
    """The other entrance and the screens that stop."""
    page = look.page
    page.goto(survey.link(b"").rstrip("#"))
    look.at("code")
    press(page, "Continue")
    look.at("code")
    survey.is_closed = True
    start(page, survey)
    stopped_because(page, "closed")
    look.at("stop")
    page.goto(survey.link(b"x"))
    stopped_because(page, "unknown")
    look.at("stop")


def test_it_is_usable_at_twice_the_text_size_on_a_small_phone(
    browser: Browser, survey: Survey
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568})
    page = context.new_page()
    start(page, survey)
    on_screen(page, "group")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    press(page, "Yes, continue")
    on_screen(page, "item")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    page.get_by_text("Strongly agree", exact=True).click()
    page.locator("#count").get_by_text("2 of 3").wait_for()
    context.close()


def test_the_page_explains_itself_without_scripts(browser: Browser, survey: Survey) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(survey.link(survey.invite()))
    assert "needs JavaScript" in page.locator("noscript").inner_text()
    context.close()
