"""One wave with a full box, shared by the tests that only read it."""

import pytest

from survey_api.credentials.envelope import CastMessage
from tests.release.factories import SmallWave

COUNTS = {"care": 9, "night": 4, "desk": 3, "tools": 6, "apps": 10}


@pytest.fixture(scope="session")
def wave() -> SmallWave:
    return SmallWave()


@pytest.fixture(scope="session")
def casts(wave: SmallWave) -> list[CastMessage]:
    return wave.casts(COUNTS)
