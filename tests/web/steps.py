"""What a person does on the answer page, step by step."""

from playwright.sync_api import Page, expect

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
