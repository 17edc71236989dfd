"""The answer page in several languages: chosen, switched, mirrored, never half translated."""

import pytest
from playwright.sync_api import Browser, Page, expect

from survey_api import languages
from tests.web import mirrored
from tests.web.steps import on_screen, press, start
from tests.web.survey import TENURE, Survey
from tests.web.test_in_own_words import WISH

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ROOT = "[document.documentElement.lang, document.documentElement.dir]"
THEIRS = "[lang=en], [dir=auto], [dir=ltr], bdi, select, noscript"
FOREIGN = """(theirs) => {
  const isFrom = (text) => /[a-z]{2}/i.test(text.replace(/\u2068[^\u2069]*\u2069/g, ""));
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const said = [...document.querySelectorAll("main [aria-label]")].map((one) => one.ariaLabel);
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    if (!parentElement.closest(theirs) && parentElement.checkVisibility()) said.push(data);
  }
  return said.filter(isFrom);
}"""


def speak(page: Page, locale: str) -> None:
    """Choose another language in the head of the page."""
    page.locator("#language select").select_option(locale)
    expect(page.locator("html")).to_have_attribute("lang", locale)


def said(locale: str, key: str) -> str:
    """A text of the catalogue as a test expects it on the page."""
    text = languages.texts("en" if locale == mirrored.LOCALE else locale, "answer")[key]
    return mirrored.mirrored(text) if locale == mirrored.LOCALE else text


def test_a_german_browser_is_answered_in_german_from_first_to_last(
    browser: Browser, survey: Survey
) -> None:
    context = browser.new_context(locale="de-AT", viewport={"width": 390, "height": 844})
    page = context.new_page()
    survey.ask_about(TENURE)
    page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    assert page.evaluate(ROOT) == ["de", "ltr"]
    example = page.locator("a[href$='/dashboard/example?lang=de']")
    expect(example).to_have_attribute("rel", "noopener noreferrer")
    expect(example).to_have_attribute("target", "_blank")
    press(page, "Beginnen")
    press(page, "Ja, weiter")
    expect(page.locator("h1")).to_have_text(
        "Wenn etwas schiefläuft, sagt es in unserem Team früh jemand."
    )
    assert page.locator("main [lang]").count() == 0
    page.get_by_text("Stimme voll zu").click()
    expect(page.locator("#count")).to_have_text("2 von 4")
    for _ in range(3):
        press(page, "Auslassen")
    press(page, "Meine Antworten senden")
    on_screen(page, "sent")
    expect(page.get_by_text("Ihre Antworten sind in der Urne.")).to_be_visible()
    assert survey.ballots()[0]["answers"] == {"early": 5}
    context.close()


def test_the_language_changes_on_any_screen_and_the_answers_stay(
    page: Page, survey: Survey
) -> None:
    start(page, survey)
    press(page, "Yes, continue")
    page.get_by_text("Agree", exact=True).click()
    expect(page.locator("#count")).to_have_text("2 of 3")
    page.keyboard.press("2")
    with page.expect_response("**/messages/de.json"):
        page.locator("#language select").focus()
    page.context.set_offline(True)
    speak(page, "de")
    expect(page.locator("#count")).to_have_text("2 von 3")
    assert page.locator("input:checked").get_attribute("value") == "2"
    expect(page.locator("#language select")).to_be_focused()
    press(page, "Weiter")
    press(page, "Auslassen")
    expect(page.locator(".review li").first).to_contain_text("Stimme eher zu")
    speak(page, "en")
    expect(page.locator(".review li").first).to_contain_text("Agree")
    page.context.set_offline(False)
    press(page, "Send my answers")
    on_screen(page, "sent")
    assert survey.ballots()[0]["answers"] == {"early": 4, "help": 2}


def test_the_choice_of_language_is_remembered_nowhere(page: Page, survey: Survey) -> None:
    page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    speak(page, "de")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.reload()
    on_screen(page, "welcome")
    assert page.evaluate(ROOT) == ["en", "ltr"]


class Mirrored:
    """The page in the test language; every screen is looked at for what it does not speak."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sound(self, screen: str) -> None:
        """Nothing on this screen is English, nothing is wider than the window."""
        on_screen(self.page, screen)
        assert self.page.evaluate(FOREIGN, THEIRS) == [], screen
        assert self.page.evaluate(WIDE) <= 0, screen

    def go(self, key: str) -> None:
        """Press the button with this text."""
        press(self.page, said(mirrored.LOCALE, key))

    def opened(self, address: str, screen: str) -> None:
        """Open an address in a tab that shows nothing of before, and choose the language."""
        self.page.goto("about:blank")
        self.page.goto(address)
        on_screen(self.page, screen)
        speak(self.page, mirrored.LOCALE)
        self.sound(screen)


def test_a_third_language_from_right_to_left_is_one_file(browser: Browser, survey: Survey) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    there = Mirrored(page)
    sound, go = there.sound, there.go
    survey.ask_about(TENURE)
    survey.ask_in_own_words(WISH)
    there.opened(survey.link(survey.invite()), "welcome")
    assert page.evaluate(ROOT) == [mirrored.LOCALE, "rtl"]
    for summary in page.locator("summary").all():
        summary.click()
    sound("welcome")
    go("welcome.start")
    sound("group")
    go("group.yes")
    for _ in range(4):
        sound("item")
        assert page.locator("h1").get_attribute("lang") == "en"
        go("item.next")
        sound("item")
        go("item.skip")
    page.locator("textarea").fill("Petra, petra@harbour.example")
    sound("comment")
    go("item.next")
    sound("review")
    survey.lost_replies = 1
    go("review.send")
    sound("sending-waiting")
    go("waiting.now")
    code = changes_in(there)
    go("sent.finish")
    sound("finished")
    there.opened(code, "welcome")
    survey.is_closed = True
    there.opened(survey.link(b"").rstrip("#"), "code")
    for key, screen in (
        ("code.go", "code"),
        ("saved.title", "saved"),
        ("code.go", "saved"),
        ("code.title", "code"),
        ("receipt.title", "receipt"),
        ("receipt.check", "receipt"),
    ):
        go(key)
        sound(screen)
    context.close()


def changes_in(there: Mirrored) -> str:
    """Save a code and withdraw, from the receipt; gives the code."""
    there.sound("sent")
    there.go("save.open")
    there.go("save.scan")
    there.page.locator("svg.qr").wait_for()
    there.sound("save")
    code = there.page.locator("#address").input_value()
    there.go("save.back")
    there.go("withdraw.open")
    there.sound("withdraw")
    there.go("withdraw.yes")
    there.sound("sent")
    return code
