"""The walls between packages: import contracts, and the folder that must not become a package."""

import subprocess
import sys
from pathlib import Path

import alembic

ROOT = Path(__file__).resolve().parents[2]


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
