"""Makes what an earlier version leaves behind, with that version's own code:

    git archive stable5 | tar -x -C /tmp/stable5
    cd /tmp/stable5 && python /path/to/tests/migrations/make_earlier.py OUT

Two released waves, of which the first was erased, once on SQLite and once on PostgreSQL, and what
its application said of them.
"""

import json
import lzma
import sqlite3
import subprocess
import sys
import tarfile
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

sys.path.insert(0, str(Path.cwd()))

from sqlalchemy import text
from starlette.testclient import TestClient

from survey_api import clock
from survey_api.access import Role
from survey_api.app import create_app, create_survey_app
from survey_api.conduct import erasing
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from tests import factories, released
from tests.installing import installed
from tests.running import Running

ANALYST, PASSWORD = "hr@example.org", "quite-a-long-word-1"
ROOMS = ("identity", "ballots", "published")
WAVES = (("September", 8), ("October", 4))
FILES = ("manifest/{}", "manifest/{}/signature", "questionnaire/{}", "statement/{}",
         "statement/{}/signature")  # fmt: skip
BUNDLE = text("select bundle from release where wave_id = :wave")


def make(out: Path, engine: str) -> None:
    """One installation, packed."""
    home = Path(mkdtemp()) / "data"
    with Running(installed(home, engine=engine)) as running:
        factories.staffed(running.rooms)
        waves = [released._release(running.rooms, *one) for one in WAVES]
        with running.rooms.identity() as session:
            roles.add_user(session, email=ANALYST, role=Role.ANALYST, password=PASSWORD)
        with clock.travel(clock.now() + timedelta(days=15)):
            erasing.erase_wave(running.rooms, waves[0])
        said = {
            "public": public(running.rooms, waves),
            "analyst": of_analyst(running.rooms, waves),
            "bundles": bundles(running.rooms, waves),
        }
    pack(home, running.rooms, engine, out / f"{engine}.tar.xz", said)


def bundles(rooms: Rooms, waves: list[str]) -> dict[str, str]:
    """wave → the signed file itself."""
    with rooms.reading() as session:
        return {one: session.execute(BUNDLE, {"wave": one}).scalar_one().decode() for one in waves}


def public(rooms: Rooms, waves: list[str]) -> dict[str, str]:
    """Address → what everybody was told."""
    addresses = [f"/{path}".format(wave) for wave in waves for path in FILES]
    with TestClient(
        create_survey_app(rooms.settings), base_url=rooms.settings.survey_url
    ) as client:
        replies = {address: client.get(address) for address in addresses}
    assert {reply.status_code for reply in replies.values()} == {200}
    return {address: reply.text for address, reply in replies.items()}


def of_analyst(rooms: Rooms, waves: list[str]) -> dict[str, str]:
    """Address → what HR was told."""
    client = TestClient(create_app(rooms.settings), base_url=rooms.settings.app_url)
    given = {"email": ANALYST, "password": PASSWORD}
    client.post("/sign-in", json=given, headers={"Sec-Fetch-Site": "same-origin"})
    units = [one["unit"] for one in client.get(f"/published/waves/{waves[0]}/units").json()]
    addresses = ["/published/waves", *(f"/published/units/{one}/trend" for one in units)]
    for wave in waves:
        addresses += [f"/published/waves/{wave}/{one}" for one in ("units", "statistics")]
        addresses += [f"/published/waves/{wave}/units/{one}" for one in units]
    replies = {address: client.get(address) for address in addresses}
    return {address: one.text for address, one in replies.items() if one.status_code == 200}


def pack(home: Path, rooms: Rooms, engine: str, target: Path, said: dict[str, object]) -> None:
    """Keys, databases and what was said, as one small file."""
    kept = home.with_name("kept")
    kept.mkdir()
    (kept / "said.json").write_text(json.dumps(said, sort_keys=True))
    for room in ROOMS:
        if engine == "sqlite":
            with sqlite3.connect(home / f"{room}.sqlite") as connection:
                connection.execute("VACUUM INTO ?", [str(kept / f"{room}.sqlite")])
        else:
            (kept / f"{room}.sql").write_bytes(dump(getattr(rooms.settings, f"{room}_url")))
    with lzma.open(target, "wb") as sink, tarfile.open(fileobj=sink, mode="w") as tar:
        for folder in (kept, home / "keys", home / "holder"):
            for path in sorted(folder.iterdir()):
                name = path.name if folder == kept else f"{folder.name}/{path.name}"
                tar.add(path, name, filter=plain)


def dump(url: str) -> bytes:
    command = ["pg_dump", "--no-owner", "--no-privileges", "--inserts", "--restrict-key=earlier"]
    address = url.replace("postgresql+psycopg", "postgresql")
    return subprocess.run([*command, address], check=True, capture_output=True).stdout


def plain(one: tarfile.TarInfo) -> tarfile.TarInfo:
    one.uid = one.gid = one.mtime = 0
    one.uname = one.gname = ""
    return one


if __name__ == "__main__":
    for kind in ("sqlite", "postgresql"):
        make(Path(sys.argv[1]), kind)
