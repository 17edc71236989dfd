"""Freezes who may answer in a wave, and keeps the signed documents that say so."""

from collections import Counter
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from survey_api.credentials.keys import open_secret, seal_secret
from survey_api.errors import NotFound
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Annex, Invitation, Person


class NoAnnex(NotFound):
    """This wave has no such document yet; it is made when the wave opens or closes."""


def active_people(session: IdentitySession) -> list[tuple[UUID, str]]:
    """(person, unit) of everybody on the roster today; accounts without a unit are not on it."""
    query = (
        select(Person.id, Person.unit).where(Person.active, Person.unit != "").order_by(Person.id)
    )
    return [(person, unit) for person, unit in session.execute(query)]


def freeze(session: IdentitySession, wave: str, group_of_person: dict[UUID, str]) -> int:
    """Give each person one invitation in their group; those who have one keep it.

    Rows are written in the order of their random ids. Returns how many were added.
    """
    held = set(session.scalars(select(Invitation.person_id).where(Invitation.wave == wave)))
    rows = [
        {"id": uuid4(), "wave": wave, "person_id": person, "unit": group, "request_hash": None}
        for person, group in group_of_person.items()
        if person not in held
    ]
    rows.sort(key=lambda row: str(row["id"]))
    if rows:
        session.execute(insert(Invitation), rows)
    return len(rows)


def movers(
    session: IdentitySession, before: str, group_of_person: dict[UUID, str]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Where people were in an earlier wave: (group now → group then → people, with "" for
    newcomers; group then → everybody asked). Counts only: no person leaves this room."""
    query = select(Invitation.person_id, Invitation.unit).where(Invitation.wave == before)
    then = {person: unit for person, unit in session.execute(query)}
    moves: dict[str, Counter[str]] = {}
    for person, group in group_of_person.items():
        moves.setdefault(group, Counter())[then.get(person, "")] += 1
    return {group: dict(found) for group, found in moves.items()}, dict(Counter(then.values()))


def count(session: IdentitySession, wave: str) -> int:
    """How many people are in the frame of a wave."""
    query = select(func.count()).select_from(Invitation).where(Invitation.wave == wave)
    return session.scalar(query) or 0


def count_groups(session: IdentitySession, wave: str) -> int:
    """How many groups the frame of a wave has."""
    query = select(func.count(Invitation.unit.distinct())).where(Invitation.wave == wave)
    return session.scalar(query) or 0


def keep_annex(
    session: IdentitySession, wave: str, name: str, document: bytes, signature: bytes, *, key: bytes
) -> None:
    """Keep a signed document for the key holder ("frame" or "issued"), sealed."""
    sealed = seal_secret(key, f"annex {wave} {name}", document)
    session.merge(Annex(wave=wave, name=name, sealed=sealed, signature=signature))


def annex(session: IdentitySession, wave: str, name: str, *, key: bytes) -> tuple[bytes, bytes]:
    """(document, signature) as kept; raises ``NoAnnex``."""
    found = session.get(Annex, (wave, name))
    if found is None:
        raise NoAnnex
    return open_secret(key, f"annex {wave} {name}", found.sealed), found.signature


def has_annex(session: IdentitySession, wave: str, name: str) -> bool:
    """Whether the document was kept already."""
    return session.get(Annex, (wave, name)) is not None
