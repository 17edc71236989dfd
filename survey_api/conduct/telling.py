"""Tells the mails what they may say to one reader: findings, who asked for support, this week's
step. The one place where people and results meet for a mail; nothing of it is stored."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from survey_api.access import Viewer
from survey_api.actions import steps, supporters
from survey_api.catalogue import waves
from survey_api.conduct import announcing, digest
from survey_api.conduct.rooms import Rooms
from survey_api.errors import NotFound
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import OutboxMessage, Person
from survey_api.identity.notify.telling import Tell, Told
from survey_api.identity.viewers import InnerUnits, viewer
from survey_api.published.schemas.words import Standing
from survey_api.published.wave_view import stages_of

TO_SUPPORTER, WEEK = "supporter", "week"
SPEAKS_AS = {
    announcing.TO_LEADER: Standing.LEADER,
    announcing.TO_HR: Standing.HR,
    announcing.TO_TEAM: Standing.MEMBER,
}


class NoLongerWanted(NotFound):
    """The reason of this mail is gone."""


@dataclass(frozen=True)
class Teller:
    """Called for each mail while it is sent, with the person it is for."""

    rooms: Rooms
    inner_units: Callable[[], frozenset[str]] = field(repr=False)

    def __call__(self, session: IdentitySession, mail: OutboxMessage, person: Person) -> Told:
        if mail.kind in SPEAKS_AS:
            return self._release(viewer(session, person, self.inner_units()), mail, person)
        if mail.kind == TO_SUPPORTER:
            return self._support(session, mail, person)
        return _step(mail, person) if mail.kind == WEEK else Told()

    def _release(self, looking: Viewer, mail: OutboxMessage, person: Person) -> Told:
        wave, locale = mail.wave, person.locale
        with self.rooms.reading() as session:
            days = stages_of(waves.find(session, wave))
            units = digest.units_for(session, looking, wave, SPEAKS_AS[mail.kind])
            lines = digest.sentences(session, looking, wave, units, locale)
        path = team_path(units[0], wave) if units else ""
        return Told(lines=lines, days={"team_on": days.team_on}, path=path)

    def _support(self, session: IdentitySession, mail: OutboxMessage, person: Person) -> Told:
        with self.rooms.reading() as published:
            asked = supporters.asked_of(published, wave=mail.wave, person=str(person.id))
        if not asked:
            raise NoLongerWanted
        leader = session.get(Person, UUID(asked[0].asked_by))
        values = {"leader": leader.name if leader else ""}
        return Told(values=values, path=team_path(asked[0].unit, mail.wave))


def teller(rooms: Rooms) -> Tell:
    """What ``run_worker`` is given."""
    return Teller(rooms, InnerUnits(rooms.reader_engine))


def team_path(unit: str, wave: str) -> str:
    """The page of a unit in one wave."""
    return f"/dashboard/team/{unit}?wave={wave}"


def _step(mail: OutboxMessage, person: Person) -> Told:
    if not person.wants_steps:
        raise NoLongerWanted
    step = steps.step_on(steps.monday_of(mail.wave), person.locale)
    values = {"title": step.title, "step": step.title}
    return Told(lines=(step.thought, step.try_it), values=values, path="/dashboard/week")
