"""The answer journey in Firefox: invitation, receipt, change, another device, check after close."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from survey_api.credentials.encoding import b64u
from tests.firefox import Firefox, firefox
from tests.web.survey import LABEL, Survey

pytestmark = pytest.mark.browser


@pytest.fixture
def window(node_modules: Path) -> Iterator[Firefox]:
    with firefox() as opened:
        yield opened


def test_firefox_leads_from_the_invitation_to_the_checked_receipt(
    window: Firefox, survey: Survey
) -> None:
    assert window.do("version").startswith("firefox/")
    window.open(survey.link(survey.invite()))
    window.on_screen("welcome")
    window.press("Start")
    window.on_screen("group")
    assert LABEL in window.text("main")
    window.answer("425")
    window.press("Change answers")
    window.on_screen("item")
    for _ in range(3):
        window.press("Skip")
    window.on_screen("review")
    window.press("Send my answers")
    window.on_screen("sent")
    window.press("Save a code")
    window.on_screen("save")
    window.press("Show the picture")
    window.do("wait", "svg.qr")
    code = window.text("#address")
    window.do("fresh")
    window.open(code)
    window.on_screen("welcome")
    window.press("Withdraw my answers")
    window.on_screen("withdraw")
    window.press("Withdraw")
    window.on_screen("sent")
    assert window.text("h1") == "Withdrawn"
    receipt = window.text("#receipt")
    window.press("Finish")
    window.on_screen("finished")
    said = survey.ballots()
    assert [one["ver"] for one in said] == [1, 2, 3]
    assert said[0]["answers"] == {"early": 4, "help": 2, "mistakes": 5}
    assert len({len(body) for body in survey.bodies}) == 1 and len(survey.requests) == 1
    survey.is_closed = True
    window.open(f"{survey.survey_url}/w/{b64u(survey.wave)}")
    window.on_screen("code")
    window.press("Check my receipt")
    window.on_screen("receipt")
    window.do("fill", ["#receipt-text", receipt])
    window.press("Check")
    window.do("wait", ".notice")
    assert "Found: your envelope is in the list." in window.text("[role=status]")
