"""Mails in an organisation's own words, with what they look like; and addresses that take none."""

from datetime import date

from pydantic import Field

from survey_api.published.schemas.figures import Wire


class MailLine(Wire):
    """A kind of mail, and in which languages some part of it was changed."""

    kind: str
    changed: tuple[str, ...]


class AddressOut(Wire):
    """An address of the roster that took no mail; ``bounce`` is permanent or temporary. Nothing
    of it says which mail it was, or whether the person took part."""

    employee_id: str
    email: str
    on: date
    bounce: str


class MailsOut(Wire):
    """Every kind, the languages there are, and the first of the addresses that take no mail."""

    mails: tuple[MailLine, ...]
    languages: tuple[str, ...]
    n_addresses: int
    addresses: tuple[AddressOut, ...]


class MailPreview(Wire):
    """The mail as it would be sent, to a person who does not exist."""

    sender: str
    recipient: str
    subject: str
    text: str
    html: str


class MailPart(Wire):
    """One part: what is said now, what the program says, and what may or must stand in it."""

    part: str
    text: str
    shipped: str
    places: tuple[str, ...]
    required: tuple[str, ...]
    longest: int


class MailSheet(Wire):
    """One mail in one language; ``fixed`` are the sentences that are not changed here."""

    kind: str
    locale: str
    parts: tuple[MailPart, ...]
    fixed: tuple[str, ...]
    preview: MailPreview


class MailIn(Wire):
    """The parts that may be changed; a part that is left out is the shipped one."""

    subject: str | None = Field(default=None, max_length=4_000)
    opening: str | None = Field(default=None, max_length=4_000)
    closing: str | None = Field(default=None, max_length=4_000)
    button: str | None = Field(default=None, max_length=4_000)
