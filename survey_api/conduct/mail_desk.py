"""Mails in an organisation's own words: looked at, tried, changed, and put back.

A change is recorded with the new words before it is made, for everybody who reads the record. It
is in force from the next mail on.
"""

from datetime import timedelta
from email.message import EmailMessage

from sqlalchemy import select

from survey_api import audit, clock, languages
from survey_api.access import Viewer
from survey_api.actions import steps
from survey_api.catalogue import assurance, mail_texts
from survey_api.catalogue.assurance import Assurance
from survey_api.catalogue.models import Wave, WaveManifest
from survey_api.conduct import mail_addresses
from survey_api.conduct.rooms import Rooms
from survey_api.errors import NotFound
from survey_api.identity.issuing import INVITING
from survey_api.identity.notify import own_texts
from survey_api.identity.notify.draft import OF_NO_WAVE, WEEK
from survey_api.identity.notify.facts import WaveFacts
from survey_api.identity.notify.mails import Letter, fixed_sentences, write
from survey_api.identity.notify.telling import Told
from survey_api.published.schemas.mails import (
    MailIn,
    MailLine,
    MailPart,
    MailPreview,
    MailSheet,
    MailsOut,
)

NOBODY = "kim@example.org"
SECRET, CODE = "EXAMPLE", "EXAMPLE00CODE00OF00NOBODY0"


class NoSuchMail(NotFound):
    """There is no mail of this kind, or no such language."""


def every(rooms: Rooms) -> MailsOut:
    """All kinds in the order in which people meet them."""
    with rooms.reading() as session:
        changed = mail_texts.changed(session)
    lines = [
        MailLine(kind=kind, changed=tuple(sorted(at for at, of in changed if of == kind)))
        for kind in own_texts.KINDS
    ]
    addresses = mail_addresses.that_take_none(rooms)
    return MailsOut(
        mails=tuple(lines),
        languages=languages.known(),
        n_addresses=len(addresses),
        addresses=tuple(addresses[: mail_addresses.SHOWN]),
    )


def sheet(rooms: Rooms, kind: str, locale: str) -> MailSheet:
    """One mail: its parts, what is fixed, and how it looks now."""
    own = _own(rooms, kind, locale)
    said = own_texts.usable(kind, own)
    return MailSheet(
        kind=kind,
        locale=locale,
        parts=tuple(_part(kind, part, locale, own) for part in own_texts.PARTS),
        fixed=tuple(fixed_sentences(_letter(rooms, kind, locale, said), rooms.settings)),
        preview=_preview(rooms, kind, locale, said),
    )


def preview(rooms: Rooms, kind: str, locale: str, said: MailIn) -> MailPreview:
    """How it would look; refuses what could not be stored."""
    _check_known(kind, locale)
    wanted = _written(kind, locale, said)
    own_texts.check(kind, wanted)
    return _preview(rooms, kind, locale, wanted)


def change(rooms: Rooms, viewer: Viewer | None, where: tuple[str, str], said: MailIn) -> MailSheet:
    """Store the parts that differ from the shipped ones, all of them or nothing."""
    kind, locale = where
    _check_known(kind, locale)
    wanted = _written(kind, locale, said)
    own_texts.check(kind, wanted)
    about = f"{kind} {locale}"
    audit.record(rooms.published_engine, viewer, "change mail text", about, texts=wanted)
    with rooms.published() as session:
        mail_texts.put(session, locale, kind, wanted)
    return sheet(rooms, kind, locale)


def reset(rooms: Rooms, viewer: Viewer | None, kind: str, locale: str) -> MailSheet:
    """Back to the program's own texts."""
    _check_known(kind, locale)
    audit.record(rooms.published_engine, viewer, "reset mail text", f"{kind} {locale}")
    with rooms.published() as session:
        mail_texts.put(session, locale, kind, {})
    return sheet(rooms, kind, locale)


def _check_known(kind: str, locale: str) -> None:
    if kind not in own_texts.KINDS or locale not in languages.known():
        raise NoSuchMail


def _own(rooms: Rooms, kind: str, locale: str) -> dict[str, str]:
    _check_known(kind, locale)
    with rooms.reading() as session:
        return mail_texts.of(session, locale, kind)


def _written(kind: str, locale: str, said: MailIn) -> dict[str, str]:
    """What differs from the shipped texts; browsers send CRLF for a line break."""
    given = {part: text for part, text in said.model_dump().items() if text is not None}
    texts = {part: text.replace("\r\n", "\n").strip() for part, text in given.items()}
    shipped = {part: own_texts.shipped(kind, part, locale) for part in texts}
    return {part: text for part, text in texts.items() if text != shipped[part]}


def _part(kind: str, part: str, locale: str, own: dict[str, str]) -> MailPart:
    shipped = own_texts.shipped(kind, part, locale)
    return MailPart(
        part=part,
        text=own.get(part, shipped),
        shipped=shipped,
        places=() if part == own_texts.BUTTON else own_texts.PLACES[kind],
        required=own_texts.required(kind, part),
        longest=own_texts.LONGEST[part],
    )


def _preview(rooms: Rooms, kind: str, locale: str, own: dict[str, str]) -> MailPreview:
    message = write(_letter(rooms, kind, locale, own), rooms.settings)
    return MailPreview(
        sender=str(message["From"]),
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _letter(rooms: Rooms, kind: str, locale: str, own: dict[str, str]) -> Letter:
    """A letter to nobody: its link opens nothing."""
    texts, settings = languages.texts(locale, "mail"), rooms.settings
    closes_on = clock.today() + timedelta(days=14)
    inviting, signing_in = f"{settings.survey_url}/w/{SECRET}", f"{settings.app_url}/sign-in/link"
    address = inviting if kind in INVITING else signing_in
    return Letter(
        kind=kind,
        name=texts["example.person"],
        email=NOBODY,
        locale=locale,
        link=f"{address}#{SECRET}",
        code=CODE if kind in INVITING else "",
        facts=None
        if kind in OF_NO_WAVE
        else WaveFacts(texts["example.wave"], closes_on, _assured(rooms)),
        told=_told(kind, locale),
        own=own,
    )


def _told(kind: str, locale: str) -> Told:
    values = {"leader": languages.texts(locale, "mail")["example.leader"]}
    if kind == WEEK:
        step = steps.step_on(clock.today(), locale)
        values |= {"title": step.title, "step": step.title}
        return Told(lines=(step.thought, step.try_it), values=values)
    return Told(values=values, days={"team_on": clock.today() + timedelta(days=5)})


def _assured(rooms: Rooms) -> Assurance:
    """As in the newest wave that was opened; before the first, as an installation begins."""
    newest = (
        select(WaveManifest.manifest)
        .join(Wave, Wave.id == WaveManifest.wave_id)
        .order_by(Wave.opens_on.desc(), Wave.id)
        .limit(1)
    )
    with rooms.reading() as session:
        found = session.scalar(newest)
    return assurance.of(found) if found else Assurance(1, (), rooms.settings.objection_days)
