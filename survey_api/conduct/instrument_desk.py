"""Questionnaires for those who look after them: seen, checked and written."""

from dataclasses import asdict, replace

from sqlalchemy import select

from survey_api import audit
from survey_api.access import Viewer
from survey_api.catalogue import instrument_store, instruments, library
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.instrument import Comment, Instrument, Item, Keying, Scale
from survey_api.catalogue.instrument_check import examine
from survey_api.catalogue.instrument_writing import to_yaml
from survey_api.catalogue.models import Instrument as Kept
from survey_api.catalogue.schemas import InstrumentOut
from survey_api.conduct import instrument_sheets as sheets
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict
from survey_api.published.schemas.instruments import (
    InstrumentForm,
    InstrumentFound,
    InstrumentLine,
    InstrumentMistake,
    InstrumentSheet,
    Said,
)


class NameOfTheLibrary(Conflict):
    """This name belongs to a questionnaire of the library, which comes anew with every version of
    the program. Give yours a name of its own; nothing was stored."""


def every(rooms: Rooms) -> list[InstrumentLine]:
    """The newest version of each, by name."""
    with rooms.reading() as session:
        names = dict.fromkeys(one.id for one in instrument_store.every(session))
        return [sheets.line(_versions(session, name)) for name in names]


def show(rooms: Rooms, name: str, version: int = 0) -> InstrumentSheet:
    """One version with all it says; 0 is the newest."""
    with rooms.reading() as session:
        versions = _versions(session, name)
        kept = next((one for one in versions if version in {0, one.version}), None)
        if kept is None:
            raise instrument_store.UnknownInstrument
        numbers = tuple(one.version for one in versions)
        return sheets.of(kept.source, numbers, fielded=kept.fielded)


def look_at(source: str) -> InstrumentFound:
    """What a file would be, and its mistakes; nothing is stored."""
    found, mistakes = examine(source)
    told = tuple(InstrumentMistake(**asdict(one)) for one in mistakes)
    sheet = None if found is None else sheets.of(source, (found.version,), fielded=False)
    return InstrumentFound(sheet=sheet, mistakes=told)


def bring_in(rooms: Rooms, viewer: Viewer | None, source: str) -> InstrumentOut:
    """Store a file as a new questionnaire or a new version; it is recorded before it is done."""
    parsed = instruments.parse_instrument(source, name="the file")
    _check_name(parsed.id, source)
    subject = f"{parsed.id} version {parsed.version}"
    audit.record(rooms.published_engine, viewer, "import instrument", subject)
    with rooms.published() as session:
        return instrument_store.out(instrument_store.install(session, source))


def write(rooms: Rooms, viewer: Viewer | None, said: InstrumentForm) -> InstrumentOut:
    """Store what the editor wrote: the newest version is replaced as long as nobody was asked it,
    and otherwise gets a successor."""
    with rooms.reading() as session:
        base = instrument_store.newest(session, said.base)
        parsed = instruments.parse_instrument(base.source, name=base.id)
        version = _next_version(session, said.id)
    return bring_in(rooms, viewer, to_yaml(_written(parsed, said, version)))


def _check_name(name: str, source: str) -> None:
    if name in library.names() and source != library.source(name):
        raise NameOfTheLibrary


def _next_version(session: PublishedReader, name: str) -> int:
    query = select(Kept).where(Kept.id == name).order_by(Kept.version.desc())
    newest = session.scalars(query).first()
    if newest is None:
        return 1
    return newest.version + (1 if newest.fielded else 0)


def _versions(session: PublishedReader, name: str) -> list[Kept]:
    """Newest first; raises ``UnknownInstrument``."""
    query = select(Kept).where(Kept.id == name).order_by(Kept.version.desc())
    found = list(session.scalars(query))
    if not found:
        raise instrument_store.UnknownInstrument
    return found


def _written(base: Instrument, said: InstrumentForm, version: int) -> Instrument:
    """``base`` with everything that the editor changes; the file's own check does the rest."""
    return replace(
        base,
        id=said.id,
        version=version,
        licence=said.licence,
        note=said.note,
        title=_given(said.title),
        intro=_given(said.intro),
        items=tuple(
            Item(one.id, _given(one.text), _keying(is_reversed=one.reversed)) for one in said.items
        ),
        scales=tuple(
            Scale(
                one.id,
                _given(one.label),
                _given(one.description),
                tuple(item.id for item in said.items if item.scale == one.id),
            )
            for one in said.scales
        ),
        comments=tuple(Comment(one.id, _given(one.text)) for one in said.comments),
        cycle=None,
    )


def _given(texts: Said) -> Said:
    """Without the languages that were left empty."""
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _keying(*, is_reversed: bool) -> Keying:
    return Keying.REVERSED if is_reversed else Keying.STRAIGHT
