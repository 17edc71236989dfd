"""A database that is not there: the application says so in words and quotes nothing."""

import logging
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey_api.access import Role
from survey_api.app import create_app
from survey_api.settings import Settings
from tests.installing import installed
from tests.ports import free_port
from tests.security import accounts

SAID = {"email": "CANARY@example.org", "password": accounts.PASSWORD}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = installed(tmp_path)
    accounts.enlist(made)
    return made


def refusal(settings: Settings, caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        with caplog.at_level(logging.DEBUG):
            reply = client.post("/sign-in", json=SAID, headers=accounts.OURS)
        ready = client.get("/readyz")
    assert ready.status_code == 503 and "identity database" in ready.json()["detail"]
    assert reply.status_code == 503, reply.text
    assert "CANARY" not in reply.text + caplog.text
    return reply.json()  # type: ignore[no-any-return]


def test_a_server_that_does_not_answer_is_said_in_words(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    away = f"postgresql+psycopg://nobody@127.0.0.1:{port}/identity"
    said = refusal(replace(settings, identity_url=away), caplog)
    assert "does not answer" in str(said["detail"])


def test_a_file_that_is_gone_is_said_in_words(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = f"sqlite:///{settings.data_dir}/gone/identity.sqlite"
    said = refusal(replace(settings, identity_url=nowhere), caplog)
    assert str(said["type"]).endswith("database-away")


def test_a_write_that_another_holds_up_is_refused_and_works_afterwards(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from survey_api import database

    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 200)
    said = {"email": accounts.address(Role.ANALYST), "password": accounts.PASSWORD}
    path = settings.identity_url.removeprefix("sqlite:///")
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        with sqlite3.connect(path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            held = client.post("/sign-in", json=said, headers=accounts.OURS)
            other.execute("ROLLBACK")
        other.close()
        free = client.post("/sign-in", json=said, headers=accounts.OURS)
    assert (held.status_code, free.status_code) == (503, 204)
