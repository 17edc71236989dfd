"""What a person does on the answer page, step by step."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.survey import Survey


def on_screen(page: Page, name: str) -> None:
    """Wait until the page shows this screen."""
    expect(page.locator("main")).to_have_attribute("data-screen", name)


def press(page: Page, name: str) -> None:
    """Press the button with this text."""
    page.get_by_role("button", name=name, exact=True).click()


def stopped_because(page: Page, reason: str) -> None:
    """Wait until the page has stopped for this reason."""
    on_screen(page, "stop")
    expect(page.locator("main")).to_have_attribute("data-reason", reason)


def start(page: Page, survey: Survey, secret: bytes | None = None) -> bytes:
    """Open a personal link and press Start."""
    secret = secret or survey.invite()
    page.goto(survey.link(secret))
    on_screen(page, "welcome")
    press(page, "Start")
    return secret


def answer_all(page: Page, keys: str) -> None:
    """From the group to the review by keyboard; a dash skips."""
    press(page, "Yes, continue")
    for at, key in enumerate(keys):
        expect(page.locator("#count")).to_have_text(f"{at + 1} of {len(keys)}")
        if key == "-":
            press(page, "Skip")
        else:
            page.keyboard.press(key)
            page.keyboard.press("Enter")
    on_screen(page, "review")


def send(page: Page, keys: str = "444") -> None:
    """From the group to the receipt."""
    answer_all(page, keys)
    press(page, "Send my answers")
    on_screen(page, "sent")


def answer_again(page: Page) -> None:
    """From the first statement, which is on the screen, to the receipt."""
    for _ in range(3):
        press(page, "Skip")
    press(page, "Send my answers")
    on_screen(page, "sent")


def saved_code(page: Page) -> str:
    """The address under which this ballot goes on, as it stands on the page."""
    press(page, "Save a code")
    on_screen(page, "save")
    text = page.locator("#address").input_value()
    press(page, "Go on")
    return text


def opened(page: Page, code: str) -> None:
    """Open a code's address in a tab that shows nothing of before."""
    page.goto("about:blank")
    page.goto(code)


def other_device(browser: Browser) -> tuple[BrowserContext, Page]:
    """A browser that knows nothing of the first."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(5_000)
    return context, page


def versions(survey: Survey) -> list[int]:
    """Of every ballot that was accepted, in the order of sending."""
    return [one["ver"] for one in survey.ballots()]
