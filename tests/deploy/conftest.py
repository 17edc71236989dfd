"""The deployment files as data: the composition, and what prepare.sh makes for it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def composition() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def services(composition: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return composition["services"]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of deploy/ after ``sh deploy/prepare.sh``, with its secrets and certificates."""
    if shutil.which("openssl") is None:
        pytest.fail("prepare.sh needs openssl, which is not installed here")
    copy = tmp_path_factory.mktemp("host") / "deploy"
    shutil.copytree(
        ROOT / "deploy", copy, ignore=shutil.ignore_patterns("secrets", "certificates", "site.env")
    )
    subprocess.run(["sh", str(copy / "prepare.sh")], check=True, capture_output=True)
    return copy
