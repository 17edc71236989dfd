"""People on the answer page: the plain journey and its accidents."""

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from survey_api.credentials import manifest
from survey_api.credentials.encoding import b64u, crockford
from tests.web.steps import answer_all, on_screen, press, start
from tests.web.survey import LABEL, Survey

pytestmark = pytest.mark.browser
WITHOUT_ED25519 = """
const real = crypto.subtle.importKey.bind(crypto.subtle);
crypto.subtle.importKey = (form, key, how, ...rest) =>
  how === "Ed25519" ? Promise.reject(new DOMException("", "NotSupportedError"))
    : real(form, key, how, ...rest);
"""
RECORDS = """async () => {
  const open = indexedDB.open("safe-to-say", 1);
  const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const all = database.transaction("kept").objectStore("kept").getAll();
  const found = await new Promise((done) => (all.onsuccess = () => done(all.result)));
  database.close();
  return found.map((one) => ({ ...one.draft, ...one.token, ver: one.version }))
    .map((one) => Object.keys(one).sort());
}"""


def test_an_employee_answers_from_the_mail(page: Page, survey: Survey) -> None:
    start(page, survey)
    expect(page.get_by_text(LABEL)).to_be_visible()
    expect(page.get_by_text("9 people invited")).to_be_visible()
    answer_all(page, "42-")
    press(page, "Send my answers")
    on_screen(page, "sent")
    expect(page.locator("#receipt")).to_have_text(re.compile("^([0-9A-Z]{4}-){12}[0-9A-Z]{4}$"))
    (ballot,) = survey.ballots()
    assert ballot["answers"] == {"early": 4, "help": 2}
    press(page, "Finish")
    on_screen(page, "finished")
    assert page.evaluate(RECORDS) == []
    assert page.evaluate("history.state") is None


def test_the_secret_leaves_the_address_bar_and_no_cookie_is_set(
    page: Page, context: BrowserContext, survey: Survey
) -> None:
    secret = start(page, survey)
    on_screen(page, "group")
    assert page.url == f"{survey.survey_url}/w/{b64u(survey.wave)}"
    assert context.cookies() == [] and page.evaluate("localStorage.length") == 0
    assert page.evaluate("sessionStorage.length") == 0
    (kept,) = page.evaluate(RECORDS)
    assert "answers" not in kept and {"seed", "prefix", "r", "sig", "unit", "pass"} <= set(kept)
    assert b64u(secret) not in json.dumps(page.evaluate(RECORDS))


def test_pointers_advance_and_arrows_do_not(page: Page, survey: Survey) -> None:
    start(page, survey)
    press(page, "Yes, continue")
    on_screen(page, "item")
    assert page.locator("input:checked").count() == 0
    page.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(400)
    expect(page.locator("#count")).to_have_text("1 of 3")
    assert page.locator("input:checked").get_attribute("value") == "2"
    page.get_by_text("Agree", exact=True).click()
    expect(page.locator("#count")).to_have_text("2 of 3")
    expect(page.locator("h1")).to_be_focused()
    press(page, "Next")
    expect(page.get_by_text("Choose an answer, or skip this one.")).to_be_visible()
    press(page, "Back")
    assert page.locator("input:checked").get_attribute("value") == "4"


def test_the_browsers_back_button_goes_one_statement_back(page: Page, survey: Survey) -> None:
    start(page, survey)
    press(page, "Yes, continue")
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("2 of 3")
    page.evaluate("history.back()")
    expect(page.locator("#count")).to_have_text("1 of 3")
    assert page.locator("input:checked").get_attribute("value") == "5"


def test_an_answer_can_be_changed_from_the_review(page: Page, survey: Survey) -> None:
    start(page, survey)
    answer_all(page, "111")
    page.get_by_role("button", name=re.compile("^Change statement 2")).click()
    expect(page.locator("#count")).to_have_text("2 of 3")
    page.get_by_text("Strongly agree", exact=True).click()
    on_screen(page, "review")
    press(page, "Send my answers")
    on_screen(page, "sent")
    assert survey.ballots()[0]["answers"] == {"early": 1, "help": 5, "mistakes": 1}


def test_a_reload_between_issue_and_cast_recovers(page: Page, survey: Survey) -> None:
    start(page, survey)
    on_screen(page, "group")
    page.reload()
    on_screen(page, "welcome")
    press(page, "Start")
    answer_all(page, "333")
    press(page, "Send my answers")
    on_screen(page, "sent")
    assert len(survey.requests) == 1 and len(survey.ballots()) == 1


def test_a_lost_issue_reply_recovers_with_the_same_request(page: Page, survey: Survey) -> None:
    survey.lost_replies = 1
    start(page, survey)
    on_screen(page, "token-waiting")
    page.reload()
    on_screen(page, "welcome")
    press(page, "Start")
    on_screen(page, "group")
    first, second = survey.requests
    assert first == second


def test_a_lost_cast_reply_recovers_with_the_same_ballot(page: Page, survey: Survey) -> None:
    start(page, survey)
    answer_all(page, "55-")
    survey.lost_replies = 1
    press(page, "Send my answers")
    on_screen(page, "sending-waiting")
    expect(page.get_by_role("alert")).to_contain_text("Not sent yet")
    press(page, "Try now")
    on_screen(page, "sent")
    assert len(survey.ballots()) == 1


def test_answers_wait_for_the_network_and_go_when_it_is_back(
    page: Page, context: BrowserContext, survey: Survey
) -> None:
    start(page, survey)
    answer_all(page, "555")
    context.set_offline(True)
    press(page, "Send my answers")
    on_screen(page, "sending-waiting")
    assert survey.bodies == []
    context.set_offline(False)
    on_screen(page, "sent")
    assert len(survey.ballots()) == 1


def test_the_page_works_without_a_network_once_it_is_open(
    page: Page, context: BrowserContext, survey: Survey
) -> None:
    page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    press(page, "Start")
    on_screen(page, "token-waiting")
    expect(page.get_by_role("alert")).to_contain_text("Nothing is lost")
    context.set_offline(False)
    on_screen(page, "group")
    context.set_offline(True)
    answer_all(page, "1-5")
    page.get_by_role("button", name=re.compile("^Change statement 2")).click()
    page.get_by_text("Agree", exact=True).click()
    on_screen(page, "review")
    press(page, "Send my answers")
    on_screen(page, "sending-waiting")
    press(page, "Try now")
    on_screen(page, "sending-waiting")
    context.set_offline(False)
    on_screen(page, "sent")
    assert survey.ballots()[0]["answers"] == {"early": 1, "help": 4, "mistakes": 5}


def test_a_browser_without_ed25519_answers_too_and_fetches_its_fallback_at_once(
    page: Page, context: BrowserContext, survey: Survey
) -> None:
    page.add_init_script(WITHOUT_ED25519)
    with page.expect_response("**/vendor/ed25519.js"):
        page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    press(page, "Start")
    on_screen(page, "group")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer_all(page, "234")
    press(page, "Send my answers")
    on_screen(page, "sent")
    assert asked == [f"{survey.ballot_url}/cast/{b64u(survey.wave)}"]
    assert survey.ballots()[0]["answers"] == {"early": 2, "help": 3, "mistakes": 4}


def test_the_last_screens_say_when_and_where_results_are_found(page: Page, survey: Survey) -> None:
    start(page, survey)
    answer_all(page, "333")
    press(page, "Send my answers")
    for screen in ("sent", "finished"):
        on_screen(page, screen)
        card = page.locator(".card").filter(has_text="What happens next")
        results = manifest.parse(survey.manifest).results
        assert results is not None
        for one in (results.leader_on, results.team_on):
            expect(card).to_contain_text(f"{one:%A} {one.day} {one:%B}")
        place = card.get_by_role("link")
        expect(place).to_have_attribute("href", "https://results.harbour.example/dashboard/")
        expect(place).to_have_attribute("rel", "noopener noreferrer")
        if screen == "sent":
            press(page, "Finish")


def test_nothing_is_fetched_between_the_statements(page: Page, survey: Survey) -> None:
    start(page, survey)
    on_screen(page, "group")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer_all(page, "123")
    assert asked == []


def test_a_changed_ballot_is_a_new_version_up_to_the_fifth(page: Page, survey: Survey) -> None:
    secret = start(page, survey)
    answer_all(page, "111")
    for version in range(2, 6):
        press(page, "Send my answers")
        on_screen(page, "sent")
        press(page, "Change answers")
        for _ in range(3):
            page.keyboard.press(str(version))
            page.keyboard.press("Enter")
        on_screen(page, "review")
    press(page, "Send my answers")
    on_screen(page, "sent")
    assert [one["ver"] for one in survey.ballots()] == [1, 2, 3, 4, 5]
    assert page.get_by_role("button", name="Change answers").count() == 0
    assert len({body[33:65] for body in survey.bodies}) == 1
    page.goto("about:blank")
    page.goto(survey.link(secret))
    expect(page.locator(".notice")).to_contain_text("five times, which is the limit.")
    assert page.get_by_role("button", name="Start").count() == 0


def test_a_typed_code_opens_the_survey(page: Page, survey: Survey) -> None:
    secret = survey.invite()
    page.goto(f"{survey.survey_url}/w/{b64u(survey.wave)}")
    on_screen(page, "code")
    page.get_by_label("Code").fill("not a code")
    press(page, "Continue")
    expect(page.get_by_text("This is not a complete code.")).to_be_visible()
    text = crockford(secret).lower()
    page.get_by_label("Code").fill(f"{text[:5]}-{text[5:12]} {text[12:]}")
    press(page, "Continue")
    on_screen(page, "welcome")
    press(page, "Start")
    on_screen(page, "group")


def test_a_rewritten_link_is_repaired(page: Page, survey: Survey) -> None:
    secret = survey.invite()
    page.goto(survey.link(secret).replace("#", "%23"))
    on_screen(page, "welcome")
    assert page.url.endswith(f"/w/{b64u(survey.wave)}")
    press(page, "Start")
    on_screen(page, "group")


def test_opening_the_link_uses_nothing_up(page: Page, survey: Survey) -> None:
    page.goto(survey.link(survey.invite()))
    on_screen(page, "welcome")
    assert survey.requests == []


def test_two_people_on_one_computer_have_two_ballots(page: Page, survey: Survey) -> None:
    """Each is told at a return visit that they have answered, and only they."""
    for keys in ("111", "555"):
        secret = start(page, survey)
        answer_all(page, keys)
        press(page, "Send my answers")
        on_screen(page, "sent")
    assert len({body[33:65] for body in survey.bodies}) == 2
    for known, seen in ((secret, 1), (survey.invite(), 0)):
        page.goto("about:blank")
        page.goto(survey.link(known))
        on_screen(page, "welcome")
        assert page.get_by_text("Answers were sent from this device.").count() == seen
