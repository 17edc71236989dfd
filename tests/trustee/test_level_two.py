"""A wave of assurance level 2, from the key holders' offer to the figures everybody sees."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from survey_api import clock
from survey_api.ballots import flush
from survey_api.ballots.spool import Pending
from survey_api.catalogue.models import WaveManifest, WaveState
from survey_api.cli import main
from survey_api.conduct import (
    accepting,
    discarding,
    keyring,
    opening,
    publishing,
    trustees,
    wave_desk,
)
from survey_api.conduct.closing import close_wave
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.status import statuses
from survey_api.credentials import blind_rsa, issue, keys
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import parse
from survey_api.identity import issuing
from survey_api.identity.models import Invitation, OutboxMessage
from survey_api.published.models import Release
from survey_api.release.signed_release import SignedRelease
from survey_api.release.statement import Statement
from survey_api.respondent.client import (
    Cast,
    Draft,
    WaveInView,
    issue_request,
    seal_ballot,
    take_token,
)
from survey_api.trustee import rehearsal
from survey_api.trustee.folder import KeyFolder, Made
from tests import factories
from tests.installing import installed
from tests.trustee.conftest import Held

N_PEOPLE = 12
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
LOADED = """
import sys
from survey_api.cli.main import main
sys.argv = ["safetosay", *sys.argv[1:]]
try:
    main()
finally:
    loaded = [one for one in sys.modules if one.startswith(("sqlalchemy", "survey_api.settings",
              "survey_api.conduct", "survey_api.identity", "survey_api.ballots",
              "survey_api.published", "survey_api.database"))]
    print("LOADED", *loaded)
"""


@dataclass(frozen=True)
class Waiting:
    """A closed wave of level 2 whose box was exported."""

    rooms: Rooms
    made: Made
    wave: str
    stick: Path

    def command(self, *said: str) -> str:
        """``safetosay`` on the server; its output."""
        environment = self.rooms.settings.environment()
        done = CliRunner().invoke(main.app, said, env=environment, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    def mails(self) -> int:
        """How many mails about results are queued."""
        query = select(func.count()).where(OutboxMessage.kind.startswith("release"))
        with self.rooms.identity() as session:
            return session.scalar(query) or 0


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Waiting]:
    stick = tmp_path_factory.mktemp("stick")
    made = KeyFolder.make(stick / "keys", rehearsal.plan("Works council"), date(2026, 11, 1))
    rooms = Rooms(installed(tmp_path_factory.mktemp("level-2")))
    factories.staffed(rooms, N_PEOPLE)
    before = Waiting(rooms, made, "", stick)
    told = before.command("trustee", "register", str(stick / "keys" / "out" / "offer.json"))
    assert made.folder.offer().fingerprint in told
    wave = factories.open_wave(rooms)
    everybody_answers(rooms, wave)
    closed = close_wave(rooms, wave)
    assert closed.waits_for == tuple(one.name for one in made.folder.public.keepers)
    found = Waiting(rooms, made, wave, stick)
    found.command("wave", "export-box", wave, "--out", str(stick / "box.zip"))
    with rooms.reading() as session:
        manifest = session.get_one(WaveManifest, wave).manifest
    (stick / "manifest.json").write_bytes(manifest)
    yield found
    rooms.dispose()


def everybody_answers(rooms: Rooms, wave: str) -> None:
    """Real tokens and envelopes, put in the box without the two processes in between."""
    with rooms.reading() as session:
        view = WaveInView.read(session.get_one(WaveManifest, wave).manifest, wave)
    sealer = keyring.read(keyring.Keyring(rooms.settings).identity)
    with rooms.identity() as session:
        private = keys.TokenKey.load(issuing.wave_key(session, wave, sealer)).private
        groups = {one.unit: one for one in issuing.passes(session, wave, sealer)}
        invited = list(session.scalars(select(Invitation).where(Invitation.wave == wave)))
        for one in invited:
            one.request_hash = os.urandom(32)
        units = [one.unit for one in invited]
    signer = blind_rsa.signer(private)
    casts = [
        _cast(view, signer, groups[unit], factories.answers_of(number))
        for number, unit in enumerate(units)
    ]
    with rooms.ballots_engine.begin() as connection:
        flush.append(connection, [Pending(one.leaf, wave, one.body) for one in casts])


def _cast(
    view: WaveInView,
    signer: blind_rsa.BlindSigner,
    group: issuing.UnitOpening,
    said: dict[str, int],
) -> Cast:
    draft = Draft.fresh(view.manifest.token_key)
    asked = issue.decode_request(issue_request(view, draft, bytes(16)))
    signed = signer.blind_sign(asked.blinded)
    reply = issue.IssueReply(signed, group.unit, group.pass_, group.salt, group.label)
    return seal_ballot(view, draft, take_token(view, draft, issue.encode_reply(reply)), said)


def test_the_manifest_names_the_key_holders_before_anybody_answers(waiting: Waiting) -> None:
    manifest = parse((waiting.stick / "manifest.json").read_bytes())
    assert manifest.level == 2
    assert [one.name for one in manifest.custodians] == [
        one.name for one in waiting.made.folder.public.keepers
    ]
    assert manifest.tally_key == waiting.made.folder.public.tally_keys[0]
    assert manifest.keys.statement == waiting.made.folder.public.statement_key
    assert list(waiting.rooms.settings.holder_dir.glob("tally-*")) == []


def test_a_closed_wave_waits_and_says_for_whom(waiting: Waiting) -> None:
    assert "waiting for the key holders (Ada Example" in statuses(waiting.rooms)[0].state
    assert wave_desk.show(waiting.rooms, waiting.wave).waits_for[0] == "Ada Example"
    assert "Next: safetosay wave export-box" in close_wave(waiting.rooms, waiting.wave).sentence
    assert waiting.mails() == 0


def test_the_trustee_counts_on_a_laptop_without_server_database_or_roster(
    waiting: Waiting,
) -> None:
    done = subprocess.run(
        [
            sys.executable, "-c", LOADED, "trustee", "tally",
            "--folder", str(waiting.stick / "keys"), "--box", str(waiting.stick / "box.zip"),
            "--manifest", str(waiting.stick / "manifest.json"),
            "--out", str(waiting.stick / "release.zip"),
        ],
        input="\n".join(waiting.made.sheets[1:]) + "\n",
        env={"PATH": "/usr/bin:/bin", "HOME": str(waiting.stick)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"{N_PEOPLE}  Ballots found in the box" in done.stdout
    assert done.stdout.rstrip().endswith("LOADED")


REFUSALS = {
    "signature": (lambda one: replace(one, signature=bytes(64)), "figures are not signed"),
    "bundle": (
        lambda one: replace(one, bundle=one.bundle.replace(b'"title":"', b'"title":"x', 1)),
        "figures are not signed",
    ),
    "statement": (
        lambda one: replace(one, statement_signature=bytes(64)),
        "statement is not signed",
    ),
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_release_that_was_changed_is_refused_and_says_why(waiting: Waiting, kind: str) -> None:
    change, reason = REFUSALS[kind]
    whole = SignedRelease.parse((waiting.stick / "release.zip").read_bytes())
    with pytest.raises(publishing.ReleaseRefused, match=reason):
        accepting.accept_file(waiting.rooms, change(whole).encode())
    with waiting.rooms.reading() as session:
        assert session.get(Release, waiting.wave) is None


def test_a_release_of_an_unknown_or_open_wave_is_refused(waiting: Waiting, held: Held) -> None:
    whole = SignedRelease.parse((waiting.stick / "release.zip").read_bytes())
    stated = Statement.parse(whole.statement)
    unknown = replace(whole, statement=replace(stated, wave=b64u(bytes(16))).encode())
    with pytest.raises(accepting.WaveUnknownHere):
        accepting.accept_file(waiting.rooms, unknown.encode())
    with waiting.rooms.published() as session:
        session.get_one(trustees.Wave, waiting.wave).state = WaveState.OPEN
    try:
        with pytest.raises(accepting.WaveNotYetClosed):
            accepting.accept_file(waiting.rooms, whole.encode())
    finally:
        with waiting.rooms.published() as session:
            session.get_one(trustees.Wave, waiting.wave).state = WaveState.CLOSED


def test_what_the_trustee_signed_is_what_everybody_sees(waiting: Waiting) -> None:
    file = waiting.stick / "release.zip"
    said = waiting.command("release", "accept", str(file))
    assert f"Released: {N_PEOPLE} ballots counted, 0 rejected" in said
    signed = SignedRelease.parse(file.read_bytes())
    with waiting.rooms.reading() as session:
        stored = session.get_one(Release, waiting.wave)
    assert (stored.bundle, stored.statement) == (signed.bundle, signed.statement)
    assert waiting.mails() > 0
    n_mails = waiting.mails()
    assert "Released" in waiting.command("release", "accept", str(file))
    assert waiting.mails() == n_mails
    other = replace(signed, bundle=signed.bundle + b" ")
    with pytest.raises(publishing.ReleaseExists):
        accepting.accept_file(waiting.rooms, other.encode())


def test_recounting_gives_what_was_published(waiting: Waiting) -> None:
    published = waiting.stick / "published.json"
    with waiting.rooms.reading() as session:
        published.write_bytes(session.get_one(Release, waiting.wave).bundle)
    done = CliRunner().invoke(
        main.app,
        [
            "trustee", "recount", "--folder", str(waiting.stick / "keys"),
            "--box", str(waiting.stick / "box.zip"),
            "--manifest", str(waiting.stick / "manifest.json"), "--against", str(published),
        ],
        input="\n".join(waiting.made.sheets[:2]) + "\n",
    )  # fmt: skip
    assert "The same, byte for byte: bundle" in done.output, done.output


def test_a_discarded_waves_key_is_never_used_again_and_the_end_of_keys_is_said(
    waiting: Waiting,
) -> None:
    rooms = waiting.rooms
    with clock.travel(clock.now() + timedelta(weeks=5)):
        number = factories.draft_wave(rooms, title="Thrown away")
        taken = trustees.assign(rooms, wave_desk.show(rooms, number).id)
        assert taken == trustees.assign(rooms, wave_desk.show(rooms, number).id)
        assert taken.tally_key == waiting.made.folder.public.tally_keys[1]
        discarding.discard_wave(rooms, number)
        number = factories.draft_wave(rooms, title="Without a key")
        with pytest.raises(trustees.NoKeyLeft, match="--level 1"):
            opening.open_wave(rooms, number)
        opened = opening.open_wave(rooms, number, level=1)
        with rooms.reading() as session:
            assert parse(session.get_one(WaveManifest, opened.wave).manifest).level == 1


@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_an_offer_is_stored_once_and_a_rehearsals_never(
    tmp_path: Path, held: Held, engine: str
) -> None:
    rooms = Rooms(installed(tmp_path / "data", engine=engine))
    with pytest.raises(trustees.NoKeyHolder):
        trustees.assign(rooms, "w" * 22)
    raw = held.folder.offer().encode()
    assert trustees.register(rooms, raw) == trustees.register(rooms, raw) == trustees.current(rooms)
    first, second = (trustees.assign(rooms, letter * 22) for letter in "ab")
    assert {first.tally_key, second.tally_key} == set(held.folder.public.tally_keys)
    assert trustees.assign(rooms, "a" * 22) == first
    practice = KeyFolder.make(tmp_path / "r", rehearsal.plan(), date(2026, 1, 1), rehearsal=True)
    with pytest.raises(trustees.OnlyRehearsal):
        trustees.register(rooms, practice.folder.offer().encode())
    rooms.dispose()
