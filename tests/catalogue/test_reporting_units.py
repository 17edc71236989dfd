"""The stored tree follows the roster; units are closed and never deleted."""

from sqlalchemy import Engine, select

from survey_api.catalogue.database import PublishedSession
from survey_api.catalogue.models import ReportingUnit
from survey_api.catalogue.reporting_units import apply_units, read_tree
from survey_api.catalogue.unit_match import UnitDiff, match
from survey_api.catalogue.units import UnitTree, from_paths, split_path
from survey_api.database import transaction


def bring_to(engine: Engine, *paths: str) -> UnitDiff:
    tree = from_paths([split_path(path) for path in paths], "Org").tree
    with transaction(engine, PublishedSession) as session:
        diff = match(read_tree(session), tree)
        apply_units(session, diff)
        apply_units(session, diff)
    return diff


def stored(engine: Engine) -> UnitTree:
    with transaction(engine, PublishedSession) as session:
        return read_tree(session)


def test_the_tree_is_stored_and_read_back_the_same(published: Engine) -> None:
    assert len(stored(published)) == 0
    diff = bring_to(published, "Org/Care/Nights", "Org/Sales")
    assert stored(published) == diff.tree


def test_a_closed_unit_keeps_its_row(published: Engine) -> None:
    first = bring_to(published, "Org/Care/Nights", "Org/Sales")
    bring_to(published, "Org/Sales")
    assert [unit.label for unit in stored(published)] == ["Org", "Sales"]
    with transaction(published, PublishedSession) as session:
        closed = session.get_one(ReportingUnit, first.ids["org/care/nights"])
        assert not closed.active
        assert len(session.scalars(select(ReportingUnit)).all()) == 4
