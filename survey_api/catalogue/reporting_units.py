"""Today's unit tree in the published database: read it, bring it up to date."""

from sqlalchemy import select

from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.catalogue.models import ReportingUnit
from survey_api.catalogue.unit_match import UnitDiff
from survey_api.catalogue.units import Unit, UnitTree, build


def read_tree(session: PublishedReader) -> UnitTree:
    """The units in use today; an empty tree before the first import."""
    rows = session.scalars(select(ReportingUnit).where(ReportingUnit.active)).all()
    return build(Unit(row.id, row.parent_id, row.label) for row in rows)


def apply_units(session: PublishedSession, diff: UnitDiff) -> None:
    """Make the stored tree the diff's; doing it again changes nothing. Units are closed,
    never deleted: past waves speak of them."""
    rows = {row.id: row for row in session.scalars(select(ReportingUnit))}
    for unit in diff.tree:
        row = rows.get(unit.id)
        if row is None:
            row = ReportingUnit(id=unit.id)
            session.add(row)
        row.parent_id, row.label, row.active = unit.parent, unit.label, True
        session.flush()  # parents first: a child's foreign key needs its parent's row
    for unit in diff.closed:
        if unit.id in rows:
            rows[unit.id].active = False
