"""The record of deeds: a chain that shows every change, with names for oversight alone."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from starlette.testclient import TestClient
from typer.testing import CliRunner

from survey_api import audit
from survey_api.access import Role, Viewer
from survey_api.app import create_app
from survey_api.catalogue import audit_chain
from survey_api.catalogue.audit_chain import GENESIS, Deed
from survey_api.catalogue.models import AuditEvent
from survey_api.cli.main import app
from survey_api.conduct import record
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles, sign_in
from tests.installing import installed

PASSWORD = "correct-horse-battery"


@pytest.fixture(params=["sqlite", "postgresql"])
def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path, engine=request.param))
    yield made
    made.dispose()


def someone(*held: Role) -> Viewer:
    return Viewer("00000000-0000-0000-0000-000000000001", "N", frozenset(held), frozenset(), "")


def chain(n: int) -> list[Deed]:
    previous, made = GENESIS, []
    for number in range(n):
        bare = Deed(date(2026, 1, 1), "operator", "x", f"deed {number}", "", {}, previous, "")
        made.append(replace(bare, digest=audit_chain.digest(bare)))
        previous = made[-1].digest
    return made


@given(st.integers(2, 12), st.data())
def test_a_changed_missing_doubled_or_moved_entry_is_found(n: int, data: st.DataObject) -> None:
    deeds = chain(n)
    at = data.draw(st.integers(0, n - 2))
    changed = replace(deeds[at], subject="something else")
    tampered = data.draw(
        st.sampled_from(
            [
                [*deeds[:at], changed, *deeds[at + 1 :]],
                [*deeds[:at], *deeds[at + 1 :]],
                [*deeds[:at], deeds[at], *deeds[at:]],
                [*deeds[:at], deeds[at + 1], deeds[at], *deeds[at + 2 :]],
            ]
        )
    )
    assert audit_chain.broken_at(deeds) is None
    assert audit_chain.broken_at(tampered) is not None
    assert not audit_chain.begins_with(tampered, deeds)


def test_an_entry_changed_and_chained_anew_is_found_by_an_earlier_export() -> None:
    deeds, forged = chain(5), chain(4)
    assert audit_chain.begins_with(chain(7), deeds)
    assert audit_chain.broken_at(forged) is None
    assert not audit_chain.begins_with(forged, deeds)


def test_many_who_act_at_once_make_one_chain(rooms: Rooms) -> None:
    threads = [
        threading.Thread(target=audit.record, args=(rooms.published_engine, None, "x", str(n)))
        for n in range(24)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with rooms.reading() as session:
        deeds = audit.deeds(session)
    assert len(deeds) == 24
    assert audit_chain.broken_at(deeds) is None


def test_a_row_changed_or_deleted_in_the_database_is_told_to_every_reader(rooms: Rooms) -> None:
    for number in range(5):
        audit.record(rooms.published_engine, None, "open wave", f"wave {number}")
    with rooms.published() as session:
        session.execute(update(AuditEvent).where(AuditEvent.id == 3).values(subject="wave 9"))
    assert record.show(rooms, someone(Role.RESPONDENT)).broken_at == 3
    with rooms.published() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.id == 3))
    assert record.show(rooms, someone(Role.RESPONDENT)).broken_at == 3


def test_what_an_older_version_wrote_is_counted_and_breaks_nothing(rooms: Rooms) -> None:
    audit.record(rooms.published_engine, None, "open wave", "wave 1")
    with rooms.published() as session:
        session.add(AuditEvent(on=date(2026, 1, 1), role="x", viewer="x", action="x", subject="x"))
    audit.record(rooms.published_engine, None, "close wave", "wave 1")
    found = record.show(rooms, someone(Role.RESPONDENT))
    assert (found.broken_at, found.n_loose, found.n) == (None, 1, 3)


def test_every_colleague_reads_it_with_roles_and_oversight_with_names(tmp_path: Path) -> None:
    rooms = Rooms(installed(tmp_path))
    with rooms.identity() as session:
        for email, role in (("dpo@example.org", Role.OVERSIGHT), ("e@example.org", Role.COACH)):
            roles.add_user(session, email=email, role=role, name="Kim Doe", password=PASSWORD)
    api = create_app(rooms.settings, rooms)
    with TestClient(api) as client:
        assert client.get("/record").status_code == 401
        for email, who, status in (
            ("e@example.org", None, 403),
            ("dpo@example.org", "Kim Doe", 200),
        ):
            cookie = sign_in.sign_in(rooms.identity_engine, email, PASSWORD)
            headers = {"Cookie": f"safetosay_session={cookie}"}
            kim = api.state.viewer_of(cookie)
            audit.record(rooms.published_engine, kim, "open wave", "wave 1")
            newest = client.get("/record", headers=headers).json()["deeds"][0]
            assert (newest["who"], newest["action"]) == (who, "open wave")
            reply = client.get("/record/export.jsonl", headers=headers)
            assert reply.status_code == status
    assert "Kim" not in reply.text
    lines = [audit_chain.read(json.loads(one)) for one in reply.text.splitlines()]
    assert audit_chain.broken_at(lines) is None


def test_the_command_line_checks_what_is_there_against_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = Rooms(installed(tmp_path))
    monkeypatch.setenv("SAFETOSAY_DATA_DIR", str(tmp_path))
    run = CliRunner().invoke
    audit.record(rooms.published_engine, None, "open wave", "wave 1")
    kept = tmp_path / "kept.jsonl"
    assert run(app, ["audit", "export", "--out", str(kept)]).exit_code == 0
    audit.record(rooms.published_engine, None, "close wave", "wave 1")
    good = run(app, ["audit", "verify", "--earlier", str(kept)])
    assert good.exit_code == 0, good.output
    assert "3 entries" in good.output
    with rooms.published() as session:
        session.execute(delete(AuditEvent))
    audit.record(rooms.published_engine, None, "close wave", "wave 1")
    assert run(app, ["audit", "verify"]).exit_code == 0
    assert run(app, ["audit", "verify", "--earlier", str(kept)]).exit_code == 2
    kept.write_text(kept.read_text().replace("wave 1", "wave 2"))
    assert run(app, ["audit", "verify", str(kept)]).exit_code == 1
