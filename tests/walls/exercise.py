"""A wave in which we know who came when, with everything an attacker could copy of it.

People fetch their token and cast their ballot one after the other; the index of a list is the
truth. ``Seen`` is what two databases, their files and their logs held at one moment.
"""

import hashlib
import math
import random
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from survey_api.credentials import blind_rsa, envelope, keys
from survey_api.credentials.issue import decode_reply
from survey_api.database import make_engine
from survey_api.identity import issuing
from survey_api.identity.issuer import Issuer
from survey_api.identity.models import InvitationSecret
from tests.ballots.casts import SampleWave, Voter, token_key
from tests.ballots.stations import BallotRoom
from tests.identity import factories as identity
from tests.walls import postgres_files
from tests.walls.linking import Places, by_key, places_in

N_FIRST, N_SECOND, N_LAST = 44, 44, 12
N = N_FIRST + N_SECOND + N_LAST
PHASES = (range(N_FIRST), range(N_FIRST, N_FIRST + N_SECOND), range(N_FIRST + N_SECOND, N))
DIGEST = 32  # bytes of an envelope that are searched for


@dataclass
class Seen:
    """Measure → where each ballot, each issued mark, each leaf lies; and the raw files."""

    ballots: dict[str, Places]
    leaves: dict[str, Places]
    marks: dict[str, Places]
    ballot_files: bytes = field(repr=False)
    identity_files: bytes = field(repr=False)
    ballot_counter: int = 0


class Exercise:
    """Two batches with their flushes, identity's clock, a few more, then the close."""

    def __init__(self, room: BallotRoom, identity_url: str) -> None:
        self.room = room
        self.wave: SampleWave = room.open_wave()
        self.people = _identity_room(room, identity_url, self.wave)
        archive = None if self.on_sqlite else postgres_files.Archive(self.url)
        self._held = self.people.engine.raw_connection()  # as the application: the log stays
        invitations = self.people.invite(N)
        random.SystemRandom().shuffle(invitations)
        self.secrets: list[bytes] = invitations
        self.persons = _persons(self.people, invitations)
        self.asked: list[bytes] = []  # stored nowhere; an attacker may have listened
        self.bodies: list[bytes] = []
        self.before = self.look()
        self._come(PHASES[0])
        self.first = self.look()
        self._come(PHASES[1])
        self.second = self.look()
        self._identity_clock()
        self.after_clock = self.look()
        self._come(PHASES[2], stop=False)
        self.in_box = self._close()
        self.sealed = self.look()
        self.wal = archive.end() if archive else b""

    def batches(self) -> list[list[int]]:
        """Who came into the box with which flush: all that shows while the wave is open."""
        here = [one[:DIGEST] for one in self.envelopes]
        first, second = (
            [number for number, one in enumerate(here) if one in seen.ballot_files]
            for seen in (self.first, self.second)
        )
        last = [number for number in range(N) if number not in second]
        return [first, [number for number in second if number not in first], last]

    @property
    def on_sqlite(self) -> bool:
        return self.room.settings.ballots_url.startswith("sqlite")

    @property
    def url(self) -> str:
        return self.room.settings.ballots_url

    @property
    def hashes(self) -> list[bytes]:
        """The marks that identity keeps while the wave is open."""
        return [hashlib.sha256(one).digest() for one in self.asked]

    @property
    def envelopes(self) -> list[bytes]:
        return [envelope.parse_cast(body, 4096).sealed for body in self.bodies]

    @property
    def leaves(self) -> list[bytes]:
        return [self.wave.leaf(body) for body in self.bodies]

    def end(self) -> None:
        """Let identity's database go."""
        self._held.close()
        self.people.engine.dispose()

    def look(self) -> Seen:
        """Copy everything."""
        needles = [one[:DIGEST] for one in self.envelopes]
        seen = self._sqlite(needles) if self.on_sqlite else self._postgres(needles)
        for places in (seen.ballots, seen.leaves, seen.marks):
            for measure in places:
                places[measure] = _filled(places[measure])
        return seen

    def _come(self, batch: Sequence[int], *, stop: bool = True) -> None:
        """Each in turn: token, then ballot; then the restart that flushes."""
        first = self.room.start()
        issuer = Issuer(self.people.engine, self.people.key_file)
        for number in batch:
            voter, asked = _draw(self.wave, issuer, self.secrets[number])
            self.asked.append(asked)
            self.bodies.append(voter.cast())
            assert self.room.post(self.wave.wave, self.bodies[-1]).status_code == 202
        issuer.close()
        if stop:
            end(first)
            end(self.room.start())  # flushes what suffices for a batch before it answers

    def _identity_clock(self) -> None:
        with self.people.session() as session:
            issuing.rewrite_marks(session, self.wave.wave)
        assert issuing.scrub(self.people.engine)

    def _close(self) -> list[bytes]:
        with self.people.session() as session:
            issuing.close_issuing(session, self.wave.wave)
        in_box = self.room.close(self.wave)
        self._identity_clock()
        return in_box

    def _sqlite(self, needles: list[bytes]) -> Seen:
        box = (self.room.settings.data_dir / "ballots.sqlite").read_bytes()
        main = Path(str(self.people.engine.url.database)).read_bytes()
        beside = Path(f"{self.people.engine.url.database}-wal")
        log = beside.read_bytes() if beside.exists() else b""
        raw = self.people.engine.raw_connection()
        rowids = raw.cursor().execute("SELECT id, rowid FROM invitation").fetchall()
        raw.close()
        by_id = {bytes.fromhex(str(key).replace("-", "")): float(n) for key, n in rowids}
        ids = [bytes.fromhex(one.replace("-", "")) for one in self.persons]
        names = [one.replace("-", "").encode() for one in self.persons]
        return Seen(
            ballots={"byte offset": places_in(box, needles)},
            leaves={"byte offset": places_in(box, self.leaves)},
            marks={
                "rowid": by_key(by_id, ids),
                "byte offset": places_in(main, names),
                "log": places_in(log, self.hashes),
            },
            ballot_files=box,
            identity_files=main + log,
            ballot_counter=int.from_bytes(box[24:28]),
        )

    def _postgres(self, needles: list[bytes]) -> Seen:
        names = str(self.people.engine.url.render_as_string(hide_password=False))
        ids = [bytes.fromhex(one.replace("-", "")) for one in self.persons]
        ballot_files = postgres_files.raw(self.url)
        identity_files = postgres_files.raw(names)
        marks = postgres_files.rows(names, "invitation", "uuid_send(id)")
        marks_raw = places_in(identity_files, ids)
        box = postgres_files.rows(self.url, "envelope", f"substr(sealed, 1, {DIGEST})")
        toast = postgres_files.toast(self.url, "envelope", DIGEST)
        log = postgres_files.rows(self.url, "log_leaf", "leaf")
        return Seen(
            ballots={
                **{measure: by_key(found, needles) for measure, found in box.items()},
                "toast number": by_key(toast, needles),
                "byte offset": places_in(ballot_files, needles),
            },
            leaves={measure: by_key(found, self.leaves) for measure, found in log.items()},
            marks={
                **{measure: by_key(found, ids) for measure, found in marks.items()},
                "byte offset": marks_raw,
            },
            ballot_files=ballot_files,
            identity_files=identity_files,
        )


def _identity_room(room: BallotRoom, url: str, wave: SampleWave) -> identity.Room:
    engine = make_engine(identity.migrate(url))
    settings = replace(room.settings, identity_url=url)
    made = identity.Room(engine, settings, wave=wave.wave).prepare()
    der = token_key().private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    with made.session() as session:
        issuing.store_wave_key(session, wave.wave, der, made.key)
    return made


def _persons(people: identity.Room, secrets: list[bytes]) -> list[str]:
    """The id of the invitation that each secret belongs to."""
    with people.session() as session:
        found = {one.digest: str(one.invitation_id) for one in session.query(InvitationSecret)}
    return [found[hashlib.sha256(one).digest()] for one in secrets]


def _draw(wave: SampleWave, issuer: Issuer, secret: bytes) -> tuple[Voter, bytes]:
    """Somebody's token by the real steps, and the blinded message that was asked for it."""
    key = Ed25519PrivateKey.generate()
    bpk, prefix, public = keys.raw_public(key), blind_rsa.new_prefix(), token_key().public
    message = blind_rsa.prepare(envelope.token_message(wave.mh, bpk), prefix)
    asked, inverse = blind_rsa.blind(public, message)
    reply = decode_reply(issuer.issue(identity.request(secret, asked)))
    sig = blind_rsa.finalize(public, message, reply.blind_sig, inverse)
    return Voter(wave, key, bpk, prefix, sig), asked


def _filled(places: Places) -> list[float]:
    """Of all who will come, the later ones are nowhere yet."""
    return [*places, *[math.nan] * (N - len(places))]


def end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    child.wait()
