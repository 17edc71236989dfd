"""A paper as a file: Markdown to work on, HTML and PDF to hand on. Same paper, same bytes."""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from survey_api import languages
from survey_api.conduct.notices.papers import Paper
from survey_api.identity.wording import templates
from survey_api.published.reports.pdf import typeset
from survey_api.published.reports.pdf_packing import packed
from survey_api.published.reports.words import Words

HERE = Path(__file__).parent


class Form(StrEnum):
    """The ending of the file."""

    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "md"


MEDIA: dict[Form, str] = {
    Form.PDF: "application/pdf",
    Form.HTML: "text/html; charset=utf-8",
    Form.MARKDOWN: "text/markdown; charset=utf-8",
}


def name_of(paper: Paper, form: Form) -> str:
    """The name it is saved under."""
    return f"{paper.notice}.{paper.locale}.{form}"


def written(paper: Paper, form: Form) -> bytes:
    """The whole file."""
    return WRITERS[form](paper)


def _pdf(paper: Paper) -> bytes:
    return packed(typeset(_template(), _sheet(paper), paper.facts.today))


def _html(paper: Paper) -> bytes:
    return templates(HERE).get_template("paper.html").render(_sheet(paper)).encode()


def _markdown(paper: Paper) -> bytes:
    return paper.text.encode()


def _sheet(paper: Paper) -> dict[str, Any]:
    words, own = Words(paper.locale), paper.facts
    return {
        "title": paper.title,
        "organisation": own.organisation,
        "lang": paper.locale,
        "dir": languages.direction(paper.locale),
        "draft": words.say("notices.draft"),
        "foot": words.say("notices.foot", version=own.version, day=words.day(own.today)),
        "blocks": [one.model_dump(mode="json") for one in paper.blocks],
    }


@cache
def _template() -> bytes:
    return (HERE / "paper.typ").read_bytes()


WRITERS: dict[Form, Callable[[Paper], bytes]] = {
    Form.PDF: _pdf,
    Form.HTML: _html,
    Form.MARKDOWN: _markdown,
}
