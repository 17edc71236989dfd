"""What the documents say exists: tests behind promises, commands, settings, keys, links."""

import ast
import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from survey_api.access import Role
from survey_api.ballots.models import BoxState
from survey_api.catalogue.models import WaveState
from survey_api.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda path: path.name)
CODE = [path for folder in ("survey_api", "dashboard") for path in (ROOT / folder).rglob("*.py")]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
OTHER_CLIENTS = {"httpx", "requests", "aiohttp", "urllib3", "urllib.request"}
JARGON = re.compile(r"\bsuppressed\b", re.I)


@cache
def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def named_tests(path: str) -> frozenset[str]:
    if not (ROOT / path).is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(text(path)))
    return frozenset(one.name for one in nodes if isinstance(one, ast.FunctionDef))


def promises() -> list[list[str]]:
    rows = [line for line in text("docs/promises.md").splitlines() if re.match(r"\| \d+ \|", line)]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_promise_names_a_test_that_exists() -> None:
    assert len(promises()) >= 14
    for number, _promise, _how, tests, _breaks in promises():
        named = TEST.findall(tests)
        assert named, f"promise {number} names no test"
        for path, name in named:
            assert name in named_tests(path), f"promise {number}: {path}::{name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_test_a_document_names_exists(document: Path) -> None:
    written = document.read_text(encoding="utf-8")
    assert [one for one in TEST.findall(written) if one[1] not in named_tests(one[0])] == []
    folders = re.findall(r"`(tests/[\w/]*)`", written)
    assert [one for one in folders if not (ROOT / one).exists()] == []


def test_the_promises_name_the_residual_risks() -> None:
    remains = text("docs/promises.md").split("## What remains")[1]
    for risk in ("mailbox", "hostile script", "Key holder and server together", "Devices"):
        assert risk in remains
    for risk in ("Participation", "Unanimous", "Style", "Batches", "spool"):
        assert risk in remains


def test_the_readme_can_be_read_in_one_go() -> None:
    assert len(text("README.md").splitlines()) <= 150


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", document.read_text(encoding="utf-8"))
    assert [one for one in targets if not (document.parent / one).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_a_document_exists(document: Path) -> None:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```", document.read_text(encoding="utf-8"), re.S | re.M)
    blocks = [body for kind, body in fenced if kind in {"", "sh"}]
    spoken = re.findall(r"`(safetosay [^`…]+)`", document.read_text(encoding="utf-8"))
    lines = [line.split("#")[0] for block in blocks for line in block.splitlines()]
    for line in [*lines, *spoken]:
        if "safetosay " in line:
            _resolve(line.split("safetosay ", 1)[1].split())


def _resolve(words: list[str]) -> None:
    """Walk the command tree along ``words``; fail on an unknown command or option."""
    from survey_api.cli.main import app

    command: Any = typer.main.get_command(app)
    while hasattr(command, "get_command"):
        if command.invoke_without_command and words[:1] in ([], ["--folder"]):
            break
        assert words, f"{command.name} needs a command"
        found = command.get_command(typer.Context(command), words[0])
        assert found is not None, words
        command, words = found, words[1:]
    options = {name for one in command.params for name in one.opts}
    assert {word for word in words if word.startswith("--")} <= options, words


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_in_a_document_exists(document: Path) -> None:
    written = document.read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z-]+)", written))
    named |= set(re.findall(r"^make ([a-z-]+) *(?:#.*)?$", written, re.M))
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.M))
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_setting_in_a_document_exists(document: Path) -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", document.read_text(encoding="utf-8"))) - {PREFIX}
    assert named <= {PREFIX + one.name.upper() for one in fields(Settings)}


def test_every_key_file_has_a_line_in_the_inventory() -> None:
    named = {
        name
        for path in CODE
        for name in re.findall(r'"([\w-]+\.key)"', path.read_text(encoding="utf-8"))
    }
    assert len(named) >= 5
    for name in named:
        assert f"/{name}`" in text("docs/operating.md")


def test_the_glossary_has_every_role_and_every_state_of_a_wave() -> None:
    glossary = text("docs/glossary.md")
    for word in [*Role, *WaveState]:
        assert re.search(rf"\b{word}\b", glossary), word
    for state in BoxState:
        assert state in text("docs/decisions/0003-stations-and-the-close.md") + glossary


def test_nobody_imports_a_second_http_client() -> None:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = {one.name for one in node.names} if isinstance(node, ast.Import) else set()
            if isinstance(node, ast.ImportFrom):
                imported = {node.module or ""}
            assert not imported & OTHER_CLIENTS, path


def test_no_page_or_mail_speaks_of_suppressed_cells() -> None:
    shown = [
        path
        for folder in ("survey_api", "dashboard")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".json", ".yaml", ".md", ".txt", ".j2"}
        and not {"node_modules", "vendor"} & set(path.parts)
    ]
    for path in [*shown, ROOT / "README.md"]:
        said = JARGON.search(path.read_text(encoding="utf-8"))
        assert not said, f"{path.name}: {said}"
