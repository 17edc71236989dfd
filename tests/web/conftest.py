"""Node, Chromium and a small survey on two real ports."""

import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.applications import Starlette

from survey_api.credentials import keys
from survey_api.settings import Settings
from tests.browser import chromium, phone
from tests.ports import free_ports
from tests.web import mirrored
from tests.web.survey import Survey, ballot_app, survey_app

WEB = Path(__file__).parents[2] / "survey_api" / "web"
ON_VIOLATION = """addEventListener("securitypolicyviolation",
  (broken) => console.error("Content Security", broken.violatedDirective, broken.blockedURI))"""


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The locked Node packages, installed when they are missing."""
    modules = WEB / "node_modules"
    if not all((modules / name).is_dir() for name in ("axe-core", "lean-qr", "puppeteer-core")):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=WEB, check=True)
    return modules


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survey]:
    """Both origins on free ports, around one survey that each test makes new."""
    survey = Survey(keys.TokenKey.load(keys.generate_token_key()), keys.generate_tally_key())
    survey_port, ballot_port = free_ports(2)
    survey.survey_url = f"http://127.0.0.1:{survey_port}"
    survey.ballot_url = f"http://127.0.0.1:{ballot_port}"
    settings = Settings(
        organisation="Harbour & Sons",
        survey_url=survey.survey_url,
        ballot_url=survey.ballot_url,
        app_url="https://results.harbour.example",
        help_contact="Ada Brandt, ada.brandt@harbour.example, extension 210",
        report_contact="ombudsperson@harbour.example",
    )
    with mirrored.spoken(tmp_path_factory.mktemp("languages")):
        site = survey_app(survey, settings)
    running = [_serve(site, survey_port), _serve(ballot_app(survey), ballot_port)]
    yield survey
    for server in running:
        server.should_exit = True


@pytest.fixture
def survey(servers: Survey) -> Survey:
    """A fresh wave: no ballots, nothing used, open."""
    fresh = Survey(servers.token_key, servers.tally_key)
    kept = {"survey_url": servers.survey_url, "ballot_url": servers.ballot_url}
    servers.__dict__.update(replace(fresh, **kept).__dict__)
    servers.freeze()
    return servers


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that keeps nothing after the test and may not log an error."""
    made = phone(browser)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose scripts may not fail and whose policy may not be broken."""
    opened = context.new_page()
    opened.set_default_timeout(5_000)
    faults: list[str] = []
    opened.add_init_script(ON_VIOLATION)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: "Content Security" in said.text and faults.append(said.text))
    yield opened
    assert faults == []


def _serve(app: Starlette, port: int) -> uvicorn.Server:
    config = uvicorn.Config(app, port=port, log_level="critical", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    return server
