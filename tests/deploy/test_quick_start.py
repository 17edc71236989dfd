"""The quick starts of docs/operating.md, line by line, as somebody new would type them."""

import os
import re
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from survey_api.settings import Settings
from tests import postgres
from tests.installing import settings_in
from tests.ports import answers

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
HOME = "/srv/safe-to-say"


def block(kind: str, heading: str) -> str:
    """The first fenced block of this kind below a heading."""
    below = GUIDE.split(f"\n## {heading}\n")[1]
    found = re.search(rf"```{kind}\n(.*?)```", below, re.S)
    assert found, heading
    return found[1]


def typed(script: str, folder: Path, **given: str) -> str:
    """Run it as a shell does that stops at the first error; the environment is there already."""
    (folder / "staff.csv").write_text(block("csv", "Small: one machine"), encoding="utf-8")
    os.symlink(ROOT / "deploy", folder / "deploy")
    os.symlink(ROOT / ".venv", folder / ".venv")
    lines = script.replace("make environment\n", "").replace(HOME, str(folder / "data"))
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", **given}
    run = subprocess.run(
        ["sh", "-eu", "-c", lines], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def serves(folder: Path, settings: Settings, **given: str) -> bool:
    """Whether ``safetosay serve`` then answers at every origin."""
    ports = {
        f"SAFETOSAY_{name.upper()}": str(getattr(settings, name))
        for name in ("app_port", "survey_port", "ballot_port", "smtp_port", "app_url", "survey_url")
    }
    own = {**os.environ, "SAFETOSAY_DATA_DIR": str(folder / "data"), **ports, **given}
    child = subprocess.Popen([str(folder / ".venv/bin/safetosay"), "serve"], env=own, cwd=folder)
    try:
        origins = [settings.app_url, settings.survey_url, settings.ballot_url]
        for _try in range(300):
            if all(answers(one + "/readyz") for one in origins):
                return True
            time.sleep(0.1)
        return False
    finally:
        child.terminate()
        child.wait(20)


@pytest.mark.slow
def test_the_small_quick_start_ends_with_an_open_wave_and_a_service_that_answers(
    tmp_path: Path,
) -> None:
    told = typed(block("sh", "Small: one machine"), tmp_path)
    assert re.search(r"First wave.*\bopen\b", told), told
    assert serves(tmp_path, settings_in(tmp_path / "data"))


@pytest.mark.slow
@pytest.mark.postgres
def test_the_quick_start_on_postgresql_ends_with_a_roster_and_a_service_that_answers(
    tmp_path: Path,
) -> None:
    cluster = postgres.cluster()
    programs = postgres.binaries()
    assert programs
    given = {"PGHOST": "127.0.0.1", "PGPORT": str(cluster.port), "PGUSER": postgres.SUPERUSER}
    path = {"PATH": f"{programs}:{os.environ['PATH']}"}
    try:
        told = typed(block("sh", "PostgreSQL"), tmp_path, **given, **path)
        assert "identity: " in told
        assert "10" in told
        with psycopg.connect(
            f"host=127.0.0.1 port={cluster.port} user=safetosay_owner dbname=identity"
        ) as connection:
            assert connection.execute("SELECT count(*) FROM person").fetchone() == (10,)
        assert serves(tmp_path, settings_in(tmp_path / "data"), **given)
    finally:
        for room in ("identity", "ballots", "published"):
            cluster.run(sql.SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(sql.Identifier(room)))


@pytest.mark.parametrize("heading", ["Small: one machine", "PostgreSQL"])
def test_a_quick_start_is_one_that_a_shell_can_read(heading: str) -> None:
    script = block("sh", heading)
    assert HOME in script
    subprocess.run(["sh", "-n", "-c", script], check=True)
