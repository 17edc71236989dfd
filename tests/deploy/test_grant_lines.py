"""deploy/grants names every table of every room, and lets no role into a foreign room."""

import re
from importlib import import_module
from pathlib import Path

import pytest

GRANTS = Path(__file__).resolve().parents[2] / "deploy" / "grants"
LINE = re.compile(r"^GRANT (.+) ON (SEQUENCE )?(\w+) TO (\w+);$", re.M)
ROOMS = {
    "identity": ("survey_api.identity.models", "survey_api.identity.database", "IdentityBase"),
    "ballots": ("survey_api.ballots.models", "survey_api.ballots.database", "BallotBase"),
    "published": ("survey_api.published.models", "survey_api.catalogue.database", "PublishedBase"),
}


def lines(room: str) -> list[tuple[str, str, str]]:
    """(rights, table, role) of each GRANT on a table."""
    found = LINE.findall((GRANTS / f"{room}.sql").read_text(encoding="utf-8"))
    return [(rights, table, role) for rights, sequence, table, role in found if not sequence]


@pytest.mark.parametrize("room", ROOMS)
def test_every_table_is_placed(room: str) -> None:
    models, home, base = ROOMS[room]
    import_module(models)
    tables = set(getattr(import_module(home), base).metadata.tables)
    granted = {table for _rights, table, _role in lines(room)}
    assert granted == tables | {f"alembic_version_{room}"}


@pytest.mark.parametrize("room", ROOMS)
def test_each_role_has_one_line_per_table(room: str) -> None:
    pairs = [(table, role) for _rights, table, role in lines(room)]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("room", ROOMS)
def test_no_line_is_written_in_a_way_this_test_cannot_read(room: str) -> None:
    text = (GRANTS / f"{room}.sql").read_text(encoding="utf-8")
    starting = [line for line in text.splitlines() if line.startswith("GRANT")]
    assert len(starting) == len(LINE.findall(text)) + 1  # and USAGE on the schema


def test_no_process_but_the_worker_is_let_into_two_sides_of_a_wall() -> None:
    rooms_of: dict[str, set[str]] = {}
    for room in ROOMS:
        for _rights, _table, role in lines(room):
            rooms_of.setdefault(role, set()).add(room)
    assert rooms_of == {
        "safetosay_api": {"identity", "published"},
        "safetosay_ballots": {"ballots"},
        "safetosay_worker": {"identity", "ballots", "published"},
    }


def test_a_release_can_be_changed_by_nobody() -> None:
    for rights, table, role in lines("published"):
        if table in {"release", "cell", "manifest", "wave_unit"}:
            assert "UPDATE" not in rights, role
            assert "DELETE" not in rights, role


def test_what_was_promised_can_be_deleted_by_nobody() -> None:
    for rights, table, role in lines("published"):
        if table in {"commitment", "commitment_change"}:
            assert "DELETE" not in rights, role
            assert "TRUNCATE" not in rights, role
        if table == "commitment_change":
            assert "UPDATE" not in rights.replace("UPDATE (owner, who)", ""), role


def test_the_ballot_process_cannot_read_an_envelope_back() -> None:
    rights = {table: rights for rights, table, role in lines("ballots") if "ballots" in role}
    assert rights["envelope"] == "INSERT"
