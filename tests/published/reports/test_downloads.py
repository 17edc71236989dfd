"""Reports from the API: whose they are, what they are called, that they are on record."""

import csv
import io
import json
from xml.etree import ElementTree

import openpyxl
import pytest
from pptx import Presentation
from starlette.testclient import TestClient

from survey_api.catalogue.models import AuditEvent
from survey_api.conduct.rooms import Rooms
from survey_api.published.reports.dictionary import DOCUMENTS, LEFT_OUT, fields_of
from survey_api.published.reports.formats import Format
from survey_api.settings import Settings
from tests.published.reports.conftest import EMPLOYEE, signed_in

WHOLE, UNIT, HIDDEN = "/published/waves/w2", "/published/waves/w2/units/desk", "night"
STARTS = {
    "pdf": b"%PDF-1.7",
    "pptx": b"PK",
    "xlsx": b"PK",
    "csv": b"\xef\xbb\xbfwave",
    "json": b"{",
}
BEFORE = [f"{path}/report.{kind}" for path in (WHOLE, UNIT) for kind in Format]
CHARTS = ["/published/units/desk/chart.svg", "/published/units/desk/chart.png"]


@pytest.mark.parametrize("path", BEFORE)
def test_every_format_comes_whole_named_and_in_both_languages(
    analyst: TestClient, path: str
) -> None:
    english, german = analyst.get(path), analyst.get(f"{path}?lang=de")
    kind = path.rpartition(".")[2]
    for reply in (english, german):
        assert reply.status_code == 200
        assert reply.content.startswith(STARTS[kind])
        saved = reply.headers["content-disposition"]
        assert saved.startswith('attachment; filename="october-') and saved.endswith(f'.{kind}"')
        assert not reply.headers["etag"].startswith("W/")
        assert reply.headers["vary"] == "Cookie, Accept-Language"
    assert english.content != german.content
    asked = analyst.get(path, headers={"Accept-Language": "de-AT"})
    assert asked.content == german.content


@pytest.mark.parametrize("path", [*BEFORE, *CHARTS])
def test_the_same_bytes_are_sent_once(analyst: TestClient, path: str) -> None:
    first = analyst.get(path)
    again = analyst.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize("kind", Format)
def test_foreign_and_unknown_units_get_the_same_404(analyst: TestClient, kind: Format) -> None:
    replies = [
        analyst.get(f"/published/waves/{wave}/units/{unit}/report.{kind}")
        for wave, unit in (("w2", "nowhere"), ("w9", "desk"))
    ]
    assert {one.status_code for one in replies} == {404}
    assert replies[0].content == replies[1].content
    assert analyst.get(f"/published/waves/w9/report.{kind}").status_code == 404


def test_without_the_permission_nothing_leaves(app: TestClient) -> None:
    client = signed_in(app, EMPLOYEE)
    for path in (*BEFORE, *CHARTS):
        assert client.get(path).status_code == 403
    client.cookies.clear()
    assert client.get(BEFORE[0]).status_code == 401


def recorded(rooms: Rooms, action: str, subject: str) -> int:
    with rooms.reading() as session:
        return session.query(AuditEvent).filter_by(action=action, subject=subject).count()


def test_every_export_is_on_record_before_it_leaves(
    analyst: TestClient, settings: Settings
) -> None:
    rooms = Rooms(settings)
    for path, kind, subject in (
        (f"{WHOLE}/report.pdf", "export pdf", "wave w2"),
        (f"{UNIT}/report.xlsx", "export xlsx", "wave w2 unit desk"),
        (CHARTS[1], "export png", "chart of unit desk"),
    ):
        before = recorded(rooms, kind, subject)
        assert analyst.get(path).status_code == 200
        assert recorded(rooms, kind, subject) == before + 1
    rooms.dispose()


def test_the_json_is_exactly_what_the_api_says(analyst: TestClient) -> None:
    found = analyst.get(f"{WHOLE}/report.json").json()
    nodes = analyst.get(f"{WHOLE}/units").json()
    assert [one["unit"] for one in found["units"]] == [one["unit"] for one in nodes]
    for one in found["units"]:
        said = analyst.get(f"{WHOLE}/units/{one['unit']}").json()
        wave = said.pop("wave")
        assert {**one, "supporter": None} == said and wave == found["wave"]
    for trend in found["trends"]:
        path = f"/published/units/{trend['unit']}/trend?scale={trend['scale']['id']}"
        assert analyst.get(path).json() == trend
    worth = analyst.get(f"{WHOLE}/statistics").json()
    assert found["statistics"] == worth["statistics"]
    assert found["not_for"] == "Not for appraisal, pay or dismissal."


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_json_says_what_each_of_its_fields_means(analyst: TestClient, lang: str) -> None:
    found = analyst.get(f"{UNIT}/report.json?lang={lang}").json()["dictionary"]
    for kind in DOCUMENTS:
        for schema, names in fields_of(kind).items():
            assert set(found[schema]) == names - LEFT_OUT
            assert all(found[schema].values())


def test_other_formats_hold_the_figures_of_the_json(analyst: TestClient) -> None:
    told = analyst.get(f"{UNIT}/report.json").json()["units"][0]
    wanted = [one["figure"]["value"] for one in told["scales"]]
    text = analyst.get(f"{UNIT}/report.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["value"] for row in rows][: len(wanted)] == wanted
    book = openpyxl.load_workbook(io.BytesIO(analyst.get(f"{UNIT}/report.xlsx").content))
    figures = list(book["Figures"].iter_rows(min_row=5, values_only=True))
    at = list(rows[0]).index("value")
    assert [f"{row[at]:.1f}" for row in figures][: len(wanted)] == wanted
    deck = Presentation(io.BytesIO(analyst.get(f"{UNIT}/report.pptx").content))
    drawn = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert [f"{one:.1f}" for one in drawn[1].plots[0].series[0].values] == wanted


def test_a_report_of_an_older_wave_knows_nothing_of_a_newer_one(analyst: TestClient) -> None:
    old = analyst.get("/published/waves/w1/units/desk/report.json").json()
    assert {point["wave"] for one in old["trends"] for point in one["points"]} == {"w1"}
    new = analyst.get(f"{UNIT}/report.json").json()
    assert {point["wave"] for one in new["trends"] for point in one["points"]} == {"w1", "w2"}


@pytest.mark.parametrize("kind", Format)
def test_a_unit_that_is_not_shown_has_a_report_without_a_figure(
    analyst: TestClient, kind: Format
) -> None:
    reply = analyst.get(f"/published/waves/w1/units/{HIDDEN}/report.{kind}")
    assert reply.status_code == 200
    if kind == Format.JSON:
        one = json.loads(reply.content)["units"][0]
        assert not any(scale["figure"]["value"] for scale in one["scales"])


def test_the_chart_is_a_drawing_and_a_picture_in_both_languages(analyst: TestClient) -> None:
    for lang, finding in (("en", "Line chart"), ("de", "Liniendiagramm")):
        drawn = analyst.get(f"{CHARTS[0]}?lang={lang}&scale=safety")
        tree = ElementTree.fromstring(drawn.content)  # noqa: S314 (our own)
        assert drawn.headers["content-type"].startswith("image/svg+xml")
        assert (tree[0].text or "").startswith(finding)
    whole = analyst.get("/published/units/org/chart.svg").text
    assert "stroke-dasharray" in drawn.text and 'stroke-dasharray="5 4"' not in whole
    picture = analyst.get(CHARTS[1])
    assert picture.content.startswith(b"\x89PNG") and len(picture.content) < 200_000
    assert analyst.get("/published/units/desk/chart.svg?scale=nothing").status_code == 404
    assert analyst.get("/published/units/desk/chart.gif").status_code == 422
