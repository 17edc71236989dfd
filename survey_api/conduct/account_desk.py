"""One's own account. Nothing of it is on the record of deeds: it is nobody else's business."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import segno
from sqlalchemy import func, select

from survey_api.access import Viewer
from survey_api.conduct import keyring, moments
from survey_api.conduct.rooms import Rooms
from survey_api.identity import own_sessions, roles, second_step, sign_in
from survey_api.identity.models import Account, Person, RecoveryCode
from survey_api.identity.second_step import Given
from survey_api.published.schemas.account import (
    OwnAccount,
    OwnSession,
    PasswordIn,
    SecondStepCode,
    SecondStepIn,
    SecondStepMade,
)


@dataclass(frozen=True)
class Here:
    """Who asks, and the cookie of the session they ask in."""

    viewer: Viewer
    cookie: str

    @property
    def person(self) -> UUID:
        """The row of the roster."""
        return UUID(self.viewer.id)


def show(rooms: Rooms, here: Here) -> OwnAccount:
    """Everything about one's own ways to sign in."""
    with rooms.identity() as session:
        person = session.get_one(Person, here.person)
        codes = select(func.count()).select_from(RecoveryCode)
        found = own_sessions.every(session, here.person, here.cookie)
        has_second_step = second_step.is_on(session, here.person)
        n_codes = session.scalar(codes.where(RecoveryCode.person_id == here.person)) or 0
        return OwnAccount(
            email=person.email or "",
            has_password=session.get(Account, here.person) is not None,
            has_second_step=has_second_step,
            recovery_codes=n_codes if has_second_step else 0,
            by_company=any(one.by_company and one.is_this for one in found),
            withheld=tuple(sorted(here.viewer.withheld)),
            sessions=_told(found, moments.zone_of(person.timezone, moments.ANYWHERE)),
        )


def end_session(rooms: Rooms, here: Here, name: str | None) -> None:
    """Sign out elsewhere: one browser, or all but this."""
    with rooms.identity() as session:
        if name is None:
            own_sessions.end_others(session, here.person, here.cookie)
        else:
            own_sessions.end(session, here.person, name)


def change_password(rooms: Rooms, here: Here, said: PasswordIn) -> None:
    """A new password; every other browser is signed out."""
    sign_in.knows_password(rooms.identity_engine, here.person, said.password)
    with rooms.identity() as session:
        roles.set_password(
            session, here.person, said.new_password, keep=sign_in.digest_of(here.cookie)
        )


def begin_second_step(rooms: Rooms, here: Here, said: SecondStepIn) -> SecondStepMade:
    """Share a secret with one's app; it is asked for once a first code has come back."""
    _be_sure(rooms, here, said.password)
    key = keyring.read(keyring.Keyring(rooms.settings).identity)
    with rooms.identity() as session:
        if second_step.is_on(session, here.person):
            raise second_step.SecondStepThere
        person = session.get_one(Person, here.person)
        made = second_step.enrol(session, person, key, rooms.settings.organisation, confirmed=False)
    picture = segno.make(made.uri, error="m").svg_data_uri(scale=4, border=3, light="#fff")
    codes = "\n".join(made.recovery_codes)
    return SecondStepMade(uri=made.uri, picture=picture, recovery_codes=codes)


def confirm_second_step(rooms: Rooms, here: Here, said: SecondStepCode) -> None:
    """The first code; every other browser is signed out."""
    with rooms.identity() as session:
        second_step.confirm(session, here.person, _given(rooms, said.code))
        own_sessions.end_others(session, here.person, here.cookie)


def end_second_step(rooms: Rooms, here: Here, said: SecondStepCode) -> None:
    """Ask no more, against a last code."""
    with rooms.identity() as session:
        second_step.check(session, here.person, _given(rooms, said.code))
        second_step.remove(session, here.person)


def _be_sure(rooms: Rooms, here: Here, password: str | None) -> None:
    with rooms.identity() as session:
        has_password = session.get(Account, here.person) is not None
        if not has_password:
            own_sessions.check_recent(session, here.cookie)
    if has_password:
        sign_in.knows_password(rooms.identity_engine, here.person, password or "")


def _given(rooms: Rooms, code: str) -> Given:
    return Given(code, keyring.Keyring(rooms.settings).identity)


def _told(found: list[own_sessions.Own], zone: ZoneInfo) -> tuple[OwnSession, ...]:
    return tuple(
        OwnSession(
            name=one.name,
            began_at=one.began_at.astimezone(zone),
            is_this=one.is_this,
            by_company=one.by_company,
        )
        for one in found
    )
