"""Results of before: taken in from a file, listed, and taken out again. They are never part of a
release, of a comparison or of an export of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from survey_api import audit, clock
from survey_api.access import Viewer
from survey_api.answer_files import protected_files
from survey_api.answer_files.earlier_means import read_means
from survey_api.catalogue import instruments
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import Instrument as StoredInstrument
from survey_api.catalogue.models import ReportingUnit, Wave
from survey_api.catalogue.new_ids import new_id
from survey_api.conduct.rooms import Rooms
from survey_api.disclosure.earlier import Kept, Left, guard
from survey_api.disclosure.policy import Policy
from survey_api.errors import Conflict, Invalid, NotFound
from survey_api.published.earlier_models import EarlierResult, Figures
from survey_api.published.schemas.earlier import EarlierIn, EarlierKind, EarlierOut, EarlierTaken

INDEX = "index"
BETWEEN = " / "


class EarlierUndated(Invalid):
    """Say on which day the earlier survey was held; nothing was stored."""


class EarlierTooLate(Invalid):
    """An earlier survey lies before the first wave held here, and not in the future; nothing was
    stored."""


class EarlierTwice(Conflict):
    """There is a result of this source and day already. Take it out first; nothing was stored."""


class UnknownEarlier(NotFound):
    """There is no such earlier result. Run: safetosay history list"""


@dataclass(frozen=True)
class Read:
    """What a file holds, as it may be kept."""

    kind: EarlierKind
    held_on: date | None
    figures: Figures
    left: Mapping[Left, int]
    unknown: int


def every(rooms: Rooms) -> list[EarlierOut]:
    """All of them, oldest first."""
    with rooms.reading() as session:
        query = select(EarlierResult).order_by(EarlierResult.held_on, EarlierResult.source)
        return [_out(one) for one in session.scalars(query)]


def take_in(rooms: Rooms, viewer: Viewer | None, said: EarlierIn) -> EarlierTaken:
    """Store a file's figures, or on ``trial`` only say what would be stored."""
    with rooms.reading() as session:
        read = _read(session, said.content)
        held_on = said.held_on or read.held_on
        _check_day(session, held_on, said.source)
    kept = EarlierResult(
        id=new_id(),
        title=said.title,
        source=said.source,
        kind=str(read.kind),
        held_on=held_on,
        figures=read.figures,
    )
    found = EarlierTaken(
        result=_out(kept),
        few=read.left.get(Left.FEW, 0),
        subtraction=read.left.get(Left.SUBTRACTION, 0),
        unknown=read.unknown,
        stored=not said.trial,
    )
    if not said.trial:
        audit.record(rooms.published_engine, viewer, "import earlier results", said.source)
        with rooms.published() as writing:
            writing.add(kept)
    return found


def take_out(rooms: Rooms, viewer: Viewer | None, name: str) -> EarlierOut:
    """Remove one; the record says who did it."""
    with rooms.reading() as session:
        found = session.get(EarlierResult, name)
        if found is None:
            raise UnknownEarlier
        told = _out(found)
    audit.record(rooms.published_engine, viewer, "remove earlier results", told.source)
    with rooms.published() as writing:
        writing.delete(writing.get_one(EarlierResult, name))
    return told


def _check_day(session: PublishedReader, held_on: date | None, source: str) -> None:
    if held_on is None:
        raise EarlierUndated
    first = session.scalars(select(Wave.opens_on).order_by(Wave.opens_on)).first()
    if held_on > clock.today() or (first is not None and held_on >= first):
        raise EarlierTooLate
    query = select(EarlierResult).where(
        EarlierResult.held_on == held_on, EarlierResult.source == source
    )
    if session.scalars(query).first() is not None:
        raise EarlierTwice


def _read(session: PublishedReader, content: str) -> Read:
    units = list(session.scalars(select(ReportingUnit).where(ReportingUnit.active)))
    if content.lstrip().startswith("{"):
        found = protected_files.read(content)
        known = {one.id for one in units}
        here = [one for one in found.figures if one.unit in known]
        unknown = len({one.unit for one in found.figures} - known)
        return Read(EarlierKind.PROTECTED, found.held_on, _figures(here), {}, unknown)
    parents = {one.id: one.parent_id for one in units}
    names = unit_names(session)
    means = read_means(content.encode(), "the file", names, _measures(session))
    kept, left = guard(means, parents, Policy().k)
    return Read(EarlierKind.AGGREGATES, None, _figures(kept), left, 0)


def _figures(kept: Iterable[Kept]) -> Figures:
    found: Figures = {}
    for one in kept:
        found.setdefault(one.unit, {})[one.measure] = [one.relation, one.value, one.n_band]
    return found


def unit_names(session: PublishedReader) -> dict[str, str]:
    """Every way to name a unit → its id: the id, the path as the roster writes it, and for the
    whole organisation its name."""
    units = list(session.scalars(select(ReportingUnit).where(ReportingUnit.active)))
    known = {one.id: one for one in units}
    names = {one.id.casefold(): one.id for one in units}
    for one in units:
        path, at = [one.label], one.parent_id
        while at is not None:
            path.insert(0, known[at].label)
            at = known[at].parent_id
        names[BETWEEN.join(path).casefold()] = one.id
        names.setdefault(BETWEEN.join(path[1:] or path).casefold(), one.id)
    return names


def _measures(session: PublishedReader) -> set[str]:
    """Short names of all questions and scales of every questionnaire here."""
    found = {INDEX}
    for one in session.scalars(select(StoredInstrument)):
        parsed = instruments.parse_instrument(one.source, name=one.id)
        found |= {item.id for item in parsed.items} | {scale.id for scale in parsed.scales}
    return found


def _out(one: EarlierResult) -> EarlierOut:
    return EarlierOut(
        id=one.id,
        title=one.title,
        source=one.source,
        kind=EarlierKind(one.kind),
        held_on=one.held_on,
        n_units=len(one.figures),
        n_figures=sum(map(len, one.figures.values())),
    )
