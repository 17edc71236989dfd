"""An organisation whose every name is an attack: no page, file, header or mail carries it out."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx2
import openpyxl
import pytest
from starlette.testclient import TestClient

from survey_api.access import Role
from survey_api.app import create_survey_app
from survey_api.cli.serve import Part
from survey_api.conduct import roster
from survey_api.conduct.closing import close_wave
from survey_api.settings import Settings
from tests import factories
from tests.installing import installed
from tests.running import Running
from tests.security import accounts
from tests.security.corpora import (
    ADDRESSES,
    CROSS_SITE,
    FORMULA,
    HEADER,
    PATHS,
    READ,
    TEMPLATE,
    hits,
)

EVERY = (*CROSS_SITE, *TEMPLATE, *FORMULA)
FEW, MANY = 24, 400


@dataclass(frozen=True)
class Attacked:
    """The place, and one wave of it."""

    settings: Settings
    wave: str
    running: Running


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    bare = installed(tmp_path_factory.mktemp("attacked"))
    settings = replace(bare, organisation=CROSS_SITE[1], help_contact=CROSS_SITE[3])
    with Running(settings, (Part.BALLOTS, Part.FRONT)) as running:
        roster.import_csv(running.rooms, hostile_roster())
        accounts.enlist(settings)
        wave = factories.open_wave(running.rooms, title=CROSS_SITE[0] + TEMPLATE[0])
        factories.answer_all(factories.links(running.rooms, wave))
        close_wave(running.rooms, wave)
        yield Attacked(settings, wave, running)


def hostile_roster() -> bytes:
    """Six people in each of six units; units and people are called after the attacks."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["employee_id", "name", "email", "unit", "leads"])
    units = [one.replace("/", "|") for one in (*CROSS_SITE, TEMPLATE[0])]
    for number in range(6 * len(units)):
        name = EVERY[number % len(EVERY)]
        unit = units[number % len(units)]
        leads = "yes" if number < len(units) else ""
        writer.writerow([f"{number:04}", name, f"p{number}@example.org", unit, leads])
    return out.getvalue().encode()


def browser(place: Attacked, who: str) -> httpx2.Client:
    client = httpx2.Client(base_url=place.settings.app_url, timeout=20)
    client.headers.update(accounts.OURS)
    if who != accounts.ANONYMOUS:
        said = {"email": accounts.address(who), "password": accounts.PASSWORD}
        assert client.post("/sign-in", json=said).status_code == 204
    return client


@pytest.mark.parametrize("at_most", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
@pytest.mark.parametrize("who", [Role.ANALYST, Role.ADMINISTRATOR])
def test_no_page_that_can_be_reached_by_links_carries_out_a_name(
    attacked: Attacked, who: Role, at_most: int
) -> None:
    client = browser(attacked, who)
    waiting, seen, n_attacks = ["/dashboard/"], set[str](), 0
    while waiting and len(seen) < at_most:
        path = waiting.pop(0)
        reply = client.get(path, follow_redirects=True)
        seen.add(path)
        assert "x-evil" not in reply.headers
        if not reply.headers.get("content-type", "").startswith("text/html"):
            continue
        found = hits(reply.text)
        assert found.found == [], path
        n_attacks += "alert(7)" in reply.text
        waiting += sorted(
            one for one in found.links if is_next(one) and one not in {*seen, *waiting}
        )
    assert len(seen) > 5
    assert n_attacks > 2, "the texts are shown somewhere"


def is_next(link: str) -> bool:
    return link.startswith("/dashboard/") and "#" not in link and "lang=" not in link


def test_no_table_of_a_release_holds_a_formula(attacked: Attacked) -> None:
    client = browser(attacked, Role.ANALYST)
    base = f"/published/waves/{attacked.wave}"
    texts = client.get(f"{base}/export.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(texts)) for cell in row]
    assert len(cells) > 100 and not [one for one in cells if is_formula(one)]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{base}/report.xlsx").content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    for kind in ("xlsx", "csv", "json", "pdf", "pptx"):
        sent = client.get(f"{base}/report.{kind}").headers["content-disposition"]
        assert "<" not in sent and "{" not in sent and sent.isascii()


def is_formula(cell: str) -> bool:
    """As a spreadsheet takes it; a number may have a sign."""
    if cell[:1] not in set("=+-@\t\r\n") or not cell:
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_of_what_is_served(attacked: Attacked, path: str) -> None:
    places = {
        attacked.settings.app_url: ("/sign-in/assets/", "/dashboard/assets/", "/dashboard/_joined/",
                                    "/", f"/published/waves/{attacked.wave}/units/"),
        attacked.settings.survey_url: ("/answer/", "/w/", "/manifest/", "/"),
        attacked.settings.ballot_url: ("/log/", "/checkpoint/", "/"),
    }  # fmt: skip
    for origin, prefixes in places.items():
        for prefix in prefixes:
            line = HTTPConnection(urlsplit(origin).netloc, timeout=10)
            line.request("GET", (prefix + path).replace("\\", "%5c"))
            reply = line.getresponse()
            said = reply.read().decode(errors="replace")
            assert not READ.search(said), prefix
            assert reply.status < 500, (prefix, reply.status)
            line.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_sign_in_leads_to_another_site(attacked: Attacked, address: str) -> None:
    client = browser(attacked, accounts.ANONYMOUS)
    said = {"email": accounts.address(Role.ANALYST), "password": accounts.PASSWORD}
    form = client.post("/sign-in", data={**said, "next": address}, follow_redirects=False)
    to = form.headers["location"]
    assert urlsplit(to).netloc == "" and to.startswith("/") and not to.startswith("//")
    page = client.get("/sign-in", params={"next": address})
    assert hits(page.text).found == []


@pytest.mark.parametrize("value", HEADER)
def test_no_value_becomes_a_header(attacked: Attacked, value: str) -> None:
    client = browser(attacked, Role.ADMINISTRATOR)
    wave = {"title": value, "instrument": "pulse_short", "k": 5,
            "opens_on": "2030-01-01", "closes_on": "2030-01-10"}  # fmt: skip
    replies = [
        client.post("/waves", json=wave),
        client.get("/sign-in", params={"lang": value, "next": value}),
        client.get("/waves"),
        client.post("/sign-in", json={"email": value, "password": value}),
    ]
    for reply in replies:
        assert reply.status_code < 500
        assert "x-evil" not in reply.headers


def test_the_answer_page_and_its_files_carry_out_no_name(attacked: Attacked) -> None:
    with TestClient(create_survey_app(attacked.settings)) as client:
        document = client.get("/w/x").text
        assert hits(document).found == []
        assert "alert(7)" in document
        questionnaire = client.get(f"/questionnaire/{attacked.wave}")
        assert json.loads(questionnaire.content)
        assert questionnaire.headers["content-type"] == "application/json"
        assert questionnaire.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "text",
    [CROSS_SITE[0], CROSS_SITE[1], CROSS_SITE[3], f'<a href="{CROSS_SITE[4]}">x</a>', "Z49Z"],
)
def test_a_text_that_was_carried_out_would_be_found(text: str) -> None:
    assert hits(f"<p>{text}</p>").found
