"""A person's requests: what is held about them, and taking it out."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from survey_api.catalogue import waves
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import AuditEvent
from survey_api.conduct import retention
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict
from survey_api.identity import roles
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import (
    Account,
    Invitation,
    OutboxMessage,
    Person,
    ProvisionedPerson,
    RoleGrant,
    SecondStep,
)
from survey_api.published.models import Commitment, Supporter

OF_THE_ROSTER = ("employee_id", "name", "email", "unit", "locale", "timezone", "active")
NOT_HERE = (
    "Answers are not in here: nobody can say which ballot is whose. Whether a ballot was fetched "
    "is not in here either, since whoever makes this file would learn it."
)


class StillOnTheRoster(Conflict):
    """This person is on the roster. Take them out there first: the next import would bring them
    back."""


def held(rooms: Rooms, email: str) -> dict[str, Any]:
    """Everything that is held about somebody but whether they fetched a ballot."""
    with rooms.identity() as session:
        person = roles.find(session, email)
    with rooms.reading() as session:
        titles = {one.id: one.title for one in waves.every(session)}
        done = _did(session, str(person.id))
    return {**_of_the_roster(rooms, person, titles), **done, "not_in_here": NOT_HERE}


def _of_the_roster(rooms: Rooms, person: Person, titles: dict[str, str]) -> dict[str, Any]:
    with rooms.identity() as session:
        asked = session.execute(
            select(Invitation.wave, Invitation.unit).where(Invitation.person_id == person.id)
        )
        mailed = session.execute(
            select(OutboxMessage.kind, OutboxMessage.wave, OutboxMessage.state).where(
                OutboxMessage.person_id == person.id
            )
        )
        grants = select(RoleGrant).where(RoleGrant.person_id == person.id)
        return {
            "person": _row(session, person),
            "roles": [
                {"role": one.role, "unit": one.unit, "since": str(one.since or "")}
                for one in session.scalars(grants)
            ],
            **_signs_in(session, person),
            "asked_in": [{"wave": titles.get(wave, wave), "group": unit} for wave, unit in asked],
            "mails": [
                {"kind": kind, "wave": titles.get(wave, wave), "state": state}
                for kind, wave, state in mailed
            ],
        }


def _did(session: PublishedReader, person: str) -> dict[str, Any]:
    """What somebody promised, whom they stand beside, and their deeds on the record."""
    promised = select(Commitment).where(Commitment.owner_id == person)
    beside = select(Supporter).where(Supporter.person_id == person)
    deeds = select(AuditEvent).where(AuditEvent.viewer == person).order_by(AuditEvent.id)
    return {
        "promised": [
            {"group": one.unit, "what": one.what, "made_on": str(one.made_on)}
            for one in session.scalars(promised)
        ],
        "stands_beside": [{"group": one.unit} for one in session.scalars(beside)],
        "did": [
            {"on": str(one.on), "as": one.role, "did": one.action, "to": one.subject}
            for one in session.scalars(deeds)
        ],
    }


def _row(session: IdentitySession, person: Person) -> dict[str, Any]:
    beside = session.get(ProvisionedPerson, person.id)
    return {
        **{name: getattr(person, name) for name in OF_THE_ROSTER},
        "address_took_no_mail_on": str(person.bounced_on or ""),
        "number_in_the_directory": (beside.external_id if beside else None) or "",
    }


def _signs_in(session: IdentitySession, person: Person) -> dict[str, bool]:
    return {
        "has_password": session.get(Account, person.id) is not None,
        "has_second_step": session.get(SecondStep, person.id) is not None,
    }


def erase(rooms: Rooms, email: str) -> None:
    """Take out what says who somebody is, as soon as nobody is asking them."""
    with rooms.identity() as session:
        found = roles.find(session, email).id
    erase_row(rooms, found)


def erase_row(rooms: Rooms, person_id: UUID) -> None:
    """The same for a row of the roster. Raises ``StillOnTheRoster`` or ``StillAsked``."""
    with rooms.identity() as session:
        person = session.get_one(Person, person_id)
        if person.active and person.unit:
            raise StillOnTheRoster
    retention.erase_person(rooms, person_id)
