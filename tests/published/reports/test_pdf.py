"""The PDF, opened by poppler: tagged, small, complete, and the figures of the API."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from survey_api import languages
from survey_api.published.reports.findings import item_note
from survey_api.published.reports.json import to_json
from survey_api.published.reports.pdf import compiled, to_pdf
from survey_api.published.reports.pdf_packing import packed
from survey_api.published.reports.pptx import to_pptx
from survey_api.published.reports.sheet import sheet
from survey_api.published.reports.words import Words
from survey_api.published.reports.xlsx import to_xlsx
from tests.published.reports import samples
from tests.published.reports.test_workbook import REPORTS, made

LARGEST = 100_000
POPPLERS_OWN = (  # both are as ISO 32000 has them
    "Syntax Error: Suspects object is wrong type (boolean)",
    "Syntax Warning: Attribute BorderColor value is of wrong type (array)",
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    folder, found = tmp_path_factory.mktemp("pdf"), {}
    for kind, locale in REPORTS:
        found[kind, locale] = folder / f"{kind}-{locale}.pdf"
        found[kind, locale].write_bytes(to_pdf(made(kind, locale)))
    return found


def ran(*words: str) -> str:
    done = subprocess.run(words, check=True, capture_output=True, text=True, errors="replace")
    assert set(done.stderr.splitlines()) <= {*POPPLERS_OWN}
    return done.stdout


def text_of(file: Path, *options: str) -> str:
    return ran("pdftotext", "-enc", "UTF-8", *options, str(file), "-")


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("kind", "locale"), REPORTS)
def test_it_is_tagged_and_small_and_has_a_title(
    kind: str, locale: str, files: dict[tuple[str, str], Path]
) -> None:
    file = files[kind, locale]
    about = dict(line.split(":", 1) for line in ran("pdfinfo", str(file)).splitlines())
    assert about["Tagged"].strip() == "yes"
    assert about["Title"].strip().startswith(made(kind, locale).head.label)
    assert file.stat().st_size <= LARGEST
    raw = ran("pdfinfo", "-meta", str(file))
    assert "pdfuaid:part" in raw and f"<rdf:li>{locale}" in raw
    tree = ran("pdfinfo", "-struct", str(file))
    assert "Table" in tree or kind == "hidden"
    assert "H1" in tree and "Figure" in tree


@pytest.mark.parametrize(("kind", "locale"), REPORTS)
def test_every_page_says_what_it_is_not_for(
    kind: str, locale: str, files: dict[tuple[str, str], Path]
) -> None:
    pages = text_of(files[kind, locale]).split("\f")[:-1]
    assert 2 <= len(pages) <= 4
    assert all(Words(locale).say("not_for") in page for page in pages)


@pytest.mark.parametrize(("kind", "locale"), REPORTS)
def test_every_figure_on_the_page_is_the_apis(
    kind: str, locale: str, files: dict[tuple[str, str], Path]
) -> None:
    report, words = made(kind, locale), Words(locale)
    told, head = plain(text_of(files[kind, locale], "-raw")), report.head
    assert plain(words.say("method.title")) in told and plain(words.say("next.title")) in told
    if not head.shown:
        assert plain(words.public(head.text)).lower() in told.lower()
        return
    for one in head.scales:
        assert plain(words.figure(one.figure)) in told
        assert plain(words.between(one.figure.range)) in told
    for result in report.results[1:]:
        cells = [words.sign(one.figure) for one in result.scales]
        wanted = "".join(cells) if result.shown else words.public(result.text)
        assert plain(f"{result.label}{words.band(result.n_band)}{wanted}") in told
    for item in head.items:
        assert plain(item.text + item_note(item, words) + words.figure(item.figure)) in told
        assert plain(" · ".join(map(str, item.figure.shares or ()))) in told


def test_the_picture_has_words_for_those_who_do_not_see_it() -> None:
    report = samples.team("desk")
    raw = compiled(report)
    assert raw.count(b"/S/Figure") == 1
    alt = raw.partition(b"/S/Figure")[2].partition(b"endobj")[0]
    assert b"/Alt" in alt
    drawn = sheet(report)["trend"]
    for point in report.trends[0].points:
        assert f"{point.title}: {report.words.figure(point.figure)}." in drawn["alt"]


def test_packing_changes_no_page_and_makes_a_much_smaller_file(tmp_path: Path) -> None:
    raw, small = tmp_path / "raw.pdf", tmp_path / "small.pdf"
    raw.write_bytes(compiled(samples.team("desk", "de")))
    small.write_bytes(packed(raw.read_bytes()))
    assert small.stat().st_size < 0.65 * raw.stat().st_size
    for tool in (("pdftotext", "-bbox"), ("pdfinfo", "-struct-text")):
        there = [*tool, str(raw), *(["-"] if tool[0] == "pdftotext" else [])]
        here = [one.replace("raw.pdf", "small.pdf") for one in there]
        assert ran(*there).replace("raw.pdf", "") == ran(*here).replace("small.pdf", "")


def test_an_organisation_of_fifty_groups_still_fits(tmp_path: Path) -> None:
    whole = samples.whole("de")
    many = [
        whole.results[2].model_copy(update={"unit": f"u{at}", "label": f"Gruppe {at}"})
        for at in range(50)
    ]
    content = to_pdf(replace(whole, results=(*whole.results, *many)))
    assert len(content) <= LARGEST


def test_the_same_report_gives_the_same_bytes() -> None:
    assert to_pdf(samples.team("desk")) == to_pdf(samples.team("desk"))


def test_a_language_from_right_to_left_is_one_file_here_too(tmp_path: Path) -> None:
    own = {"language": {"name": "Probe", "direction": "rtl"}, "report": {"not_for": "ROF TON"}}
    (tmp_path / "xx.json").write_text(json.dumps(own))
    languages.use(tmp_path)
    try:
        report = replace(samples.team("desk"), locale="xx")
        file = tmp_path / "report.pdf"
        file.write_bytes(to_pdf(report))
        for made_of in (to_xlsx, to_pptx, to_json):
            assert made_of(report)
    finally:
        languages.use(Path())
    assert all("ROF TON" in page for page in text_of(file).split("\f")[:-1])
