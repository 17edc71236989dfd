"""deploy/Dockerfile installs what the lock file names and runs as nobody in particular."""

import fnmatch
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", " ", text)
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def test_every_line_is_an_instruction() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
    assert {word for word, _rest in instructions()} == known


def test_packages_come_from_the_lock_file_with_their_hashes() -> None:
    installs = [rest for word, rest in instructions() if word == "RUN" and "pip install" in rest]
    assert len(installs) == 2
    assert "--require-hashes --no-deps -r requirements.lock" in installs[0]
    assert "--no-index" in installs[1]


def test_the_image_runs_as_a_user_without_rights() -> None:
    users = [rest for word, rest in instructions() if word == "USER"]
    assert users == ["safetosay"]
    last_run = max(i for i, (word, _rest) in enumerate(instructions()) if word == "RUN")
    assert instructions().index(("USER", "safetosay")) > last_run


def test_everything_copied_exists_and_is_let_through_to_the_build() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "**"
    allowed = [line[1:] for line in ignored if line.startswith("!")]
    sources = [
        source
        for word, rest in instructions()
        if word == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    assert "requirements.lock" in sources
    for source in sources:
        assert (ROOT / source).exists()
        assert any(fnmatch.fnmatch(source, one) for one in allowed)
