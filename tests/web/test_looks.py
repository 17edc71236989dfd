"""Every screen for everybody: axe finds nothing, nothing is wider than the window."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from survey_api import languages
from tests.web.steps import on_screen, press
from tests.web.survey import LABEL, TENURE, Survey
from tests.web.test_in_own_words import WISH

pytestmark = pytest.mark.browser
SIZES = {320: 568, 390: 844, 1440: 900}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWICE = """addEventListener("DOMContentLoaded", () => {
  document.documentElement.style.fontSize = "200%";
})"""
AXE = """() => axe.run().then((found) => {
  if (found.passes.length < 10) throw new Error("axe looked at nothing");
  return found.violations.map((one) => one.id + " " + one.nodes[0].html);
})"""


class Look:
    """One phone or desk that inspects whatever is on it."""

    def __init__(self, context: BrowserContext, locale: str, folder: Path) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(5_000)
        self.said: Mapping[str, str] = languages.texts(locale, "answer")
        self.folder = folder
        self.axe = ""

    def press(self, key: str) -> None:
        """Press the button with this text of the catalogue."""
        press(self.page, self.said[key])

    def at(self, name: str) -> None:
        """Inspect the screen that has just opened."""
        on_screen(self.page, name)
        self.page.wait_for_timeout(30)
        assert self.page.evaluate(WIDE) <= 0, name
        if self.axe:
            self.page.evaluate(self.axe)
            assert self.page.evaluate(AXE) == [], name
        self.page.screenshot(path=self.folder / f"{name}.png")


@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [
        (320, "light", "en"),
        (390, "dark", "de"),
        pytest.param(320, "dark", "en", marks=pytest.mark.slow),
        pytest.param(1440, "light", "de", marks=pytest.mark.slow),
    ],
)
def test_every_screen_is_sound(
    browser: Browser,
    survey: Survey,
    node_modules: Path,
    tmp_path: Path,
    width: int,
    scheme: str,
    locale: str,
) -> None:
    size = {"width": width, "height": SIZES[width]}
    context = browser.new_context(
        viewport=size, color_scheme=scheme, locale=locale, bypass_csp=True
    )
    look = Look(context, locale, tmp_path)
    look.axe = (node_modules / "axe-core" / "axe.min.js").read_text()
    look_at_the_journey(look, survey)
    look_at_changing(look, survey)
    look_at_the_rest(look, survey)
    context.close()


def look_at_the_journey(look: Look, survey: Survey) -> None:
    """From the link to the last screen, with everything that can be opened open."""
    page = look.page
    survey.ask_about(TENURE)
    survey.ask_in_own_words(WISH)
    page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    for summary in page.locator("summary").all():
        summary.click()
    page.get_by_role("switch").check()
    look.at("welcome")
    look.press("welcome.start")
    look.at("group")
    look.press("group.yes")
    page.keyboard.press("3")
    look.at("item")
    look.press("item.next")
    look.press("item.next")
    look.at("item")
    look.press("item.skip")
    for key in "52":
        page.keyboard.press(key)
        look.press("item.next")
    on_screen(page, "comment")
    page.locator("textarea").fill(f"Petra, petra@harbour.example, {LABEL}, 30.11.2026")
    page.get_by_role("checkbox").first.check()
    look.at("comment")
    look.press("item.next")
    look.at("review")
    survey.lost_replies = 1
    look.press("review.send")
    look.at("sending-waiting")
    look.press("waiting.now")
    look.at("sent")
    look.press("sent.finish")
    look.at("finished")


def look_at_changing(look: Look, survey: Survey) -> None:
    """From a code saved before anything was sent to the withdrawal."""
    page = look.page
    page.goto("about:blank")
    page.goto(survey.link(survey.invite()))
    look.press("welcome.start")
    look.press("save.open")
    look.press("save.scan")
    page.locator("svg.qr").wait_for()
    look.at("save")
    code = page.locator("#address").input_value()
    page.goto("about:blank")
    page.goto(code)
    on_screen(page, "welcome")
    page.get_by_label(look.said["version.label"]).select_option("4")
    look.at("welcome")
    look.press("welcome.start")
    look.press("group.yes")
    for _ in range(5):
        look.press("item.skip")
    look.press("review.send")
    look.at("sent")
    look.press("withdraw.open")
    look.at("withdraw")
    look.press("withdraw.yes")
    look.at("sent")
    page.goto("about:blank")


def look_at_the_rest(look: Look, survey: Survey) -> None:
    """The other entrance, the check of a receipt and the screens that stop."""
    page = look.page
    page.goto(survey.link(b"").rstrip("#"))
    on_screen(page, "code")
    look.press("code.go")
    look.at("code")
    look.press("saved.title")
    on_screen(page, "saved")
    look.press("code.go")
    look.at("saved")
    look.press("code.title")
    look.press("receipt.title")
    survey.is_closed = True
    page.locator("textarea").fill("0" * 52)
    look.press("receipt.check")
    page.locator(".notice.warning").wait_for()
    look.at("receipt")
    page.goto("about:blank")
    page.goto(survey.link(survey.invite()))
    look.press("welcome.start")
    look.at("stop")


def test_it_is_usable_at_twice_the_text_size_on_a_small_phone(
    browser: Browser, survey: Survey, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568}, locale="de")
    context.add_init_script(TWICE)
    look = Look(context, "de", tmp_path)
    look_at_the_journey(look, survey)
    look_at_changing(look, survey)
    look_at_the_rest(look, survey)
    context.close()


def test_nothing_moves_for_those_who_asked_for_rest(browser: Browser, survey: Survey) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    moving = "document.getAnimations().length"
    for name in ("Start", "Yes, continue", "Skip"):
        press(page, name)
        assert page.evaluate(moving) == 0
    context.close()


def test_the_page_explains_itself_without_scripts(browser: Browser, survey: Survey) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(survey.link(survey.invite()))
    assert "needs JavaScript" in page.locator("noscript").inner_text()
    assert not page.locator("#language").is_visible()
    context.close()
