"""The fixed token key of the vectors, so that no test waits for a key to be made."""

import pytest

from survey_api.credentials import keys
from tests.credentials import samples


@pytest.fixture(scope="session")
def token_key() -> keys.TokenKey:
    return keys.TokenKey.load(bytes.fromhex(samples.load("protocol")["token"]["private_pkcs8"]))
