"""A real Chromium for journeys, with the system's own binary and nothing from outside."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

# Each window would also draw two hidden pop-ups of its address bar, which took four tenths of the
# processor; the rest is what the driver switches off, because a second list replaces its own.
IDLE_FEATURES = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
)
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(IDLE_FEATURES),
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


class NoChromium(Exception):
    """There is no Chromium here. Run make test, which installs it, or install it by hand."""


def binary() -> str:
    """The path of the system's Chromium."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise NoChromium(NoChromium.__doc__)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed at the end."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=binary(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def phone(browser: Browser) -> BrowserContext:
    """A fresh profile at 390 px."""
    return browser.new_context(viewport={"width": 390, "height": 844})


def desktop(browser: Browser) -> BrowserContext:
    """A fresh profile at 1440 px."""
    return browser.new_context(viewport={"width": 1440, "height": 1000})
