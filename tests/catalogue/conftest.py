"""The published database's tables in a file of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from survey_api.catalogue.database import PublishedBase
from survey_api.database import make_engine


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Engine]:
    """An empty published database."""
    engine = make_engine(f"sqlite:///{tmp_path / 'published.sqlite'}")
    PublishedBase.metadata.create_all(engine)
    yield engine
    engine.dispose()
