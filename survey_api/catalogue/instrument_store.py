"""Instruments in the database: versions are added, and a fielded one is never changed."""

from sqlalchemy import select

from survey_api.catalogue import instruments, library, rotation
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.catalogue.models import Instrument
from survey_api.catalogue.schemas import InstrumentOut
from survey_api.errors import Conflict, NotFound


class FieldedVersionIsImmutable(Conflict):
    """This version of the instrument has been answered by people and cannot be changed."""


class UnknownInstrument(NotFound):
    """No instrument of that name. Run: safetosay instrument list"""


def install(session: PublishedSession, source: str) -> Instrument:
    """Add an instrument from YAML text, or replace a version that was never fielded.

    Raises ``Invalid`` with every mistake, and ``FieldedVersionIsImmutable`` when the text
    differs from the fielded version of the same number.
    """
    parsed = instruments.parse_instrument(source, name="the instrument")
    digest = instruments.digest(parsed)
    kept = session.get(Instrument, (parsed.id, parsed.version))
    if kept is not None and kept.digest == digest:
        return kept
    if kept is not None and kept.fielded:
        raise FieldedVersionIsImmutable(
            f"Version {parsed.version} of {parsed.id} has been fielded. "
            f"Raise its version to {parsed.version + 1} and import it again."
        )
    if kept is None:
        kept = Instrument(id=parsed.id, version=parsed.version, fielded=False)
        session.add(kept)
    kept.digest, kept.source = digest, source
    return kept


def install_library(session: PublishedSession) -> None:
    """Put every instrument that ships with the program into the database."""
    for name in library.names():
        install(session, library.source(name))


def newest(session: PublishedReader, name: str) -> Instrument:
    """The highest version of an instrument."""
    query = select(Instrument).where(Instrument.id == name).order_by(Instrument.version.desc())
    found = session.scalars(query).first()
    if found is None:
        raise UnknownInstrument
    return found


def every(session: PublishedReader) -> list[InstrumentOut]:
    """All versions, by name, newest first; without the parts that schedules make of a bank."""
    query = select(Instrument).order_by(Instrument.id, Instrument.version.desc())
    return [out(one) for one in session.scalars(query) if not rotation.is_part(one.id)]


def questionnaire(session: PublishedReader, name: str, version: int) -> bytes:
    """The questionnaire as respondents get it, byte for byte, in the language of the wave."""
    kept = session.get_one(Instrument, (name, version))
    return instruments.questionnaire(instruments.parse_instrument(kept.source, name=name))


def mark_fielded(session: PublishedSession, name: str, version: int) -> None:
    """From now on this version is immutable."""
    session.get_one(Instrument, (name, version)).fielded = True


def out(kept: Instrument) -> InstrumentOut:
    """An instrument as the API lists it."""
    parsed = instruments.parse_instrument(kept.source, name=kept.id)
    return InstrumentOut(
        id=kept.id,
        version=kept.version,
        title=parsed.title["en"] if "en" in parsed.title else parsed.title[parsed.locales[0]],
        n_items=len(parsed.items),
        fielded=kept.fielded,
        digest=kept.digest,
    )
