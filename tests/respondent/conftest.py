"""A service with the fixed token key of the vectors."""

import pytest

from survey_api.credentials import keys
from tests.credentials import samples
from tests.respondent.small_service import SmallService


@pytest.fixture
def service() -> SmallService:
    der = bytes.fromhex(samples.load("protocol")["token"]["private_pkcs8"])
    return SmallService(keys.TokenKey.load(der))
