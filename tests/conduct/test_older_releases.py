"""Releases of before the statement was a document of its own are still read."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import create_engine

from survey_api.catalogue.database import PublishedBase, PublishedSession
from survey_api.conduct.publishing import released_statement
from survey_api.published.models import Release
from survey_api.published.statement_routes import NothingStated, statement

STATED = {"accepted": 7, "rejected": {}}


@pytest.fixture
def session() -> Iterator[PublishedSession]:
    engine = create_engine("sqlite://")
    PublishedBase.metadata.create_all(engine)
    with PublishedSession(engine) as opened:
        yield opened
    engine.dispose()


def release(wave: str, bundle: object, stated: bytes | None) -> Release:
    return Release(
        wave_id=wave,
        bundle=json.dumps(bundle).encode(),
        digest="",
        signature=bytes(64),
        ledger=b"",
        statement=stated,
        released_on=date(2026, 3, 1),
    )


def test_a_statement_is_found_inside_an_older_bundle_or_beside_a_newer_one(
    session: PublishedSession,
) -> None:
    session.add(release("old", {"v": 3, "statement": STATED}, None))
    session.add(release("new", {"v": 4}, json.dumps(STATED).encode()))
    for wave in ("old", "new"):
        assert released_statement(session, wave) == STATED  # type: ignore[arg-type]


def test_an_older_release_has_no_statement_to_give_away(session: PublishedSession) -> None:
    session.add(release("old", {"v": 3, "statement": STATED}, None))
    for wave in ("old", "none"):
        with pytest.raises(NothingStated):
            statement(session, wave)  # type: ignore[arg-type]
