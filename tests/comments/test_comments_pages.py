"""Comments in a real browser: a leader reads them, a reader sorts and answers, on every width."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium, desktop
from tests.comments.conftest import LEADER, PASSWORD, READER, Place

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "survey_api" / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = desktop(browser)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda one: "Content Security" in one.text and faults.append(one.text))
    yield opened
    context.close()
    assert faults == []


def opened(page: Page, published: Place, email: str) -> None:
    page.goto(f"{published.settings.app_url}/dashboard/comments")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("button[type=submit]").first.click()
    expect(page.locator("#main h1")).to_be_visible(timeout=20_000)


def faultless(page: Page, width: int, theme: str) -> None:
    """No rule of accessibility is broken and nothing is wider than the window."""
    home = page.url.split("/dashboard")[0]
    page.context.add_cookies([{"name": "safetosay_theme", "value": theme, "url": home}])
    page.set_viewport_size({"width": width, "height": 900})
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text())
    assert page.evaluate("axe.run().then((all) => all.violations.map((one) => one.id))") == []


def test_a_leader_reads_themes_with_their_answer_and_what_is_left_out(
    page: Page, published: Place
) -> None:
    opened(page, published, LEADER)
    expect(page.locator("h1")).to_have_text("Comments: Customer care")
    theme = page.locator(".comment-theme")
    expect(theme).to_contain_text("Rotas")
    expect(theme.locator(".comment-answer")).to_contain_text("Heard. We won’t, because:")
    expect(page.locator(".comment-left-out")).to_contain_text("1 comment held back")
    expect(page.locator(".comment-desk")).to_have_count(0)
    faultless(page, 360, "light")


def test_a_reader_names_a_theme_answers_it_and_puts_a_comment_under_it(
    page: Page, published: Place
) -> None:
    opened(page, published, READER)
    expect(page.locator("#desk h2").first).to_have_text("Sorting comments")
    page.get_by_label("A new theme, in a few words").fill("Handovers <now>")
    page.get_by_role("button", name="Create theme").click()
    made = page.locator(".comment-desk .card", has_text="Handovers <now>").first
    made.get_by_label("How the answer begins").select_option("will")
    made.get_by_label("The answer, for everybody").fill("Ten minutes at each change of shift.")
    made.get_by_role("button", name="Save the answer").click()
    expect(page.locator(".comment-desk")).to_contain_text("Ten minutes at each change of shift.")
    page.locator(".comment-choice").nth(2).select_option(label="Handovers <now>")
    expect(page.locator(".comment-desk .card", has_text="Handovers <now>").first).to_contain_text(
        "1 comment"
    )
    faultless(page, 1440, "light")
    faultless(page, 360, "dark")
