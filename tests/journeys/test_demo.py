"""The demo as a visitor meets it: one command, then only what it printed. Also makes the
README's picture: PICTURES=1 writes docs/pictures, otherwise it is only held against it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import desktop, phone
from tests.journeys import every_page
from tests.journeys.every_page import Looking
from tests.ports import free_ports

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
READY = "Ctrl-C ends the demo"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What ``safetosay demo`` prints until it is ready; the demo runs on."""
    app, survey, ballot, mailbox, smtp = free_ports(5)
    environment = {
        **os.environ,
        "COLUMNS": "200",
        "SAFETOSAY_DATA_DIR": str(tmp_path_factory.mktemp("demo")),
        "SAFETOSAY_APP_URL": f"http://localhost:{app}",
        "SAFETOSAY_SURVEY_URL": f"http://127.0.0.1:{survey}",
        "SAFETOSAY_BALLOT_URL": f"http://127.0.0.1:{ballot}",
        "SAFETOSAY_APP_PORT": str(app),
        "SAFETOSAY_SURVEY_PORT": str(survey),
        "SAFETOSAY_BALLOT_PORT": str(ballot),
        "SAFETOSAY_MAILBOX_PORT": str(mailbox),
        "SAFETOSAY_SMTP_PORT": str(smtp),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "survey_api.cli", "demo"]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = ""
    for line in child.stdout:
        said += line
        if READY in line:
            break
    yield said
    child.terminate()
    child.wait(20)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = desktop(browser)
    yield context.new_page()
    context.close()


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"{pattern} was not printed:\n{text}"
    return match.group(1)


def sign_in(page: Page, printed: str, role: str) -> None:
    page.goto(found(r"Dashboard:\s+(\S+)", printed))
    page.fill("input[name=email]", found(role + r"\s+(\S+@\S+)", printed))
    page.fill("input[name=password]", found(r"password (\S+)", printed))
    page.locator("button[type=submit]").first.click()
    expect(page.locator("h1")).to_be_visible(timeout=20_000)


def test_the_leader_of_the_printed_link_sees_a_team_that_improved(page: Page, printed: str) -> None:
    sign_in(page, printed, "leader")
    expect(page.locator(".chart .main-svg").first).to_be_visible(timeout=20_000)
    drawn = page.locator(".chart").first.evaluate(
        "node => node.querySelector('.js-plotly-plot').data.filter(d => d.mode === 'lines+markers')"
        ".flatMap(d => d.y)"
    )
    assert drawn[-1] >= drawn[2] + 0.5
    expect(page.locator(".promises li")).to_have_count(3)
    _picture(page)


@pytest.fixture(scope="module")
def looking(browser: Browser, printed: str) -> Iterator[Looking]:
    """HR, signed in, at a desk."""
    context = desktop(browser)
    found_ = Looking(context, found(r"Dashboard:\s+(\S+)", printed))
    sign_in(found_.page, printed, r"HR \(analyst\)")
    yield found_
    context.close()


DESK, PHONE = (1440, 1000, "light"), (390, 844, "dark")


@pytest.mark.parametrize(
    ("path", "look"), list(zip(every_page.OF_HR, cycle((DESK, PHONE)), strict=False))
)
def test_every_page_is_sound_at_a_desk_or_on_a_phone_in_the_dark(
    looking: Looking, path: str, look: tuple[int, int, str]
) -> None:
    width, height, theme = look
    page = looking.page
    page.set_viewport_size({"width": width, "height": height})
    looking.at(path.format(unit=every_page.unit_in(page), whole=every_page.whole_in(page)))
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    page.wait_for_timeout(250)
    assert looking.inspect(f"{path} ({theme}, {width})") == []
    assert looking.trouble == []


def test_a_page_can_be_walked_by_keyboard_alone(looking: Looking) -> None:
    page = looking.at("compare")
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    seen = [every_page.focused(page)]
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.append(every_page.focused(page))
        if seen[-1] == seen[0]:
            break
    words = " ".join(seen)
    for reached in ("Overview", "Sign out", "wave", "Export", "scale", "View as table"):
        assert reached in words
    assert not [one for one in seen if one.endswith("without a ring")]


def test_a_chosen_language_and_theme_stay(looking: Looking) -> None:
    page = looking.at("anonymity")
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.locator(".sidebar .language-switch", has_text="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("h1")).to_have_text("So funktioniert die Anonymität")
    every_page.wake(page)
    page.locator(".sidebar .theme-switch").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    looking.at("")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("main")).to_contain_text("Ist es besser geworden?")
    looking.wear("light")


def test_the_printed_answer_link_can_be_answered_and_the_wave_be_closed(
    browser: Browser, page: Page, printed: str
) -> None:
    mobile = phone(browser)
    answering = mobile.new_page()
    answering.goto(found(r"(http://127\S+/w/\S+)", printed))
    answering.get_by_role("button", name="Start", exact=True).click()
    answering.get_by_role("button", name="Yes, continue", exact=True).click()
    for _ in range(13):  # eleven statements, two questions about oneself
        answering.keyboard.press("4")
        answering.keyboard.press("Enter")
    answering.get_by_role("textbox").fill("More time for handing over between shifts.")
    answering.get_by_role("button", name="Next", exact=True).click()
    answering.get_by_role("button", name="Send my answers", exact=True).click()
    expect(answering.locator("main")).to_have_attribute("data-screen", "sent", timeout=20_000)
    mobile.close()
    page.goto(found(r"open wave:\s+(\S+)", printed))
    page.get_by_role("button", name="Close the open wave now").click()
    expect(page.locator("main")).to_contain_text("Released: 152 ballots", timeout=40_000)
    sign_in(page, printed, "leader")
    expect(page.locator(".open-wave")).to_have_count(0)


def test_the_release_mail_brings_an_employee_to_their_own_groups_page(
    page: Page, printed: str
) -> None:
    employee = found(r"employee\s+(\S+@\S+)", printed)
    mailbox = found(r"open wave:\s+(\S+)", printed)
    results = page.locator("li a", has_text="results")
    for _ in range(60):
        page.goto(f"{mailbox}?to={employee}")
        if results.count():
            break
        page.wait_for_timeout(500)
    results.first.click()
    link = page.locator("pre a[href*='/sign-in/link']").get_attribute("href")
    page.goto(str(link))
    page.locator("button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("Night shift", timeout=20_000)
    expect(page.locator(".promises li")).to_have_count(3)
    expect(page.locator("#what")).to_have_count(0)


def _picture(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 1180})
    page.wait_for_timeout(800)
    taken = page.screenshot()
    if os.environ.get("PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / "team.png").write_bytes(taken)
        optimise(PICTURES / "team.png")
    assert len(taken) > 40_000
    assert (PICTURES / "team.png").stat().st_size > 20_000


def optimise(picture: Path) -> None:
    """Fewer colours, a third of the bytes, where the tool is there."""
    if tool := shutil.which("pngquant"):
        subprocess.run([tool, "--force", "--output", picture, "64", picture], check=True)
