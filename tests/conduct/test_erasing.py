"""A wave is erased once objections are over: killed at every step, run again, and then searched
for in every raw file of the installation."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from survey_api import clock
from survey_api.ballots import lifecycle
from survey_api.catalogue.models import WaveManifest
from survey_api.conduct import erasing, holder, keyring
from survey_api.conduct.closing import close_wave
from survey_api.conduct.rooms import Rooms
from survey_api.credentials import keys
from survey_api.identity import issuing
from survey_api.identity.models import Annex, Invitation, InvitationSecret, SigningKey, UnitPass
from survey_api.published.models import Erasure as Stated
from survey_api.release.erasure import Erasure, Part
from survey_api.settings import Settings
from tests import factories, postgres
from tests.installing import installed
from tests.running import Running

N_PEOPLE, N_STEPS = 12, 4
ENDING = 24  # bytes of the end of a secret that are searched for


@dataclass
class Place:
    """An installation with a released and an open wave; ``secrets`` is what must be gone of the
    first and ``kept`` what must not of the second."""

    settings: Settings
    wave: str
    secrets: list[bytes]
    kept: list[bytes]

    def files(self) -> Iterator[Path]:
        yield from (one for one in self.settings.data_dir.rglob("*") if one.is_file())
        if not self.settings.ballots_url.startswith("sqlite"):
            yield from _after_checkpoint()

    def left(self, secrets: list[bytes]) -> dict[str, int]:
        """file → how many of these secrets lie in it."""
        found = {}
        for path in self.files():
            raw = path.read_bytes()
            if n := sum(one in raw for one in secrets):
                found[path.name] = n
        return found


def _after_checkpoint() -> Iterator[Path]:
    """The server's data with its log, set as docs/operating.md says: a checkpoint then leaves
    nothing of the log that is done with."""
    cluster = postgres.cluster()
    cluster.run("ALTER SYSTEM SET wal_recycle = off")
    cluster.run("ALTER SYSTEM SET wal_keep_size = 0")
    cluster.run("SELECT pg_reload_conf()")
    log = cluster.home / "data" / "pg_wal"
    cluster.run("SELECT pg_switch_wal()")
    old = max(one.name for one in log.iterdir() if one.is_file())
    for _ in range(50):  # the server takes up its settings when it has time
        cluster.run("SELECT pg_switch_wal()")
        cluster.run("CHECKPOINT")
        if not (log / old).exists():
            break
    cluster.run("ALTER SYSTEM RESET ALL")
    cluster.run("SELECT pg_reload_conf()")
    yield from (one for one in (cluster.home / "data").rglob("*") if one.is_file())


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.slow]),
    ],
    scope="module",
)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    if request.param == "postgresql" and not postgres.available():
        pytest.skip("no PostgreSQL programs here")
    settings = installed(tmp_path_factory.mktemp("erased") / "data", engine=request.param)
    with Running(settings) as running:
        rooms = running.rooms
        factories.staffed(rooms, N_PEOPLE)
        wave = factories.open_wave(rooms, weeks_ago=4)
        factories.answer_all(factories.links(rooms, wave))
        with clock.travel(clock.now() - timedelta(days=15)):
            close_wave(rooms, wave)
        secrets = _secrets(rooms, wave)
        another = factories.open_wave(rooms, title="Second wave")
        factories.answer_all(factories.links(rooms, another))
        with rooms.identity() as session:
            kept = _endings(
                session.scalars(select(UnitPass.sealed).where(UnitPass.wave == another))
            )
    return Place(settings, wave, secrets, kept)


def _secrets(rooms: Rooms, wave: str) -> list[bytes]:
    """Envelopes and every key of the wave, as they are stored and, the last few, as they are
    used, which is nowhere on the disk."""
    sealer = keyring.read(keyring.Keyring(rooms.settings).identity)
    tally_file = rooms.settings.holder_dir / f"tally-{wave}.sealed"
    tally = holder._tally_key(rooms.settings, wave)
    assert tally is not None
    with rooms.ballots() as session:
        stored = [
            part for one in lifecycle.read_box(session, wave) for part in (one.sealed, one.sig)
        ]
    assert len(stored) == 2 * N_PEOPLE
    with rooms.identity() as session:
        for table in (SigningKey, UnitPass, Annex):
            stored += session.scalars(select(table.sealed).where(table.wave == wave))
        mailed = select(InvitationSecret.digest).join(Invitation).where(Invitation.wave == wave)
        stored += session.scalars(mailed)
        stored += [one.pass_ for one in issuing.passes(session, wave, sealer)]
        stored.append(issuing.wave_key(session, wave, sealer))
    return _endings([*stored, tally_file.read_bytes(), tally.private_bytes])


def _endings(stored: object) -> list[bytes]:
    return [bytes(one)[-ENDING:] for one in stored]  # type: ignore[attr-defined]


def _die_at(settings: Settings, wave: str, step: int) -> None:
    """In a process of its own: erase, and be killed when the given step is announced."""
    said = 0

    def say(_text: str) -> None:
        nonlocal said
        said += 1
        if said == step:
            os.kill(os.getpid(), signal.SIGKILL)

    erasing.erase_wave(Rooms(settings), wave, say=say)


def test_before_its_day_nothing_is_erased_and_the_day_is_named(place: Place) -> None:
    rooms = Rooms(place.settings)
    with (
        clock.travel(clock.now() - timedelta(days=1)),
        pytest.raises(erasing.ObjectionsPossible) as refused,
    ):
        erasing.erase_wave(rooms, place.wave)
    assert str(clock.today() - timedelta(days=1)) in refused.value.detail
    with pytest.raises(erasing.NotReleased):
        erasing.erase_wave(rooms, "2")
    assert sum(place.left(place.secrets).values()) >= 3 * N_PEOPLE, "found where they are"
    rooms.dispose()


def test_killed_at_every_step_it_is_taken_up_and_leaves_nothing_in_any_file(place: Place) -> None:
    fresh = multiprocessing.get_context("fork")
    for step in range(1, N_STEPS + 1):
        child = fresh.Process(target=_die_at, args=(place.settings, place.wave, step))
        child.start()
        child.join(60)
        assert child.exitcode == -signal.SIGKILL, step
        with Rooms(place.settings).reading() as session:
            assert session.scalars(select(Stated)).all() == [], step
    rooms = Rooms(place.settings)
    done = erasing.erase_wave(rooms, place.wave)
    assert erasing.erase_wave(rooms, place.wave) == done
    assert erasing.erase_due(rooms) == []
    rooms.dispose()
    assert place.left(place.secrets) == {}
    assert sum(place.left(place.kept).values()) >= len(place.kept), "the open wave stays"


def test_what_is_gone_is_stated_under_the_key_of_the_manifest(place: Place) -> None:
    rooms = Rooms(place.settings)
    erasing.erase_wave(rooms, place.wave)
    with rooms.reading() as session:
        found = session.get_one(Stated, (place.wave, erasing.SERVER))
        frozen = session.get_one(WaveManifest, place.wave)
    said = Erasure.parse(found.document)
    assert set(said.erased) == set(Part)
    assert (said.wave, said.on) == (place.wave, found.erased_on)
    public = keys.signing_public(keyring.read(keyring.Keyring(place.settings).manifest))
    assert keys.verify(public, found.document, found.signature)
    assert frozen.manifest
    rooms.dispose()


def test_the_next_release_is_still_checked_against_the_ledger(place: Place) -> None:
    rooms = Rooms(place.settings)
    erasing.erase_wave(rooms, place.wave)
    assert holder._ledger(
        place.settings, holder.PastRelease(place.wave, b"", b"sealed to a key that is gone")
    )
    rooms.dispose()
