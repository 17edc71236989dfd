"""Limits: by invitation, by the whole flood, by size and by slowness; never by address."""

import socket
from datetime import timedelta
from pathlib import Path

import pytest

from survey_api import clock
from survey_api.ballots import refusals, service
from survey_api.ballots.budget import Budget
from survey_api.identity.issue_budget import AskedTooOften, IssueBudget
from tests.ballots.stations import ballot_room


def test_one_invitation_may_be_shown_so_often_and_others_are_not_touched() -> None:
    budget = IssueBudget(limit=3)
    for _ in range(3):
        budget.spend(b"one")
    with pytest.raises(AskedTooOften):
        budget.spend(b"one")
    budget.spend(b"two")


@pytest.mark.parametrize("minutes", [11, -600])
def test_counts_are_forgotten_together_also_when_the_clock_jumps(minutes: int) -> None:
    budget = IssueBudget(limit=1)
    budget.spend(b"one")
    with clock.travel(clock.now() + timedelta(minutes=minutes)):
        budget.spend(b"one")


def test_the_budget_of_casts_lets_a_burst_pass_and_then_so_many_in_a_second() -> None:
    budget = Budget(per_second=10, burst=5, left=5)
    for _ in range(5):
        budget.spend(100.0)
    with pytest.raises(refusals.TooBusy):
        budget.spend(100.0)
    budget.spend(100.15)
    with pytest.raises(refusals.TooBusy):
        budget.spend(99.0)


def test_wrong_sizes_are_refused_by_their_length_and_the_next_ballot_is_taken(
    tmp_path: Path,
) -> None:
    with ballot_room(tmp_path) as room:
        wave = room.open_wave()
        room.start()
        body = wave.voter().cast()
        assert room.post(wave.wave, body).status_code == 202
        assert room.post(wave.wave, body + b"x").status_code == 413
        assert room.post(wave.wave, body[:-1]).status_code == 400
        assert said_by_length(room.settings.ballot_port, wave.wave, "9" * 12) == b"400"
        assert room.post(wave.wave, body).status_code == 202


def said_by_length(port: int, wave: str, length: str) -> bytes:
    """The status of a cast that names a length and sends nothing."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        head = f"POST /cast/{wave} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
        line.sendall(head.encode())
        return line.recv(64).split()[1]


def test_a_ballot_that_trickles_in_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    monkeypatch.setattr(service, "READ_SECONDS", 0.05)

    async def never() -> dict[str, object]:
        await asyncio.sleep(60)
        return {}

    async def cast() -> None:
        with ballot_room(tmp_path) as room:
            wave = room.open_wave()
            made = service.Service(room.settings)
            await made._process.start()
            scope = {"headers": [(b"content-length", str(wave.size).encode())]}
            try:
                with pytest.raises(refusals.SentTooSlowly):
                    await made._cast(wave.wave, scope, never)  # type: ignore[arg-type]
            finally:
                await made._process.stop()

    asyncio.run(cast())


def test_no_limit_reads_an_address() -> None:
    root = Path(__file__).resolve().parents[2] / "survey_api"
    for place in ("ballots", "identity", "web"):
        for path in (root / place).rglob("*.py"):
            text = path.read_text()
            assert "request.client" not in text and 'scope["client"]' not in text, path
            assert "forwarded-for" not in text.lower(), path
