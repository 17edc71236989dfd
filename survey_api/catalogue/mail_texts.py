"""Mails in an organisation's own words, as they are stored: by language, kind and part."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.catalogue.models import MailText


def of(session: PublishedReader, locale: str, kind: str) -> dict[str, str]:
    """The parts that were changed."""
    one = (MailText.locale == locale, MailText.kind == kind)
    return {row.part: row.text for row in session.scalars(select(MailText).where(*one))}


def changed(session: PublishedReader) -> set[tuple[str, str]]:
    """Language and kind of every mail of which some part was changed."""
    found = session.execute(select(MailText.locale, MailText.kind).distinct())
    return {(locale, kind) for locale, kind in found}


def put(session: PublishedSession, locale: str, kind: str, own: Mapping[str, str]) -> None:
    """Store these parts in place of those before; none of them means the shipped mail."""
    session.execute(delete(MailText).where(MailText.locale == locale, MailText.kind == kind))
    session.add_all(
        MailText(locale=locale, kind=kind, part=part, text=text) for part, text in own.items()
    )
