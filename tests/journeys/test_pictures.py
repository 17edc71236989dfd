"""Pictures of every page in every look, to be looked at; nothing on them may be cut off.

    PICTURES=1 .venv/bin/pytest -m slow tests/journeys/test_pictures.py

writes them to docs/pictures/looks/, which is not committed. Without PICTURES they go to a
temporary folder and only what can be measured is held.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import every_page
from tests.journeys.every_page import Looking
from tests.journeys.test_demo import found, printed, sign_in

__all__ = ["printed"]  # the fixture
pytestmark = pytest.mark.slow
LOOKS = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "looks"
WIDTHS = (1440, 820, 390, 360)
READERS = {r"HR \(analyst\)": every_page.OF_HR, "leader": every_page.OF_A_LEADER}


@pytest.fixture(scope="module", params=READERS)
def looking(
    request: pytest.FixtureRequest, browser: Browser, printed: str
) -> Iterator[tuple[Looking, str]]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    opened = Looking(context, found(r"Dashboard:\s+(\S+)", printed))
    sign_in(opened.page, printed, request.param)
    yield opened, request.param
    context.close()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_has_its_picture_in_every_look(
    looking: tuple[Looking, str], theme: str, language: str, tmp_path: Path
) -> None:
    opened, reader = looking
    folder = LOOKS if os.environ.get("PICTURES") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    opened.wear(theme, language)
    page = opened.page
    places = {"unit": every_page.unit_in(page), "whole": every_page.whole_in(page)}
    wrong = []
    for path in READERS[reader]:
        name = re.sub(r"\W+", "-", path).strip("-") or "overview"
        page.set_viewport_size({"width": 1440, "height": 1000})
        opened.at(path.format(**places))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 1000})
            page.wait_for_timeout(350)
            wrong += opened.inspect(f"{path} {width} {theme} {language}")
            who = "hr" if reader.startswith("HR") else "leader"
            file = folder / f"{who}-{name}-{theme}-{language}-{width}.png"
            page.screenshot(path=file, full_page=True)
            assert file.stat().st_size > 8_000
    assert wrong == []
    assert opened.trouble == []
