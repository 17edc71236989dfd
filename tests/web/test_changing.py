"""Answers are changed and withdrawn until the close: in the open page, from a device that was
asked to keep the way back, and with a code that was saved."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from survey_api.credentials.ballot_code import BallotCode, address
from survey_api.credentials.encoding import b64u
from tests.web.steps import (
    answer_again,
    answer_all,
    on_screen,
    opened,
    other_device,
    press,
    saved_code,
    send,
    start,
    stopped_because,
    versions,
)
from tests.web.survey import LABEL, Survey
from tests.web.test_keeping import STORED

pytestmark = pytest.mark.browser
STAY = "Keep the way back on this device"


def test_a_saved_code_changes_the_answers_on_another_device(
    page: Page, browser: Browser, survey: Survey, tmp_path: Path
) -> None:
    start(page, survey)
    send(page, "444")
    press(page, "Save a code")
    with page.expect_download() as chosen:
        press(page, "Save the file")
    file = tmp_path / chosen.value.suggested_filename
    chosen.value.save_as(file)
    said, code = file.read_text().splitlines()
    assert said.startswith("Code for changing your answers") and file.name == "ballot-code.txt"
    press(page, "Show the picture")
    picture = tmp_path / "code.png"
    page.locator("svg.qr").screenshot(path=picture)
    assert zxingcpp.read_barcode(Image.open(picture)).text == code
    assert BallotCode.read(code).label == LABEL
    context, other = other_device(browser)
    other.goto(f"{survey.survey_url}/w/{b64u(survey.wave)}")
    press(other, "Use a saved code")
    other.get_by_label("Paste the code").fill("not a code")
    press(other, "Continue")
    expect(other.locator(".notice")).to_contain_text("damaged or cut off")
    with other.expect_file_chooser() as chooser:
        press(other, "Choose the file")
    chooser.value.set_files(file)
    on_screen(other, "welcome")
    expect(other.locator(".notice")).to_contain_text("does not hold your answers")
    expect(other.get_by_label("What you send now is")).to_have_value("2")
    press(other, "Start")
    expect(other.get_by_text(LABEL)).to_be_visible()
    send(other, "15-")
    assert versions(survey) == [1, 2] and len(survey.requests) == 1
    assert len({body[33:65] for body in survey.bodies}) == 1
    assert survey.ballots()[-1]["answers"] == {"early": 1, "help": 5}
    expect(other.get_by_text("Your code is now a version behind.")).to_be_visible()
    saved_code(other)
    expect(other.get_by_text("Your code is now a version behind.")).to_have_count(0)
    context.close()


def test_a_code_survives_a_lost_token_a_reload_and_rewriters(page: Page, survey: Survey) -> None:
    """Saved early, before anything was sent; then this browser loses what it held."""
    start(page, survey)
    on_screen(page, "group")
    code = saved_code(page)
    page.evaluate("indexedDB.deleteDatabase('safe-to-say')")
    opened(page, code.replace("#", "%23"))
    on_screen(page, "welcome")
    assert "#" not in page.url and "b." not in page.url
    page.reload()
    on_screen(page, "welcome")
    press(page, "Start")
    answer_all(page, "333")
    survey.lost_replies = 1
    press(page, "Send my answers")
    on_screen(page, "sending-waiting")
    press(page, "Try now")
    on_screen(page, "sent")
    assert versions(survey) == [1]
    press(page, "Finish")
    expect(page.locator("main")).to_contain_text("how many versions were sent")
    assert {*json.loads(page.evaluate(STORED))[0][0]} == {
        "draft",
        "token",
        "version",
        "isCast",
        "closes",
    }
    opened(page, code)
    expect(page.get_by_label("What you send now is")).to_have_value("2")


def test_withdrawn_answers_leave_an_envelope_like_any_other(page: Page, survey: Survey) -> None:
    start(page, survey)
    send(page, "555")
    first = page.locator("#receipt").inner_text()
    press(page, "Withdraw my answers")
    on_screen(page, "withdraw")
    press(page, "Back")
    on_screen(page, "sent")
    press(page, "Withdraw my answers")
    press(page, "Withdraw")
    on_screen(page, "sent")
    expect(page.locator("h1")).to_have_text("Withdrawn")
    assert page.locator("#receipt").inner_text() != first
    one, blank = survey.bodies
    assert len(one) == len(blank) and one[:449] == blank[:449]
    said = survey.ballots()[-1]
    assert (said["answers"], said["cuts"], said["comments"], said["ver"]) == ({}, {}, [], 2)
    press(page, "Answer again")
    answer_again(page)
    assert survey.ballots()[-1]["answers"] == {} and versions(survey) == [1, 2, 3]


def test_the_way_back_stays_locked_on_this_device_only_if_asked(page: Page, survey: Survey) -> None:
    secret = start(page, survey)
    send(page)
    seed = BallotCode.read(saved_code(page)).seed
    assert seed.decode("latin1") not in page.evaluate(STORED)
    assert json.loads(page.evaluate(STORED))[0][0]["draft"] is None
    opened(page, survey.link(secret))
    expect(page.locator(".notice")).to_contain_text("Answers were sent from this device.")
    assert page.get_by_role("button", name="Start").count() == 0
    secret = start(page, survey)
    send(page)
    page.get_by_role("switch", name=STAY).check()
    press(page, "Finish")
    expect(page.locator("main")).to_contain_text("stays locked on this device")
    opened(page, survey.link(secret))
    on_screen(page, "welcome")
    press(page, "Withdraw my answers")
    press(page, "Withdraw")
    on_screen(page, "sent")
    assert survey.ballots()[-1]["ver"] == 2 and len(survey.requests) == 2
    page.get_by_role("switch", name=STAY).uncheck()
    page.wait_for_function(f"({STORED})().then((text) => !text.includes('\"back\"'))")


def test_two_devices_say_which_version_this_is_and_the_sixth_is_refused(
    page: Page, browser: Browser, survey: Survey
) -> None:
    start(page, survey)
    send(page)
    code = saved_code(page)
    context, other = other_device(browser)
    other.goto(code)
    press(other, "Start")
    send(other, "111")
    opened(page, code)
    page.get_by_label("What you send now is").select_option("3")
    press(page, "Start")
    send(page, "222")
    assert versions(survey) == [1, 2, 3]
    press(other, "Withdraw my answers")
    press(other, "Withdraw")
    press(other, "Answer again")
    answer_again(other)
    assert len(survey.bodies) == 5
    press(page, "Withdraw my answers")
    press(page, "Withdraw")
    stopped_because(page, "changes")
    assert len(survey.bodies) == 5
    context.close()


def test_a_code_that_does_not_fit_is_refused_before_the_first_question(
    page: Page, survey: Survey
) -> None:
    start(page, survey)
    text = saved_code(page)
    code, wave = BallotCode.read(text), b64u(survey.wave)
    faults = {
        "damaged": replace(code, prefix=bytes(32)),
        "other_wave": replace(code, wave=bytes(16)),
        "mismatch": replace(code, mh=bytes(32)),
    }
    for reason, wrong in faults.items():
        opened(page, address(survey.survey_url, wave, wrong.encode()))
        stopped_because(page, reason)
    for wrong in (replace(code, label="Board"), replace(code, pass_=bytes(32))):
        opened(page, address(survey.survey_url, wave, wrong.encode()))
        stopped_because(page, "damaged")
    opened(page, text[:-40])
    stopped_because(page, "damaged")
    press(page, "Use a saved code")
    page.get_by_label("Paste the code").fill(faults["other_wave"].encode())
    press(page, "Continue")
    press(page, "Open that survey")
    stopped_because(page, "mismatch")
    survey.is_closed = True
    opened(page, text)
    stopped_because(page, "closed")
    press(page, "Check my receipt")
    on_screen(page, "receipt")
