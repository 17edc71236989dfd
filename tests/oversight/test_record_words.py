"""Whatever is put on record is said on the page in words, in every language."""

import ast
from pathlib import Path

import pytest

from dashboard.texts import catalogue, known

CODE = Path(__file__).parents[2] / "survey_api"
RECORDING = {"audit.record", "_record"}
EXPORTS = {"export csv", "export json", "export pdf", "export pptx", "export xlsx"}


def actions() -> set[str]:
    """The third argument of every call that puts a deed on record."""
    found = set(EXPORTS)
    for path in CODE.rglob("*.py"):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(one, ast.Call) and ast.unparse(one.func) in RECORDING:
                found |= {text for part in one.args[2:3] for text in constants(part)}
    return found


def constants(argument: ast.expr) -> set[str]:
    if isinstance(argument, ast.IfExp):
        return constants(argument.body) | constants(argument.orelse)
    is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return {argument.value} if is_text else set()  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", sorted(known()))
def test_every_deed_has_words(language: str) -> None:
    found = actions()
    assert len(found) > 40
    texts = catalogue(language)
    assert sorted(one for one in found if f"record.action.{one}" not in texts) == []
