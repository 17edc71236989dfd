"""Those who run the survey do it in the browser: waves, the smallest group, roster and units."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests import factories
from tests.journeys.conftest import ADMINISTRATOR, ANALYST, EMPLOYEE, PASSWORD, Company
from tests.journeys.every_page import Looking

OF_THOSE_WHO_RUN_IT = (
    "waves",
    "policy",
    "roster",
    "units",
    "settings",
    "instruments",
    "instruments?instrument=team_climate",
    "instruments?instrument=pulse_short&do=edit",
    "sites",
    "schedules",
    "roles",
    "provisioning",
    "mails",
    "mails?mail=invitation",
    "notices",
    "notices?notice=impact-assessment",
    "keeping",
)
LOOKS = pytest.mark.parametrize(
    ("width", "theme", "language"),
    [
        (1440, "light", "en"),
        (360, "dark", "de"),
        pytest.param(360, "light", "en", marks=pytest.mark.slow),
        pytest.param(1440, "dark", "de", marks=pytest.mark.slow),
    ],
)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900})
    yield made
    made.close()


def enter(context: BrowserContext, company: Company, who: str) -> Looking:
    home = f"{company.running.settings.app_url}/dashboard/"
    signed = context.request.post(
        f"{company.running.settings.app_url}/sign-in",
        data={"email": who, "password": PASSWORD},
        headers={"Origin": company.running.settings.app_url},
    )
    assert signed.ok
    return Looking(context, home)


def test_a_wave_is_planned_thrown_away_and_refused_with_a_reason(
    context: BrowserContext, company: Company
) -> None:
    page = enter(context, company, ADMINISTRATOR).at("admin/waves")
    form = page.locator("#new-wave form")
    form.get_by_label("Title").fill("Planned by mistake")
    form.get_by_label("Closes on").fill("2020-01-31")
    form.get_by_role("button", name="Save as draft").click()
    expect(form.get_by_role("alert")).to_contain_text("after")
    assert form.get_by_label("Title").input_value() == "Planned by mistake"
    form.get_by_label("Closes on").fill("2030-01-31")
    form.get_by_role("button", name="Save as draft").click()
    expect(form.get_by_role("alert")).to_contain_text("four weeks at the earliest")
    form.get_by_label("Opens on").fill("2030-01-01")
    form.get_by_label("Smallest group shown").fill("6")
    form.get_by_role("button", name="Save as draft").click()
    draft = page.locator("section.card", has=page.get_by_text("Planned by mistake"))
    expect(draft).to_contain_text("fewer than 6 people")
    draft.get_by_role("button", name="Throw away").click()
    expect(draft.get_by_role("button", name="No")).to_be_focused()
    draft.get_by_role("button", name="Yes, do it").click()
    expect(draft).to_contain_text("Asked for")
    for _ in range(20):
        page.reload()
        if not draft.count():
            break
    expect(draft).to_have_count(0)


def test_a_roster_is_looked_at_before_it_is_applied(
    context: BrowserContext, company: Company, tmp_path: Path
) -> None:
    page = enter(context, company, ADMINISTRATOR).at("admin/roster")
    good = factories.roster_csv(54).decode()
    wrong, right = tmp_path / "wrong.csv", tmp_path / "right.csv"
    wrong.write_bytes(good.replace("@example.org", "", 1).encode())
    joiner = "99999,Zoë Neu,zoe@example.org,Finance,"
    right.write_bytes(f"{good}\n{joiner}".encode("utf-16"))
    page.get_by_label("CSV file").set_input_files(wrong)
    page.get_by_role("button", name="Look at what would change").click()
    expect(page.locator(".roster-found")).to_contain_text("This is not an e-mail address.")
    expect(page.get_by_role("button", name="Apply it")).to_be_hidden()
    page.get_by_label("CSV file").set_input_files(right)
    page.get_by_role("button", name="Look at what would change").click()
    expect(page.locator(".roster-done")).to_contain_text("nothing has been changed yet")
    page.get_by_role("button", name="Apply it").click()
    expect(page.locator(".roster-done")).to_contain_text("up to date")


def test_a_setting_is_refused_then_kept_for_the_next_start(
    context: BrowserContext, company: Company
) -> None:
    page = enter(context, company, ADMINISTRATOR).at("admin/settings")
    form = page.locator("form.api-form")
    form.get_by_label("Time zone").fill("Europe/Nowhere")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("such as Europe/Berlin")
    assert form.get_by_label("Time zone").input_value() == "Europe/Nowhere"
    form.get_by_label("Time zone").fill("Europe/Berlin")
    form.get_by_label("Contact for help").fill("")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("in force when the service is started again.").first).to_be_visible()
    expect(form.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    expect(page.locator("table")).not_to_contain_text("Europe/Berlin")


def test_a_questionnaire_is_copied_refused_put_right_and_seen_as_people_meet_it(
    context: BrowserContext, company: Company
) -> None:
    looking = enter(context, company, ADMINISTRATOR)
    page = looking.at("admin/instruments?instrument=pulse_short")
    expect(page.locator(".screens > li")).to_have_count(6)
    page.get_by_role("link", name="Copy and change it").click()
    form = page.locator(".instrument-form")
    form.get_by_label("Name in files").fill("our_own")
    form.get_by_role("button", name="Add a question").click()
    last = form.locator("[data-part=items]").last
    last.get_by_label("Short name", exact=True).fill("health")
    last.get_by_label("Wording (English)").fill("My health matters here.")
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".instrument-found")).to_contain_text("item health")
    last.get_by_label("Wording (Deutsch)").fill("Meine Gesundheit zählt hier.")
    last.get_by_role("button", name="Up").click()
    form.get_by_role("button", name="Save").click()
    expect(page.locator(".screens > li").nth(5)).to_contain_text("My health matters here.")
    expect(page.get_by_text("may ask about health").first).to_be_visible()
    page = looking.at("admin/instruments")
    expect(page.get_by_text("Words to look at again: 2")).to_be_visible()
    page.get_by_label("Or its text").fill("id: half")
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".instrument-found")).to_contain_text("'items' is missing.")
    expect(page.get_by_role("button", name="Store it")).to_be_hidden()


def test_results_of_before_are_looked_at_marked_in_every_trend_and_taken_out(
    context: BrowserContext, company: Company, tmp_path: Path
) -> None:
    page = enter(context, company, ANALYST).at("admin/earlier")
    file = tmp_path / "means.csv"
    file.write_text("unit,measure,mean,n\nTest & Sons,index,3.31,50\nFinance,index,4.9,3\n")
    form = page.locator(".earlier-form")
    form.get_by_label("What the survey was called").fill("Pulse 2019")
    form.get_by_label("Tool or file it comes from").fill("Old tool")
    form.get_by_label("Day it was held").fill("2019-05-31")
    form.get_by_label("File", exact=True).set_input_files(file)
    form.get_by_role("button", name="Look at it").click()
    expect(form.get_by_role("status")).to_contain_text("Left out: 1 of few people")
    form.get_by_role("button", name="Bring it in").click()
    kept = page.locator("section.card", has=page.get_by_role("heading", name="Pulse 2019"))
    expect(kept).to_contain_text("not behind our rule")
    home = f"{company.running.settings.app_url}/dashboard/"
    page.goto(home)
    trend = page.locator("section.card", has=page.locator(".legend .hollow"))
    row = trend.locator("tr", has_text="Pulse 2019 (imported from Old tool)")
    expect(row).to_contain_text("not compared")
    page.goto(f"{home}admin/earlier")
    kept.get_by_role("button", name="Take out").click()
    kept.get_by_role("button", name="Yes, do it").click()
    expect(kept).to_have_count(0)


def test_reports_of_every_wave_are_there_in_every_format_and_language(
    context: BrowserContext, company: Company
) -> None:
    page = enter(context, company, ANALYST).at("admin/reports")
    cards = page.locator(".run-list > section")
    expect(cards).to_have_count(2)
    expect(cards.first.get_by_role("link")).to_have_count(10)
    with page.expect_download() as coming:
        cards.first.get_by_role("link", name="XLSX, Deutsch").click()
    assert coming.value.suggested_filename.endswith(".xlsx")


def test_a_token_for_a_directory_is_shown_once_and_taken_back(
    context: BrowserContext, company: Company
) -> None:
    page = enter(context, company, ADMINISTRATOR).at("admin/provisioning")
    page.get_by_label("Name").fill("Directory")
    page.get_by_role("button", name="Make a token").click()
    once = page.locator(".shown-once")
    expect(once).to_be_focused()
    token = once.locator("code").inner_text()
    people = f"{company.running.settings.app_url}/scim/v2/Users"
    shown = {"Authorization": f"Bearer {token}"}
    assert context.request.get(people, headers=shown).ok
    page.reload()
    assert token not in page.content()
    page.get_by_role("button", name="Take back").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.locator("main")).to_contain_text("No directory is connected")
    assert context.request.get(people, headers=shown).status == 401


def test_a_paper_for_counsel_is_read_in_another_language_and_taken_along(
    context: BrowserContext, company: Company
) -> None:
    looking = enter(context, company, ADMINISTRATOR)
    looking.wear("dark")
    page = looking.at("admin/notices")
    plan = page.locator("section.card", has=page.get_by_role("heading", name="Deletion plan"))
    expect(plan).to_contain_text("places to be filled in")
    plan.get_by_role("link", name="Read it").click()
    expect(page.locator(".paper")).to_contain_text("Draft for counsel")
    page.get_by_label("Language").select_option("de")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Löschkonzept")
    expect(page.locator(".paper mark").first).to_contain_text("[noch auszufüllen: ")
    with page.expect_download() as coming:
        page.get_by_role("link", name="PDF, Deutsch").click()
    assert coming.value.suggested_filename == "deletion-plan.de.pdf"
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_have_css("color", "rgb(22, 27, 38)")


@LOOKS
def test_the_pages_of_hr_can_be_used_by_everybody(
    context: BrowserContext, company: Company, width: int, theme: str, language: str
) -> None:
    looking = enter(context, company, ANALYST)
    assert wrong_with(looking, ("earlier", "reports"), width, theme, language) == []


def test_the_pages_are_for_those_who_run_it_alone(
    context: BrowserContext, company: Company
) -> None:
    page = enter(context, company, EMPLOYEE).at("")
    expect(page.get_by_text("Running it")).to_have_count(0)
    page.goto(f"{company.running.settings.app_url}/dashboard/admin/roster")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your role does not include")


@LOOKS
def test_every_page_can_be_used_by_everybody(
    context: BrowserContext, company: Company, width: int, theme: str, language: str
) -> None:
    looking = enter(context, company, ADMINISTRATOR)
    assert wrong_with(looking, OF_THOSE_WHO_RUN_IT, width, theme, language) == []


def wrong_with(
    looking: Looking, names: Sequence[str], width: int, theme: str, language: str
) -> list[str]:
    """What somebody would find wrong with these pages."""
    looking.wear(theme, language)
    looking.page.set_viewport_size({"width": width, "height": 900})
    found = []
    for name in names:
        looking.at(f"admin/{name}")
        found += looking.inspect(f"{name} at {width}")
    return found + looking.trouble


def test_a_mail_is_worded_beside_how_it_looks(context: BrowserContext, company: Company) -> None:
    looking = enter(context, company, ADMINISTRATOR)
    page = looking.at("admin/mails?mail=invitation&language=en")
    looks = page.frame_locator(".mail-html iframe").locator("body")
    expect(looks).to_contain_text("Hello Kim Example")
    page.get_by_label("Opening").fill("We ask until {closes}. <b>Now</b>")
    expect(page.locator(".mail-wrong")).to_contain_text("it holds HTML")
    page.get_by_label("Opening").fill("We ask until {closes}.")
    expect(looks).to_contain_text("We ask until")
    expect(page.locator(".mail-wrong")).to_be_hidden()
    page.get_by_role("button", name="Use these words").click()
    page.get_by_role("button", name="Back to the shipped texts").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.get_by_label("Opening")).to_have_value(re.compile("It takes about three minutes"))
    assert not [one for one in looking.trouble if "422" not in one]
