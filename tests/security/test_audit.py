"""The audit takes silence for no answer, and the bill of materials names every locked package."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    found = importlib.util.spec_from_file_location("audit", ROOT / ".ci/audit.py")
    assert found is not None and found.loader is not None
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


def test_a_package_that_could_not_be_looked_up_is_a_finding(audit: ModuleType) -> None:
    known = {"name": "a", "version": "1", "vulns": []}
    unknown = {"name": "b", "skip_reason": "not found"}
    assert audit.judged("x.lock", [known]) == []
    assert audit.judged("x.lock", [known, unknown]) == [
        "1 of 2 packages of x.lock could not be looked up"
    ]


def test_an_advisory_is_a_finding_unless_it_is_explained(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [{"name": "a", "version": "1", "vulns": [{"id": "GHSA-1"}]}]
    assert audit.judged("x.lock", found) == ["a 1: GHSA-1"]
    monkeypatch.setitem(audit.EXPLAINED, "GHSA-1", "that part is not used")
    assert audit.judged("x.lock", found) == []


def test_every_exception_is_explained_in_the_document(audit: ModuleType) -> None:
    document = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    assert [one for one in audit.EXPLAINED if one not in document] == []


@pytest.mark.slow
def test_our_own_code_has_no_finding_of_medium_weight(audit: ModuleType) -> None:
    assert audit.own_code() == []


def test_no_secret_stands_in_the_repository() -> None:
    wrong = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|ghp_\w{36}")
    kinds = {".py", ".md", ".yml", ".yaml", ".sh", ".json", ".toml", ".conf", ".env", ".example"}
    folders = ("survey_api", "dashboard", "deploy", "docs", ".ci", "alembic")
    found = [
        str(path)
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in kinds
        and "node_modules" not in path.parts
        and wrong.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
