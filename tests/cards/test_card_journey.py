"""From paper into the count: a printed card is scanned, opened in a browser, cast and counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from survey_api.conduct import roster
from survey_api.conduct.closing import close_wave
from survey_api.credentials.ballot_code import MARK, BallotCode
from survey_api.credentials.encoding import b64u
from survey_api.respondent.code import taken_up
from survey_api.respondent.transport import HttpTransport, open_wave, seal_ballot, send
from tests import factories
from tests.browser import chromium, phone
from tests.cards.conftest import BY_CARD, N_CARDS, Place, roster_csv
from tests.cards.reading import addresses
from tests.installing import installed
from tests.running import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with Running(installed(tmp_path / "data")) as made:
        roster.import_csv(made.rooms, roster_csv(BY_CARD))
        yield made


def on_screen(page: Page, name: str) -> None:
    expect(page.locator("main")).to_have_attribute("data-screen", name, timeout=15_000)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def answered_in_browser(page: Page, address: str) -> None:
    page.goto(address)
    on_screen(page, "welcome")
    assert MARK not in page.url
    press(page, "Start")
    on_screen(page, "group")
    expect(page.locator("main")).to_contain_text("Hall 1")
    press(page, "Yes, continue")
    for key in "454423":
        page.keyboard.press(key)
        page.keyboard.press("Enter")
    on_screen(page, "review")
    press(page, "Send my answers")
    on_screen(page, "sent")


def answered_by_program(address: str, number: int) -> None:
    code = BallotCode.read(address)
    origin, _, _ = address.partition("/w/")
    with HttpTransport(origin) as over:
        view = open_wave(over, b64u(code.wave))
        draft, token = taken_up(view, code)
        send(over, view, seal_ballot(view, draft, token, factories.answers_of(number)))


def test_cards_are_scanned_cast_and_counted_beside_mailed_links(
    running: Running, tmp_path: Path
) -> None:
    place = Place(running.rooms, factories.open_wave(running.rooms, title="Winter"))
    file = tmp_path / "cards.pdf"
    assert place.run("cards", "print", place.wave, "--out", str(file)).exit_code == 0
    first, *others = addresses(file)
    with chromium() as browser:
        context = phone(browser)
        answered_in_browser(context.new_page(), first)
        context.close()
    for number, address in enumerate(others):
        answered_by_program(address, number)
    factories.answer_all(factories.links(place.rooms, place.wave))
    done = close_wave(place.rooms, place.wave)
    assert (done.accepted, done.rejected) == (N_CARDS + 8, 0)
    assert done.n_shown > 0
