"""Cards for people who answer on paper: plays the respondents up to their token, then shuffles.

Which card belongs to whom is known for a moment in this process only. The shuffled cards are
kept sealed, in the transaction that uses their owners' right, until their file is complete
(docs/decisions/0028).
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import select

from survey_api.catalogue import waves
from survey_api.catalogue.models import WaveManifest, WaveState, WaveUnit
from survey_api.conduct import keyring
from survey_api.conduct.rooms import Rooms
from survey_api.credentials import keys
from survey_api.credentials.ballot_code import CARD, BallotCode
from survey_api.credentials.encoding import INVITATION_BYTES
from survey_api.credentials.issue import decode_reply
from survey_api.errors import Conflict, NotFound
from survey_api.identity import cards, issuing
from survey_api.identity.cards import CardIssuer, Pack, Request, Seat
from survey_api.identity.issue_writer import InvitationUsed
from survey_api.respondent.client import Draft, WaveInView, issue_request, take_token

Progress = Callable[[str], None]
EVERYBODY = ""


class WaveNotRunning(Conflict):
    """Cards are printed while a wave is open, and only then. Nothing was done."""


class NoCards(NotFound):
    """Nobody here is left to get a card: the roster gives everybody an e-mail address, or all
    cards were printed. A card is never printed a second time; see docs/cards.md."""


class NoSuchUnit(NotFound):
    """This wave has no such unit. Name it by its id or by its name in the roster."""


class AnotherPackWaits(Conflict):
    """Cards were made earlier and their file was not finished. Print those first."""


class PrintedMeanwhile(Conflict):
    """Somebody else has made cards for these people just now. Nothing was done here."""


class TooFewCards(Conflict):
    """A hat with so few cards hides nobody. Nothing was done."""


@dataclass(frozen=True)
class Printing:
    """Cards ready to be put on paper, with the wave they belong to."""

    view: WaveInView
    pack: Pack
    is_resumed: bool


@dataclass(frozen=True)
class Expected:
    """How many people of a wave answer by card, and how many hats would hold fewer than K."""

    n_people: int
    n_small_hats: int


def expected(rooms: Rooms, wave: str) -> Expected:
    """What is to be printed for a wave, known as soon as it is open."""
    k = _view(rooms, wave).manifest.k
    with rooms.identity() as session:
        hats = cards.by_group(session, wave)
    return Expected(hats.total(), sum(n < k for n in hats.values()))


def prepare(
    rooms: Rooms, reference: str, unit: str, *, few: bool, say: Progress = lambda _text: None
) -> Printing:
    """Make the cards of a unit, or take up those whose file was not finished."""
    view = _view(rooms, reference)
    wave, key = view.manifest.wave_text, keyring.read(keyring.Keyring(rooms.settings).identity)
    groups = _groups(rooms, wave, unit)
    with rooms.identity() as session:
        waiting = cards.waiting_pack(session, wave, key=key)
        seats = [one for one in cards.seats(session, wave) if one.group in groups]
    if waiting is not None:
        _check_same(waiting, unit)
        return Printing(view, waiting, is_resumed=True)
    _check_hats(seats, view.manifest.k, few=few)
    say(f"Drawing {len(seats)} cards and shuffling them")
    return Printing(view, _make(rooms, view, seats, unit), is_resumed=False)


def finish(rooms: Rooms, printing: Printing) -> None:
    """The file is complete and durable: nothing that could be printed again is kept."""
    with rooms.identity() as session:
        cards.forget_pack(session, printing.view.manifest.wave_text)
    issuing.scrub(rooms.identity_engine)


def _view(rooms: Rooms, reference: str) -> WaveInView:
    with rooms.reading() as session:
        wave = waves.find(session, reference)
        if wave.state != WaveState.OPEN:
            raise WaveNotRunning
        return WaveInView.read(session.get_one(WaveManifest, wave.id).manifest, wave.id)


def _groups(rooms: Rooms, wave: str, unit: str) -> Collection[str]:
    """The manifest's groups that ``unit`` and all below it belong to."""
    with rooms.reading() as session:
        rows = list(session.scalars(select(WaveUnit).where(WaveUnit.wave_id == wave)))
    wanted = unit.strip().casefold()
    inside = {row.unit for row in rows if wanted in ("", row.unit, row.label.casefold())}
    if not inside:
        raise NoSuchUnit
    while more := {row.unit for row in rows if row.parent in inside} - inside:
        inside |= more
    return {row.pooled_into or row.unit for row in rows if row.unit in inside}


def _check_same(waiting: Pack, unit: str) -> None:
    if waiting.of != unit:
        named = f"for the unit {waiting.of!r}" if waiting.of else "for everybody"
        raise AnotherPackWaits(
            f"{len(waiting.cards)} cards {named} were made earlier and their file was not "
            "finished. Print those first, with the same unit; nothing is lost."
        )


def _check_hats(seats: Collection[Seat], k: int, *, few: bool) -> None:
    if not seats:
        raise NoCards
    in_hat = [seat.group for seat in seats]
    small = sorted({group for group in in_hat if in_hat.count(group) < k})
    if small and not few:
        raise TooFewCards(
            f"{len(small)} groups would have fewer than {k} cards, so whoever hands them out "
            "could tell whose is whose. Nothing was done. Let more people of these groups "
            "answer by card in the next wave, or print them all the same with --few, and tell "
            "these people."
        )


def _make(rooms: Rooms, view: WaveInView, seats: Collection[Seat], of: str) -> Pack:
    ring = keyring.Keyring(rooms.settings)
    issuer = CardIssuer(rooms.identity_engine, ring.identity)
    drafts = [Draft.fresh(view.manifest.token_key) for _ in seats]
    requests = [_request(view, *one) for one in zip(seats, drafts, strict=True)]
    with rooms.identity() as session:
        replies = issuer.replies(session, view.manifest.wave_text, requests)
    made = [_card(view, *one) for one in zip(drafts, replies, strict=True)]
    secrets.SystemRandom().shuffle(made)
    pack = Pack(of, tuple(sorted(made, key=lambda card: card[0])))
    signature = keys.sign(keyring.read(ring.manifest), pack.encode())
    key = keyring.read(ring.identity)
    try:
        with rooms.identity() as session:
            issuer.use(session, requests)
            cards.keep_pack(session, view.manifest.wave_text, pack, signature, key=key)
    except InvitationUsed:
        raise PrintedMeanwhile from None
    return pack


def _request(view: WaveInView, seat: Seat, draft: Draft) -> Request:
    secret = secrets.token_bytes(INVITATION_BYTES)
    body = issue_request(view, draft, secret)
    return Request(seat, secret, body[INVITATION_BYTES:])


def _card(view: WaveInView, draft: Draft, reply: bytes) -> tuple[str, str]:
    token = take_token(view, draft, reply)
    code = BallotCode(
        kind=CARD,
        wave=view.manifest.wave,
        mh=view.mh,
        seed=draft.seed,
        prefix=draft.prefix,
        sig=token.sig,
        unit=token.unit,
        pass_=token.pass_,
        version=1,
        label_salt=decode_reply(reply).label_salt,
        label=token.label,
    )
    return token.label, code.encode()
