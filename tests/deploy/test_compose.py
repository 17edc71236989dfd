"""docker-compose.yml gives each process its own container, role, URLs and keys, and no more."""

import re
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from survey_api.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
Services = dict[str, dict[str, Any]]
PROCESSES = ("api", "ballots", "dashboard", "worker")
ROOMS_OF = {
    "init": {"identity", "ballots", "published"},
    "api": {"identity", "published"},
    "ballots": {"ballots"},
    "worker": {"identity", "ballots", "published"},
}


def settings_of(prepared: Path, name: str) -> dict[str, str]:
    lines = (prepared / "secrets" / f"{name}.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def volumes_of(service: dict[str, Any]) -> set[str]:
    return {one.split(":")[0] for one in service.get("volumes", [])}


def secrets_of(service: dict[str, Any]) -> set[str]:
    listed = service.get("secrets", [])
    return {one if isinstance(one, str) else one["source"] for one in listed}


def test_there_is_one_container_per_process(services: Services) -> None:
    serving = {name: one["command"] for name, one in services.items() if "serve" in str(one)}
    assert serving == {name: ["serve", name] for name in PROCESSES}


@pytest.mark.parametrize("name", [*PROCESSES, "init", "grants", "front"])
def test_a_container_cannot_write_its_own_image_or_gain_rights(
    services: Services, name: str
) -> None:
    assert services[name]["read_only"] is True
    assert services[name]["cap_drop"] == ["ALL"]
    assert services[name]["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", ROOMS_OF)
def test_each_process_connects_with_its_own_role_to_its_own_rooms(
    services: Services, prepared: Path, name: str
) -> None:
    assert secrets_of(services[name]) == {f"{name}.env"}
    urls = {k: make_url(v) for k, v in settings_of(prepared, name).items() if k.endswith("_URL")}
    assert {url.database for url in urls.values()} == ROOMS_OF[name]
    assert all(key == f"{PREFIX}{url.database.upper()}_URL" for key, url in urls.items())
    role = "owner" if name == "init" else name
    assert {url.username for url in urls.values()} == {f"safetosay_{role}"}


def test_passwords_are_long_and_no_two_roles_share_one(prepared: Path) -> None:
    found = [path.read_text() for path in (prepared / "secrets").glob("*.password")]
    assert len(found) == len(set(found)) == 5
    assert all(re.fullmatch("[0-9a-f]{48}", one) for one in found)


def test_preparing_twice_keeps_what_was_made(prepared: Path) -> None:
    def contents() -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in prepared.glob("*/*.[pek]*") if p.is_file()}

    before = contents()
    subprocess.run(["sh", str(prepared / "prepare.sh")], check=True, capture_output=True)
    assert contents() == before


def test_the_dashboard_has_only_the_address_of_the_api(services: Services) -> None:
    dashboard = services["dashboard"]
    assert not secrets_of(dashboard)
    assert not volumes_of(dashboard)
    assert dashboard["environment"] == {"SAFETOSAY_API_URL": "http://api:8000"}
    assert "databases" not in dashboard["networks"]


def test_only_the_worker_and_the_first_job_hold_the_key_holders_files(services: Services) -> None:
    assert {name for name, one in services.items() if "holder" in volumes_of(one)} == {
        "init",
        "worker",
    }


def test_every_process_is_dealt_only_the_keys_it_may_hold() -> None:
    script = (ROOT / "deploy" / "init.sh").read_text()
    dealt = {
        name: set(keys.split()) for name, keys in re.findall(r'^deal (\w+) "([^"]+)"', script, re.M)
    }
    assert set(dealt) == {"api", "ballots", "worker"}
    assert [name for name, keys in dealt.items() if "promise.key" in keys] == ["ballots"]
    assert "identity.key" not in dealt["ballots"]
    assert "manifest.key" not in dealt["ballots"]


def test_a_processs_keys_are_its_own_volume_and_read_only(services: Services) -> None:
    for name in ("api", "ballots", "worker"):
        keys = [one for one in services[name]["volumes"] if one.startswith("keys")]
        assert keys == [f"keys-{name}:/data/keys:ro"]


def test_the_front_reaches_no_database_and_the_databases_reach_nobody(
    composition: dict[str, Any], services: Services
) -> None:
    assert "databases" not in services["front"]["networks"]
    assert composition["networks"]["databases"] == {"internal": True}
    assert services["postgres"]["networks"] == ["databases"]
    published = [name for name, one in services.items() if "ports" in one]
    assert published == ["front"]


def test_whatever_serves_is_checked_for_health(services: Services) -> None:
    unchecked = {name for name, one in services.items() if "healthcheck" not in one}
    assert unchecked == {"init", "grants", "worker"}


def test_every_image_names_its_version(services: Services) -> None:
    images = {one["image"] for one in services.values()} - {"safe-to-say"}
    assert images
    assert all(re.search(r":\d", image) for image in images)


def test_every_secret_is_made_by_prepare_and_handed_to_somebody(
    composition: dict[str, Any], services: Services, prepared: Path
) -> None:
    declared = composition["secrets"]
    assert set().union(*(secrets_of(one) for one in services.values())) == set(declared)
    for secret in declared.values():
        assert (prepared.parent / secret["file"]).is_file()


def test_every_setting_named_in_the_deployment_exists(services: Services, prepared: Path) -> None:
    known = {PREFIX + one.name.upper() for one in fields(Settings)}
    known |= {f"{PREFIX}{origin}_HOST" for origin in ("APP", "SURVEY", "BALLOT")}
    named: set[str] = set()
    for path in [prepared / "site.env.example", *prepared.glob("secrets/*.env")]:
        named |= set(re.findall(r"^(SAFETOSAY_\w+)=", path.read_text(), re.M))
    for one in services.values():
        named |= {key for key in one.get("environment", {}) if key.startswith(PREFIX)}
    assert named <= known
    assert "SAFETOSAY_VOUCHER" in named
