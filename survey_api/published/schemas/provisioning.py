"""Tokens of a company's directory, as an administrator sees and makes them."""

from datetime import date

from pydantic import Field

from survey_api.published.schemas.figures import Wire


class ProvisioningTokenOut(Wire):
    """A token by its name; days of its use, never the token. ``wrote_on`` is the day on which it
    last changed the roster."""

    name: str
    added_on: date
    used_on: date | None
    wrote_on: date | None


class ProvisioningOut(Wire):
    """The address a directory is told, and the tokens there are."""

    address: str
    tokens: tuple[ProvisioningTokenOut, ...]


class TokenNameIn(Wire):
    """The name of a token to be made or taken back."""

    name: str = Field(max_length=60)


class TokenMade(Wire):
    """A new token, which is shown this once."""

    token: str
