"""People who left: what is kept of them, how long, and what is taken from them.

A frozen frame needs a row and a group, not a name. So a leaver first loses everything that says
who they were, and their row goes with the last frame that counts them.
"""

from collections.abc import Collection
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from survey_api.errors import Conflict
from survey_api.identity.database import IdentityBase, IdentitySession
from survey_api.identity.models import (
    Account,
    ErasureRequest,
    Invitation,
    InvitationSecret,
    OutboxMessage,
    Person,
    ProvisionedPerson,
    RecoveryCode,
    RoleGrant,
    SecondStep,
    SignInLink,
    SignInSession,
)

NOBODY = ""  # the name of somebody whose name was taken out
OF_A_PERSON: tuple[tuple[type[IdentityBase], InstrumentedAttribute[UUID]], ...] = (
    (RoleGrant, RoleGrant.person_id),
    (Account, Account.person_id),
    (SecondStep, SecondStep.person_id),
    (RecoveryCode, RecoveryCode.person_id),
    (SignInSession, SignInSession.person_id),
    (SignInLink, SignInLink.person_id),
    (ProvisionedPerson, ProvisionedPerson.person_id),
    (ErasureRequest, ErasureRequest.person_id),
)


# Everything that refers to people, with what refers to that; a table before those that name it.
ALL_TABLES = tuple(
    cast(Table, one.__table__)
    for one in (
        Person,
        RoleGrant,
        Account,
        SecondStep,
        RecoveryCode,
        SignInSession,
        SignInLink,
        ProvisionedPerson,
        ErasureRequest,
        Invitation,
        InvitationSecret,
        OutboxMessage,
    )
)


class StillAsked(Conflict):
    """This person is being asked in a wave that is not released yet. What says who they are goes
    when it is."""


def nameable(before: date, busy: Collection[str]) -> ColumnElement[bool]:
    """Leavers whose time is over and who are in no frame of a busy wave."""
    in_use = select(Invitation.person_id).where(Invitation.wave.in_(busy))
    gone = or_(Person.left_on.is_(None), Person.left_on < before)
    return and_(~Person.active, Person.name != NOBODY, gone, Person.id.not_in(in_use))


def unneeded() -> ColumnElement[bool]:
    """Leavers without a name who are in no frame and in no queue."""
    framed, queued = select(Invitation.person_id), select(OutboxMessage.person_id)
    return and_(
        ~Person.active,
        Person.name == NOBODY,
        Person.id.not_in(framed),
        Person.id.not_in(queued),
    )


def count(session: IdentitySession, which: ColumnElement[bool]) -> int:
    """How many people that are."""
    return session.scalar(select(func.count()).select_from(Person).where(which)) or 0


def still_borne(
    session: IdentitySession, names: Collection[str], which: ColumnElement[bool]
) -> frozenset[str]:
    """Those of ``names`` that somebody bears who is not among ``which``."""
    others = session.scalars(select(Person.name).where(~which).execution_options(yield_per=1000))
    return frozenset(name for name in others if name in names)


def take_names(session: IdentitySession, which: ColumnElement[bool]) -> list[UUID]:
    """Leave of these people a row and what frames say; returns their rows."""
    found = list(session.scalars(select(Person.id).where(which)))
    for table, column in OF_A_PERSON:
        session.execute(delete(table).where(column.in_(found)))
    rows = [
        {
            "id": one,
            "employee_id": f"left-{one.hex}",
            "name": NOBODY,
            "email": None,
            "locale": "en",
            "timezone": "UTC",
            "bounced_on": None,
            "bounce": None,
        }
        for one in found
    ]
    if rows:
        session.execute(update(Person), rows)
    return found


def delete_rows(session: IdentitySession, which: ColumnElement[bool]) -> int:
    """Delete people altogether; returns how many."""
    n = count(session, which)
    session.execute(delete(Person).where(which))
    return n


def old_frames(kept: Collection[str]) -> ColumnElement[bool]:
    """Frames of waves that no later wave is compared with."""
    return Invitation.wave.not_in(kept)


def old_mails(kept: Collection[str]) -> ColumnElement[bool]:
    """What was or was not mailed for waves that are long over."""
    return and_(OutboxMessage.wave.not_in(kept), OutboxMessage.wave != "")
