"""The numbers that a company's directory has for our units."""

from collections.abc import Collection

from sqlalchemy import delete, select

from survey_api.identity.database import IdentitySession
from survey_api.identity.models import ProvisionedUnit


def names(session: IdentitySession, units: Collection[str]) -> dict[str, str]:
    """unit → the directory's number, where it gave one."""
    found = session.scalars(select(ProvisionedUnit).where(ProvisionedUnit.unit.in_(units)))
    return {one.unit: one.external_id for one in found}


def name(session: IdentitySession, unit: str, external_id: str | None) -> None:
    """Keep the directory's number of a unit; None forgets it."""
    forget(session, unit)
    if external_id is not None:
        session.add(ProvisionedUnit(unit=unit, external_id=external_id))


def forget(session: IdentitySession, unit: str) -> None:
    """The unit is closed, or has no number there any more."""
    session.execute(delete(ProvisionedUnit).where(ProvisionedUnit.unit == unit))
