"""Ids of waves, schedules and results of before: 128 random bits, to be typed after a command."""

import os
from typing import Final

from survey_api.credentials.encoding import b64u

ID_BYTES: Final = 16


def new_id() -> str:
    """An id of 22 base64url characters that does not begin like an option of a command line."""
    drawn = "-"
    while drawn.startswith("-"):
        drawn = b64u(os.urandom(ID_BYTES))
    return drawn
