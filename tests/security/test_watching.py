"""Figures for operators hold nothing about respondents, and readiness is true."""

import json
import logging
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from survey_api import metrics, traces, watching
from survey_api.access import Role
from survey_api.app import create_app, create_survey_app
from survey_api.cli.serve import Part
from survey_api.settings import Settings
from tests import factories
from tests.installing import installed
from tests.ports import free_port, free_ports
from tests.running import Running

ALLOWED_LABELS = {"part", "version", "method", "route", "outcome", "where", "round", "le"}
PUBLIC = ("/healthz", "/sign-in", "/published/me", "/published/waves", "/actions/week")


def figures() -> dict[tuple[str, str], float]:
    return {
        (sample.name, json.dumps(sample.labels, sort_keys=True)): sample.value
        for family in text_string_to_metric_families(metrics.page().decode())
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def test_nothing_moves_when_somebody_takes_a_token_signs_in_or_reads_what_all_may_read(
    app: FastAPI, people: dict[str, TestClient], settings: Settings
) -> None:
    before = figures()
    for path in PUBLIC:
        people[Role.RESPONDENT].get(path)
    people[Role.RESPONDENT].post("/sign-in", json={"email": "a@b.example", "password": "no"})
    with TestClient(create_survey_app(settings)) as client:
        client.post("/issue", content=bytes(400))
        client.get("/w/x")
        client.get("/manifest/unknown")
    assert figures() == before


def test_what_people_with_a_role_ask_for_is_counted_by_route_and_never_by_unit_or_person(
    people: dict[str, TestClient],
) -> None:
    people[Role.OPERATOR].get("/waves")
    people[Role.ANALYST].get("/published/waves/CANARY/units/CANARY")
    said = metrics.page().decode()
    assert 'route="/waves"' in said
    assert 'route="/published/waves/{wave}/units/{unit}"' in said
    assert "CANARY" not in said and "example" not in said
    for family in text_string_to_metric_families(said):
        assert not family.name.startswith(("process_", "python_")), "both move with each request"
        for sample in family.samples:
            assert set(sample.labels) <= ALLOWED_LABELS


def test_each_process_says_how_it_is_and_a_cast_moves_nothing(tmp_path: Path) -> None:
    from dataclasses import replace

    base = free_ports(4)[0]
    settings = replace(installed(tmp_path), metrics_port=base)
    parts = (Part.BALLOTS, Part.API, Part.WORKER)
    with Running(settings, parts) as running:
        factories.staffed(running.rooms)
        wave = factories.open_wave(running.rooms)
        given = factories.links(running.rooms, wave)
        ports = {"ballots": base + 1, "api": base, "worker": base + 3}
        for name, port in ports.items():
            assert awaited(port, "/readyz") == {"status": "ready"}, name
        before = ballot_figures(ports)
        factories.answer_all(dict(list(given.items())[:3]))
        assert ballot_figures(ports) == before
        for port in (settings.app_port, settings.survey_port, settings.ballot_port):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as reply:
                assert reply.status == 200
        (settings.keys_dir / "identity.key").rename(tmp_path / "away")
        with pytest.raises(urllib.error.HTTPError) as refusal:
            fetched(ports["api"], "/readyz")
        assert refusal.value.code == 503
        assert "identity.key" in json.loads(refusal.value.read())["detail"]


def ballot_figures(ports: dict[str, int]) -> str:
    """All that the two processes on respondents' paths show."""
    return "".join(fetched(ports[one], "/metrics") for one in ("ballots", "api"))


def fetched(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as reply:
        return str(reply.read().decode())


def awaited(port: int, path: str) -> object:
    import time

    for _ in range(100):
        try:
            return json.loads(fetched(port, path))
        except OSError:
            time.sleep(0.1)
    return None


def test_a_disk_that_is_nearly_full_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watching.short_of(tmp_path) == []
    assert watching.short_of(tmp_path / "gone") == ["folder gone"]
    monkeypatch.setattr(watching, "ENOUGH_BYTES", 1 << 60)
    assert watching.short_of(tmp_path) == [f"room for {tmp_path.name}"]


def test_a_log_of_lines_names_the_fault_and_quotes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        raise ValueError("CANARY")
    except ValueError as error:
        fault = error
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "It failed", (), None)
    record.exc_info = (type(fault), fault, fault.__traceback__)
    entry = json.loads(traces.Lines().format(record))
    assert set(entry) == {"level", "from", "said", "fault"}
    assert entry["fault"].startswith("ValueError")
    assert "CANARY" not in json.dumps(entry)


def test_a_port_that_is_taken_is_said_in_words(settings: Settings) -> None:
    import socket

    taken = pytest.raises(watching.PortTaken, match="metrics port")
    with socket.create_server(("127.0.0.1", 0)) as other, taken:
        watching.watch("127.0.0.1", other.getsockname()[1], list, "api")


def test_the_dashboard_is_ready_only_with_its_api(settings: Settings) -> None:
    from dashboard.app import create_dashboard

    port = free_port()
    nowhere = f"http://127.0.0.1:{port}"
    client = create_dashboard(nowhere, public_app_url=nowhere).server.test_client()
    assert client.get("/dashboard/healthz").status_code == 200
    assert client.get("/dashboard/readyz").status_code == 503
    assert create_app(settings)


def test_every_alert_asks_for_a_figure_that_exists_and_every_figure_is_explained() -> None:
    import re

    root = Path(__file__).resolve().parents[2]
    rules = (root / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8")
    explained = (root / "docs/watching.md").read_text(encoding="utf-8")
    exist = {
        f"{one.name}_total" if one.type == "counter" else one.name
        for one in metrics.REGISTRY.collect()
    }
    asked = set(re.findall(r"safetosay_\w+", rules))
    assert len(asked) >= 6 and asked <= exist
    assert set(re.findall(r"safetosay_\w+", explained)) == exist
    groups = yaml.safe_load(rules)["groups"]
    assert all({"alert", "expr", "annotations"} <= set(one) for one in groups[0]["rules"])
