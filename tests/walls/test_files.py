"""Files stay small enough to read, say what they are for, and name no package registry."""

import ast
import re
import statistics
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("survey_api", "dashboard", "alembic", "tests", "deploy", ".ci")
SHIPPED = ("survey_api", "dashboard")
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FILE, NINE_IN_TEN = 300, 30, 90, 200
CODE = {".py", ".js", ".mjs", ".css", ".html", ".sh"}
BUILT = {"vendor", "node_modules", "__pycache__"}


@cache
def sources(*folders: str) -> tuple[Path, ...]:
    """Our own code files below these folders; what is built from a lock file is not ours."""
    found = [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in CODE and not BUILT & set(path.relative_to(ROOT).parts)
    ]
    assert found
    return tuple(sorted(found))


def python(*folders: str) -> list[Path]:
    return [path for path in sources(*folders) if path.suffix == ".py"]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = {name(path): length(path) for path in sources(*SOURCES) if length(path) > LONGEST_FILE}
    assert not long


def test_half_of_the_files_fit_on_two_screens_and_nine_in_ten_on_four() -> None:
    lengths = [length(path) for path in python(*SHIPPED)]
    assert statistics.median(lengths) <= MEDIAN_FILE
    assert statistics.quantiles(lengths, n=10)[-1] <= NINE_IN_TEN


def test_no_function_is_longer_than_thirty_lines() -> None:
    """Counted are the lines of its body, without signature and docstring."""
    long = {}
    for path in python(*SHIPPED):
        for function in functions(path):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > LONGEST_FUNCTION:
                long[f"{name(path)}:{function.name}"] = lines
    assert not long


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        name(path)
        for path in python("survey_api", "dashboard", "tests")
        if not ast.get_docstring(tree(path)) and path.read_text(encoding="utf-8").strip()
    ]
    assert not silent


def test_nothing_is_left_to_do_or_commented_out_as_a_banner() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    found = [
        f"{name(path)}:{number}"
        for path in sources(*SOURCES)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line) or line.startswith(("# ====", "# ----", "####"))
    ]
    assert not found


def test_the_migrations_folder_is_no_package() -> None:
    """With an __init__.py it would hide the library of the same name."""
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_no_lock_file_names_the_address_of_a_registry() -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "lock_addresses.py")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_version_and_a_hash(lock: str) -> None:
    entries = (ROOT / lock).read_text(encoding="utf-8").split("\n")
    names = [line for line in entries if line[:1].isalnum()]
    assert len(names) > 50
    assert all("==" in line and line.endswith("\\") for line in names)
    assert not [line for line in entries if line.startswith("-")]


def test_both_lock_files_agree_on_every_version() -> None:
    def versions(lock: str) -> dict[str, str]:
        lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
        pinned = [line.split()[0] for line in lines if line[:1].isalnum()]
        return dict(one.split("==") for one in pinned)

    for_all, for_developers = versions("requirements.lock"), versions("requirements-dev.lock")
    assert for_all.items() <= for_developers.items()
