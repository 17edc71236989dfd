"""The Kubernetes manifests, put together as kubectl does and checked against the API's schemas."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from survey_api.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
VERSION = "1.30"
PROCESSES = ("api", "ballots", "dashboard", "worker")
Thing = dict[str, Any]


@pytest.fixture(scope="module")
def things(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Thing]:
    """All manifests with what the kustomization adds from the files of a host that is prepared."""
    place = tmp_path_factory.mktemp("cluster") / "deploy"
    shutil.copytree(prepared, place)
    program = place.parent / "safetosay"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m survey_api.cli "$@"\n')
    program.chmod(0o755)
    given = {**os.environ, "SAFETOSAY": str(program), "PYTHONPATH": str(ROOT)}
    script = str(place / "kubernetes" / "keys.sh")
    subprocess.run(["sh", script], check=True, env=given, capture_output=True)
    return put_together(place)


def put_together(place: Path) -> list[Thing]:
    """What the kustomization says, read without kubectl, which not every machine has."""
    whole = yaml.safe_load((place / "kustomization.yaml").read_text())
    found = [
        one for path in whole["resources"] for one in yaml.safe_load_all((place / path).read_text())
    ]
    for kind, generated in (("ConfigMap", "configMapGenerator"), ("Secret", "secretGenerator")):
        for one in whole[generated]:
            files = [part.split("=")[-1] for part in [*one.get("files", []), *one.get("envs", [])]]
            assert all((place / part).is_file() for part in files), one
            names = {part.split("=")[0].rsplit("/", 1)[-1]: "" for part in one.get("files", [])}
            found.append(
                {"apiVersion": "v1", "kind": kind, "metadata": {"name": one["name"]}, "data": names}
            )
    return found


def named(things: list[Thing], kind: str) -> dict[str, Thing]:
    return {one["metadata"]["name"]: one for one in things if one["kind"] == kind}


def pods(things: list[Thing]) -> dict[str, Thing]:
    kinds = ("Deployment", "StatefulSet", "Job")
    return {
        name: one["spec"]["template"]["spec"]
        for kind in kinds
        for name, one in named(things, kind).items()
    }


def containers(pod: Thing) -> list[Thing]:
    return [*pod.get("initContainers", []), *pod["containers"]]


def test_every_manifest_is_one_that_kubernetes_accepts(things: list[Thing]) -> None:
    assert len(things) > 30
    for one in things:
        kubernetes_validate.validate(one, VERSION, strict=True)


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="no kubectl here")
def test_kubectl_puts_the_same_together(
    things: list[Thing], prepared: Path, tmp_path: Path
) -> None:
    place = tmp_path / "deploy"
    shutil.copytree(prepared, place)
    (place / "secrets" / "keys").mkdir()
    for name in ("identity.key", "comments.key", "manifest.key", "promise.key", "promise.pub"):
        (place / "secrets" / "keys" / name).write_bytes(b"x")
    run = subprocess.run(["kubectl", "kustomize", str(place)], check=True, capture_output=True)
    built = list(yaml.safe_load_all(run.stdout))
    assert len(built) == len(things)
    for one in built:
        kubernetes_validate.validate(one, VERSION, strict=True)


def test_every_process_runs_as_nobody_and_cannot_write_its_image(things: list[Thing]) -> None:
    assert set(pods(things)) == {*PROCESSES, "front", "init"}
    for pod in pods(things).values():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for one in containers(pod):
            assert one["securityContext"]["readOnlyRootFilesystem"] is True
            assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert one["resources"]["limits"]["memory"]


def test_each_process_has_the_keys_that_compose_deals_it_and_no_more(things: list[Thing]) -> None:
    script = (ROOT / "deploy" / "init.sh").read_text()
    dealt = {
        name: set(keys.split())
        for name, keys in (
            line.removeprefix("deal ").replace('"', "").split(" ", 1)
            for line in script.splitlines()
            if line.startswith("deal ")
        )
    }
    secrets = named(things, "Secret")
    for name in PROCESSES:
        held = {
            one["secret"]["secretName"] for one in pods(things)[name]["volumes"] if "secret" in one
        }
        assert held == ({f"{name}-settings", f"{name}-keys"} if name != "dashboard" else set())
        if name in dealt:
            assert set(secrets[f"{name}-keys"]["data"]) == dealt[name]
    claims = {
        name
        for name, pod in pods(things).items()
        if any(one.get("persistentVolumeClaim") for one in pod["volumes"])
    }
    assert claims == {"worker", "init"}


def test_everything_a_pod_mounts_or_reads_exists(things: list[Thing]) -> None:
    known = {*named(things, "ConfigMap"), *named(things, "Secret")}
    for pod in pods(things).values():
        volumes = {one["name"] for one in pod["volumes"]}
        for one in pod["volumes"]:
            names = [one.get("secret", {}).get("secretName"), one.get("configMap", {}).get("name")]
            assert {name for name in names if name} <= known
        for one in containers(pod):
            assert {part["configMapRef"]["name"] for part in one.get("envFrom", [])} <= known
            mounted = {mount["name"] for mount in one.get("volumeMounts", [])}
            assert mounted - volumes <= {"spool"}


def test_each_ballot_process_has_a_spool_of_its_own(things: list[Thing]) -> None:
    claim = named(things, "StatefulSet")["ballots"]["spec"]["volumeClaimTemplates"][0]
    assert claim["spec"]["accessModes"] == ["ReadWriteOncePod"]


def test_only_who_must_reaches_a_database(things: list[Thing]) -> None:
    policies = named(things, "NetworkPolicy")
    assert policies["nobody"]["spec"]["podSelector"] == {}
    reaching = {
        name
        for name, one in policies.items()
        for rule in one["spec"].get("egress", [])
        if {"port": 5432} in rule["ports"]
    }
    assert reaching == {"api", "ballots", "worker", "init"}


def test_every_setting_it_names_exists(things: list[Thing]) -> None:
    known = {PREFIX + name.upper() for name in Settings.__dataclass_fields__}
    assert set(named(things, "ConfigMap")["site"]["data"]) <= known
