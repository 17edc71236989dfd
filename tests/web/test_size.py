"""How much a phone fetches: the files that a real visit loads, as small as they are served."""

import brotli
import pytest
from playwright.sync_api import Browser, Page

from survey_api import languages
from survey_api.web.client import client_files
from survey_api.web.site import Served
from tests.web.steps import on_screen, press
from tests.web.survey import TENURE, Survey
from tests.web.test_in_own_words import WISH

MOST_BYTES = 60_000
MOST_BYTES_LATE = 15_000
DOCUMENT = "index.html"


def size(name: str) -> int:
    """Bytes on the wire, compressed."""
    served = Served.of(name, client_files()[name])
    assert brotli.decompress(served.brotli) == client_files()[name]
    return len(served.brotli)


def answers_everything(page: Page, survey: Survey, locale: str) -> set[str]:
    """Names of the files that a visit from the link to the last screen loads."""
    said = languages.texts(locale, "answer")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    survey.ask_about(TENURE)
    survey.ask_in_own_words(WISH)
    page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    press(page, said["welcome.start"])
    press(page, said["group.yes"])
    for _ in range(5):
        press(page, said["item.skip"])
    press(page, said["review.send"])
    on_screen(page, "sent")
    press(page, said["sent.change"])
    on_screen(page, "item")
    place = f"{survey.survey_url}/answer/"
    return {url.removeprefix(place) for url in asked if url.startswith(place)} | {DOCUMENT}


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["de", pytest.param("en", marks=pytest.mark.slow)])
def test_a_whole_visit_stays_small(browser: Browser, survey: Survey, locale: str) -> None:
    """The longest language counts, with everything a survey can ask and a second start."""
    context = browser.new_context(locale=locale)
    context.set_default_timeout(5_000)
    loaded = answers_everything(context.new_page(), survey, locale)
    context.close()
    assert {"page.js", "vendor/hpke-core.js", f"messages/{locale}.json"} < loaded
    visit = sum(size(name) for name in loaded)
    texts = {name for name in client_files() if name.endswith((".txt", ".json"))}
    late = sum(size(name) for name in client_files().keys() - loaded - texts)
    print(f"{locale}: {visit} bytes in a visit, {late} on demand")
    assert visit <= MOST_BYTES
    assert 0 < late <= MOST_BYTES_LATE
