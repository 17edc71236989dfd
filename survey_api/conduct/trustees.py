"""Independent key holders (level 2) as the server knows them: an offer of public keys.

Each wave takes the next key nobody used. A key is given to a wave once and for good: opening a
wave again after an interruption finds the same key, and a discarded wave takes its key with it.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from survey_api import clock
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.catalogue.models import Wave, WaveManifest, WaveState
from survey_api.conduct.holder import HolderPublic
from survey_api.conduct.rooms import Rooms
from survey_api.credentials.encoding import b64u, b64u_decode
from survey_api.credentials.manifest import parse
from survey_api.errors import Conflict
from survey_api.published.holder_models import HolderKey, HolderOffer
from survey_api.release.offer import Offer, SignedOffer

LEVEL = 2


class NoKeyLeft(Conflict):
    """Every tally key of the key holders was used. Ask them for a new offer and register it
    (safetosay trustee register OFFER). To open this wave with a key on this server instead,
    which respondents are told: safetosay wave open WAVE --level 1"""


class NoKeyHolder(Conflict):
    """No key holder is registered. Register their offer first: safetosay trustee register OFFER"""


class OnlyRehearsal(Conflict):
    """This offer comes from a rehearsal; its keys are not kept. Ask for the real one."""


class KeysKnown(Conflict):
    """A tally key in this offer was offered before, in another one. A key serves one wave, so an
    offer has new keys only. Ask the key holders which of the two is right."""


@dataclass(frozen=True)
class Registered:
    """What was stored, for comparing by telephone."""

    offer: Offer
    fingerprint: str
    n_left: int


def register(rooms: Rooms, raw: bytes) -> Registered:
    """Store an offer; from now on waves open at level 2. The same one again changes nothing."""
    signed = SignedOffer.parse(raw)
    offer = signed.checked()
    if offer.rehearsal:
        raise OnlyRehearsal
    with rooms.published() as session:
        known = select(HolderOffer).where(HolderOffer.fingerprint == signed.fingerprint)
        if session.scalar(known) is None:
            _store(session, signed, offer)
    with rooms.reading() as reader:
        return Registered(offer, signed.fingerprint, _left(reader, signed.fingerprint))


def current(rooms: Rooms) -> Registered | None:
    """The offer in use, or None while no independent key holder is registered."""
    with rooms.reading() as session:
        found = _newest(session)
        if found is None:
            return None
        offer = Offer.parse(found.document)
        return Registered(offer, found.fingerprint, _left(session, found.fingerprint))


def assign(rooms: Rooms, wave: str) -> HolderPublic:
    """The key of this wave, chosen now or when it was asked for before."""
    with rooms.published() as session:
        given = session.scalar(select(HolderKey).where(HolderKey.wave_id == wave))
        key = given or _next(session)
        key.wave_id = wave
        offer = Offer.parse(session.get_one(HolderOffer, key.offer).document)
        return HolderPublic(
            tally_key=b64u_decode(key.tally_key),
            statement_key=offer.statement_key,
            level=LEVEL,
            custodians=offer.custodians,
        )


def awaited(session: PublishedReader, wave: Wave) -> tuple[str, ...]:
    """Whose release a wave waits for: the names its manifest gives, once it is closed."""
    if wave.state != WaveState.CLOSED:
        return ()
    frozen = session.get(WaveManifest, wave.id)
    manifest = parse(frozen.manifest) if frozen else None
    if manifest is None or manifest.level < LEVEL:
        return ()
    return tuple(one.name for one in manifest.custodians)


def _next(session: PublishedSession) -> HolderKey:
    """The first unused key of the newest offer, locked, so that nobody else takes it."""
    newest = _newest(session)
    if newest is None:
        raise NoKeyHolder
    query = (
        select(HolderKey)
        .where(HolderKey.offer == newest.number, HolderKey.wave_id.is_(None))
        .order_by(HolderKey.place)
        .limit(1)
        .with_for_update()
    )
    found = session.scalar(query)
    if found is None:
        raise NoKeyLeft
    return found


def _store(session: PublishedSession, signed: SignedOffer, offer: Offer) -> None:
    texts = [b64u(one) for one in offer.tally_keys]
    if session.scalar(select(HolderKey).where(HolderKey.tally_key.in_(texts)).limit(1)):
        raise KeysKnown
    number = (session.scalar(select(func.max(HolderOffer.number))) or 0) + 1
    session.add(
        HolderOffer(
            number=number,
            fingerprint=signed.fingerprint,
            document=signed.document,
            signature=signed.signature,
            registered_on=clock.today(),
        )
    )
    session.flush()  # keys refer to their offer
    session.add_all(
        HolderKey(tally_key=text, offer=number, place=place)
        for place, text in enumerate(texts, start=1)
    )


def _newest(session: PublishedReader) -> HolderOffer | None:
    return session.scalars(select(HolderOffer).order_by(HolderOffer.number.desc())).first()


def _left(session: PublishedReader, fingerprint: str) -> int:
    query = (
        select(func.count())
        .select_from(HolderKey)
        .join(HolderOffer, HolderOffer.number == HolderKey.offer)
        .where(HolderOffer.fingerprint == fingerprint, HolderKey.wave_id.is_(None))
    )
    return session.scalar(query) or 0
