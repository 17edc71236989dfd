"""Whom a leader asked to stand beside them for a hard conversation: one person, for one unit's
page in one wave."""

from sqlalchemy import select

from survey_api.access import Viewer
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.errors import Forbidden, Invalid, NotFound
from survey_api.published import reader
from survey_api.published.models import Supporter
from survey_api.published.schemas.steps import SupporterOut
from survey_api.published.schemas.words import Standing


class NotYourUnit(Forbidden):
    """Only the leader of this group can ask somebody to stand beside them."""


class OneselfAsked(Invalid):
    """Name somebody else: you stand beside yourself already."""


class NobodyAsked(NotFound):
    """Nobody was asked to stand beside the leader here."""


def ask(
    session: PublishedSession, viewer: Viewer, *, wave: str, unit: str, person: str, name: str
) -> SupporterOut:
    """Let ``person`` see this one page; whoever was asked before no longer does."""
    check_leads(session, viewer, wave=wave, unit=unit)
    if person == viewer.id:
        raise OneselfAsked
    session.merge(
        Supporter(wave_id=wave, unit=unit, person_id=person, name=name, asked_by=viewer.id)
    )
    return SupporterOut(name=name)


def take_back(session: PublishedSession, viewer: Viewer, *, wave: str, unit: str) -> None:
    """The page is closed to them from now on."""
    check_leads(session, viewer, wave=wave, unit=unit)
    found = session.get(Supporter, (wave, unit))
    if found is None:
        raise NobodyAsked
    session.delete(found)


def asked_of(session: PublishedReader, *, wave: str, person: str) -> list[Supporter]:
    """The units a person was asked to support in a wave."""
    query = select(Supporter).where(Supporter.wave_id == wave, Supporter.person_id == person)
    return list(session.scalars(query.order_by(Supporter.unit)))


def check_leads(session: PublishedReader, viewer: Viewer, *, wave: str, unit: str) -> None:
    """Raise ``NotYourUnit``, or ``NotFound`` for a unit out of view."""
    if reader.unit_result(session, viewer, wave=wave, unit=unit).relation != Standing.LEADER:
        raise NotYourUnit
