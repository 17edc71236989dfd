#!/usr/bin/env python3
"""Known faults of dependencies and risky code; what could not be looked at is a fault as well.

An advisory source that knows no package answers "nothing known". So every package must have been
found there; otherwise this says how many were not, and fails.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Findings that were looked at; docs/security.md says why each is none.
EXPLAINED: dict[str, str] = {}


def python_packages(lock: str) -> list[str]:
    """What pip-audit says of one lock file, a line for each finding."""
    command = [BIN / "pip-audit", "-r", lock, "--require-hashes", "--disable-pip"]
    done = _run([*command, "--format", "json", "--progress-spinner", "off"])
    if not done.stdout.strip():
        return [f"pip-audit did not finish for {lock}: {_last(done.stderr)}"]
    return judged(lock, json.loads(done.stdout)["dependencies"])


def judged(lock: str, found: list[dict[str, object]]) -> list[str]:
    """Advisories that nobody explained, and packages nobody could look up."""
    faults = [
        f"{one['name']} {one.get('version', '')}: {fault['id']}"
        for one in found
        for fault in one.get("vulns", ())  # type: ignore[attr-defined]
        if fault["id"] not in EXPLAINED
    ]
    unknown = [one for one in found if "skip_reason" in one]
    if unknown:
        faults.append(f"{len(unknown)} of {len(found)} packages of {lock} could not be looked up")
    return faults


def node_packages() -> list[str]:
    """What npm says of the packages that build and test the answer page."""
    done = _run(["npm", "audit", "--json"], ROOT / "survey_api" / "web")
    said = json.loads(done.stdout or "{}")
    if "vulnerabilities" not in said:
        return [f"npm audit did not finish: {_last(done.stderr)}"]
    return [f"npm {name}: {one['severity']}" for name, one in said["vulnerabilities"].items()]


def own_code() -> list[str]:
    """What bandit says of our code, from medium severity; each exception stands at its line."""
    done = _run([BIN / "bandit", "-q", "-r", "survey_api", "dashboard", "-ll", "-f", "json",
                 "-x", "*/node_modules/*"])  # fmt: skip
    said = json.loads(done.stdout)
    return [
        f"bandit {one['test_id']} {one['filename']}:{one['line_number']}"
        for one in said["results"]
        if f"noqa: {one['test_id'].replace('B', 'S')}" not in one["code"]
    ]


def _run(command: list[str | Path], folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [str(one) for one in command], cwd=folder, capture_output=True, text=True, check=False
    )


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]


def main() -> None:
    """Everything, then one exit code."""
    parts = [*(python_packages(lock) for lock in LOCKS), node_packages(), own_code()]
    found = [line for part in parts for line in part]
    print("\n".join(found) or "Nothing known.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
