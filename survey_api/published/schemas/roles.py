"""Who may do what, as an administrator sees and changes it."""

from datetime import date

from pydantic import Field

from survey_api.published.schemas.figures import Wire


class GrantOut(Wire):
    """A role somebody holds; ``unit`` is what a leader leads. ``since`` where it is known."""

    email: str
    name: str
    role: str
    unit: str
    unit_label: str
    since: date | None


class RolesOut(Wire):
    """Every role but leading, of which there is a number only. ``roles`` are those that can be
    given."""

    grants: tuple[GrantOut, ...]
    n_leaders: int
    roles: tuple[str, ...]


class GrantIn(Wire):
    """A role to be given or taken away. ``name`` for somebody who is not on the roster."""

    email: str = Field(max_length=254)
    role: str = Field(max_length=20)
    unit: str | None = Field(default=None, max_length=32)
    name: str | None = Field(default=None, max_length=200)


class SignOutIn(Wire):
    """Whose sessions end."""

    email: str = Field(max_length=254)
