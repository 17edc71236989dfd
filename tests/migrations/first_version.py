"""What the first tagged version left behind, unpacked for a test; see ``make_earlier.py``."""

import io
import json
import lzma
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from survey_api.settings import Settings
from tests import postgres
from tests.installing import settings_in

ROOT = Path(__file__).resolve().parents[2]
PACKED = Path(__file__).with_name("earlier")
COMMIT = "32e01a7c4b07e94588afa246d7eeadbc406d69f1"  # tag stable5
ANALYST, PASSWORD = "hr@example.org", "quite-a-long-word-1"
ROOMS = ("identity", "ballots", "published")


@dataclass(frozen=True)
class Left:
    """An installation of the first version, and what its application said of its releases."""

    settings: Settings
    public: dict[str, str]
    analyst: dict[str, str]
    bundles: dict[str, str]


def left(folder: Path, engine: str) -> Left:
    """Unpack it; on PostgreSQL into three new databases."""
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(_packed(engine)))) as tar:
        tar.extractall(folder, filter="data")
    urls = {} if engine == "sqlite" else {f"{room}_url": _loaded(folder, room) for room in ROOMS}
    said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    return Left(settings_in(folder, **urls), **said)


def _packed(engine: str) -> bytes:
    return (PACKED / f"{engine}.tar.xz").read_bytes()


def _loaded(folder: Path, room: str) -> str:
    cluster = postgres.cluster()
    url = cluster.create_database(room)
    programs = postgres.binaries()
    assert programs
    address = url.replace("postgresql+psycopg", "postgresql")
    command = [str(programs / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    written = (folder / f"{room}.sql").read_text(encoding="utf-8")
    lines = [one for one in written.splitlines() if not one.startswith(("\\restrict", "\\unrestr"))]
    script = "\n".join(lines).encode()
    subprocess.run([*command, address], input=script, check=True, capture_output=True)
    return url


def program(folder: Path) -> Path | None:
    """The first version's own code, if this checkout knows its commit."""
    command = ["git", "-C", str(ROOT), "archive", "--format=tar", COMMIT, "survey_api", "alembic"]
    made = subprocess.run(command, check=False, capture_output=True)
    if made.returncode:
        return None
    with tarfile.open(fileobj=io.BytesIO(made.stdout)) as tar:
        tar.extractall(folder, filter="data")
    return folder
