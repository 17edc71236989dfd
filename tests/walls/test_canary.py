"""One person whose every trace is known, and a search for each of them wherever bytes are kept."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey_api.traces import bare
from tests import postgres
from tests.deploy.front import NGINX
from tests.installing import installed
from tests.walls.canaries import Haystack, all_of, forms
from tests.walls.canary_browser import E_MAIL
from tests.walls.canary_wave import ROOMS, SAID, CanaryWave

ENGINES = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.slow])]
MOMENTS = ("open", "closed", "comments' day")
SERVER = "write-ahead log"  # of PostgreSQL: whatever any of its databases holds
# canary → where it may be; nowhere else, and what is not named here nowhere at all
ALLOWED = {
    "e-mail": {"identity", "backup of identity", SERVER},
    "name": {"identity", "backup of identity", SERVER},
    "token": {"ballots", "backup of ballots", "spool", SERVER},
    "ballot key": {"ballots", "backup of ballots", "spool", SERVER},
    "sealed": {"ballots", "backup of ballots", "spool", SERVER},
}
ON_THE_DAY = {"comment": {"published", "backup of published", SERVER}}
NOWHERE = (
    "address", "forwarded address", "agent", "answers", "answers, sorted", "link", "password",
    "session cookie", "invitation", "blinded message", "blind signature", "unit pass",
)  # fmt: skip


@pytest.fixture(scope="module", params=ENGINES)
def wave(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CanaryWave]:
    if request.param == "postgresql" and not postgres.available():
        pytest.skip("no PostgreSQL programs here")
    if not Path(NGINX).exists():
        pytest.fail("the front needs nginx, which is not installed here")
    home = tmp_path_factory.mktemp("canary")
    deploy = Path(__file__).resolve().parents[2] / "deploy"
    prepared = home / "deploy"
    left = shutil.ignore_patterns("secrets", "certificates", "site.env")
    shutil.copytree(deploy, prepared, ignore=left)
    subprocess.run(["sh", str(prepared / "prepare.sh")], check=True, capture_output=True)
    yield CanaryWave(installed(home / "data", engine=request.param), prepared)


def test_every_canary_is_in_the_table(wave: CanaryWave) -> None:
    assert set(wave.canaries()) == {*ALLOWED, *ON_THE_DAY, *NOWHERE}


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_trace_is_anywhere_but_where_the_table_says(wave: CanaryWave, moment: str) -> None:
    allowed = ALLOWED | (ON_THE_DAY if moment == "comments' day" else {})
    hits = wave.looks[moment].hits(wave.canaries())
    assert [hit for hit in hits if hit.place not in allowed.get(hit.canary, set())] == []


def test_what_may_be_kept_is_found_so_the_search_searches(wave: CanaryWave) -> None:
    found = {(hit.canary, hit.place) for hit in wave.looks["comments' day"].hits(wave.canaries())}
    for canary, room in (("e-mail", "identity"), ("token", "ballots"), ("comment", "published")):
        assert (canary, room) in found
        assert (canary, f"backup of {room}") in found


def test_every_place_was_searched_and_held_something(wave: CanaryWave) -> None:
    for look in wave.looks.values():
        places = set(look.places)
        assert places >= {*ROOMS, *(f"backup of {room}" for room in ROOMS)}
        assert places >= {"process output", "front", "spool", "other files"}
        assert wave.is_sqlite or places >= {SERVER, "database server's log"}


def test_processes_complained_without_saying_about_whom(wave: CanaryWave) -> None:
    """The provoked faults were real: each process wrote of one."""
    logs = wave.looks["open"].places["process output"]
    written = {Path(name).stem: content for name, content in logs.items()}
    for process in ("front", "worker"):
        assert b"Error" in written[process], process
    assert b"trace_id" not in b"".join(written.values())


@pytest.mark.parametrize("form", forms(SAID.encode()))
def test_a_planted_trace_is_found_in_every_form(form: str) -> None:
    hay = Haystack()
    hay.add("process output", "planted", b"before " + forms(SAID.encode())[form] + b" after")
    assert {hit.canary for hit in hay.hits({"comment": SAID.encode()})} == {"comment"}


def test_the_text_of_a_fault_is_never_written_nor_that_of_its_cause() -> None:
    """PostgreSQL says which value was there already."""
    try:
        try:
            raise ValueError(f"Key (email)=({E_MAIL}) already exists.")
        except ValueError as cause:
            raise RuntimeError(SAID) from cause
    except RuntimeError as fault:
        written = bare(fault)
    assert "RuntimeError" in written
    assert "because of ValueError" in written
    assert E_MAIL not in written
    assert SAID not in written


def test_base64_is_found_wherever_in_a_longer_text_it_stands() -> None:
    for before in range(6):
        for after in range(6):
            whole = base64.b64encode(b"x" * before + SAID.encode() + b"y" * after)
            assert any(needle in whole for _form, needle in all_of(SAID.encode()))
