"""One's own account: where one is signed in, the password, the second step."""

from datetime import datetime

from pydantic import Field

from survey_api.published.schemas.figures import Wire


class OwnSession(Wire):
    """A signed-in browser; ``began_at`` in the person's own time zone."""

    name: str
    began_at: datetime
    is_this: bool
    by_company: bool


class OwnAccount(Wire):
    """What somebody sees of their own account. ``withheld`` roles sleep until there is a second
    step; ``by_company`` means that the company's sign-in asks for its own."""

    email: str
    has_password: bool
    has_second_step: bool
    recovery_codes: int
    by_company: bool
    withheld: tuple[str, ...]
    sessions: tuple[OwnSession, ...]


class SessionEnd(Wire):
    """The session to be ended; without a name, all but the present one."""

    name: str | None = Field(default=None, max_length=16)


class PasswordIn(Wire):
    """The password there is, and the one to be."""

    password: str = Field(max_length=400)
    new_password: str = Field(max_length=400)


class SecondStepIn(Wire):
    """The password, where the account has one."""

    password: str | None = Field(default=None, max_length=400)


class SecondStepMade(Wire):
    """What is shown this once: an address for the app, the same as a picture (a data URL of an
    SVG), and the recovery codes, one a line."""

    uri: str
    picture: str
    recovery_codes: str


class SecondStepCode(Wire):
    """A code from the app, or a recovery code."""

    code: str = Field(max_length=100)
