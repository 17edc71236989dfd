"""A leader reads the trend and cannot leave their team; HR's file equals HR's screen."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey_api.published.schemas.words import PublicText
from tests.browser import desktop
from tests.journeys.conftest import ANALYST, EMPLOYEE, LEADER, PASSWORD, Company


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = desktop(browser)
    opened = context.new_page()
    opened.on("console", lambda one: _no_violation(one.text))
    yield opened
    context.close()


def _no_violation(text: str) -> None:
    assert "Content Security Policy" not in text, text


def sign_in(page: Page, company: Company, email: str, path: str = "/dashboard/") -> None:
    page.goto(f"{company.running.settings.app_url}{path}")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("button[type=submit]").first.click()
    expect(page.locator("#main h1, #main h2").first).to_be_visible(timeout=20_000)


def unit_of(company: Company, label: str) -> str:
    from survey_api.catalogue.models import ReportingUnit

    with company.running.rooms.published() as session:
        return session.query(ReportingUnit).filter_by(label=label).one().id


def test_a_leader_sees_the_trend_with_a_table_that_equals_it(page: Page, company: Company) -> None:
    sign_in(page, company, LEADER)
    expect(page.locator("h1")).to_have_text("Customer care")
    expect(page.locator(".chart .main-svg").first).to_be_visible(timeout=20_000)
    page.locator(".as-table summary").first.click()
    rows = page.locator(".as-table").first.locator("tbody tr")
    expect(rows).to_have_count(len(company.waves))
    drawn = page.locator(".chart").first.evaluate(
        "node => node.querySelector('.js-plotly-plot').data.filter(d => d.mode === 'lines+markers')"
        ".flatMap(d => d.y)"
    )
    told = [
        re.findall(r"\d\.\d", text)[0] for text in rows.locator("td:nth-child(2)").all_inner_texts()
    ]
    assert [f"{value:.1f}" for value in drawn] == told


def test_a_leader_cannot_reach_a_foreign_team(page: Page, company: Company) -> None:
    foreign = unit_of(company, "Platform")
    sign_in(page, company, LEADER, f"/dashboard/team/{foreign}")
    expect(page.locator("#main")).to_contain_text("There is nothing here")
    foreign_text = page.locator("#main").inner_text()
    page.goto(f"{company.running.settings.app_url}/dashboard/team/nosuchunit")
    expect(page.locator("#main")).to_contain_text("There is nothing here", timeout=20_000)
    assert page.locator("#main").inner_text() == foreign_text


def test_the_file_hr_downloads_equals_the_screen(page: Page, company: Company) -> None:
    unit = unit_of(company, "Operations")
    sign_in(page, company, ANALYST, f"/dashboard/team/{unit}")
    expect(page.locator("table.items")).to_be_visible(timeout=20_000)
    shown = page.locator("table.items tbody tr td:nth-child(2)").all_inner_texts()
    page.locator(".menu > summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Table (CSV)").click()
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["measure_id"]]
    told = [row["value"] for row in rows][-len(shown) :]
    assert [re.findall(r"\d\.\d", one)[0] for one in shown] == told


def test_a_hidden_team_says_one_of_the_two_texts_and_names_the_wider_group(
    page: Page, company: Company
) -> None:
    unit = unit_of(company, "Dispatch")
    sign_in(page, company, ANALYST, f"/dashboard/team/{unit}")
    said = page.locator(".empty h2").inner_text()
    assert any(str(one) in said for one in PublicText)
    expect(page.locator(".empty a.primary")).to_be_visible()


def test_an_employee_opens_the_released_page_and_sees_what_was_promised(
    page: Page, company: Company
) -> None:
    sign_in(page, company, LEADER)
    page.get_by_role("link", name="Promise something, or say what you did").click()
    expect(page.locator("#first")).to_have_count(0, timeout=20_000)
    page.fill("#what", "We begin each shift with what went wrong yesterday, mine first.")
    page.fill("#due_on", "2020-01-31")
    page.get_by_role("button", name="Promise it to the team").click()
    expect(page.locator("#promise .failed")).to_contain_text("a date from today on")
    page.fill("#due_on", "2099-01-31")
    page.get_by_role("button", name="Promise it to the team").click()
    expect(page.locator(".promised")).to_have_count(1, timeout=20_000)
    page.locator(".sidebar .sign-out").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    sign_in(page, company, EMPLOYEE)
    expect(page.locator("h1")).to_have_text("Customer care")
    expect(page.locator(".promises li")).to_contain_text("mine first")
    page.get_by_role("link", name="See all, and what came of them").click()
    expect(page.locator(".promised").first).to_contain_text("mine first")
    expect(page.locator("#main form")).to_have_count(0)


def test_a_leader_says_what_was_done_and_two_windows_do_not_overwrite_each_other(
    page: Page, company: Company
) -> None:
    sign_in(page, company, LEADER, "/dashboard/commitments")
    other = page.context.new_page()
    other.goto(page.url)
    for window, words in ((page, "Mine first, in two minutes."), (other, "Mine last.")):
        expect(window.locator("#first")).to_have_count(0, timeout=20_000)
        window.locator("summary", has_text="Change it").click()
        window.locator(".promised textarea[name=what]").fill(words)
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator(".promised-what")).to_have_text("Mine first, in two minutes.")
    other.get_by_role("button", name="Save the change").click()
    expect(other.locator(".failed:visible")).to_contain_text("Nothing was overwritten")
    expect(other.locator(".promised textarea[name=what]")).to_have_value("Mine last.")
    expect(page.locator("#first")).to_have_count(0, timeout=20_000)
    page.locator("summary", has_text="It is done").click()
    page.locator("textarea[name=did]").fill("Four weeks of four.")
    page.get_by_role("button", name="Tell the team").click()
    expect(page.locator(".promised .state")).to_contain_text("Kept", timeout=20_000)
    page.locator("summary", has_text="What it said before").click()
    expect(page.locator(".promised-fold li").last).to_contain_text("what went wrong yesterday")


def test_a_leader_asks_somebody_beside_them_and_takes_it_back(page: Page, company: Company) -> None:
    sign_in(page, company, LEADER, f"/dashboard/team/{unit_of(company, 'Customer care')}")
    if page.locator("details.beside-offer").count():
        page.locator("details.beside-offer > summary").click()
    form = page.locator("form.beside-form")
    form.locator("input").fill("nobody@example.org")
    form.get_by_role("button").click()
    expect(form.locator(".unknown")).to_be_visible()
    form.locator("input").fill("p30@example.org")
    form.get_by_role("button").click()
    expect(page.locator(".beside-note")).to_contain_text("Person 30 stands beside you")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("form.beside-form")).to_have_count(1)


def test_notes_on_the_weekly_step_stay_in_the_browser(page: Page, company: Company) -> None:
    sign_in(page, company, EMPLOYEE, "/dashboard/week")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(f"{one.url} {one.post_data or ''}"))
    expect(page.locator(".step-state:visible")).to_have_count(1)
    page.fill("#notes", "CANARY: I was too quick.")
    page.reload()
    expect(page.locator("#notes")).to_have_value("CANARY: I was too quick.")
    expect(page.locator(".step-state:visible")).to_contain_text("on this page only")
    page.get_by_role("button", name="Forget all my notes").click()
    expect(page.locator("#notes")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0
    assert sent and not any("CANARY" in one for one in sent)
