"""The walls between packages: import contracts, and the folder that must not become a package."""

import subprocess
import sys
from pathlib import Path

import alembic
import pytest

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import sys
from survey_api.cli import main, serve
import typer
command = typer.main.get_command(main.app)
assert command.get_command(typer.Context(command), "serve") is not None
serve.run_servers = lambda *servers: None
import uvicorn
uvicorn.run = lambda *_, **__: None
from survey_api.settings import Settings
serve._run_{part}(Settings().with_defaults())
print(*sorted(sys.modules))
"""
FOREIGN = {
    "ballots": ("survey_api.identity", "survey_api.published", "survey_api.conduct", "fastapi"),
    "dashboard": ("survey_api.identity", "survey_api.ballots", "survey_api.conduct", "sqlalchemy"),
}


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_the_alembic_library_is_not_shadowed_by_our_folder() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()
    assert ROOT not in Path(str(alembic.__file__)).parents or ".venv" in str(alembic.__file__)


@pytest.mark.parametrize("part", sorted(FOREIGN))
def test_a_process_loads_nothing_of_a_foreign_room(part: str) -> None:
    """What ``safetosay serve PART`` has in memory once it would listen."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(part=part)], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    assert "survey_api.cli.serve" in loaded
    assert [name for name in loaded if name.startswith(FOREIGN[part])] == []
