"""The error tree: a class name is the problem type, its docstring the default message."""

import re
from typing import Any


class SafeToSayError(Exception):
    """Something went wrong. Please try again, or tell the people who run this survey."""

    status = 500

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or " ".join((type(self).__doc__ or "").split())
        super().__init__(self.detail)

    @property
    def title(self) -> str:
        """The class name in words: ``WaveNotOpen`` reads "Wave not open"."""
        words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(self).__name__)
        return words.capitalize()

    def problem(self) -> dict[str, Any]:
        """A problem document (RFC 9457 §3); it never holds an answer, a token or a name."""
        slug = re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()
        return {
            "type": f"urn:safe-to-say:problem:{slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }


class Unauthenticated(SafeToSayError):
    """Please sign in first."""

    status = 401


class Forbidden(SafeToSayError):
    """Your role does not include this."""

    status = 403


class NotFound(SafeToSayError):
    """There is nothing here, or it is not yours to see."""

    status = 404


class Conflict(SafeToSayError):
    """This cannot be done in the present state."""

    status = 409


class TooLarge(SafeToSayError):
    """The request is larger than this address accepts."""

    status = 413


class Invalid(SafeToSayError):
    """The input was not accepted; nothing was changed."""

    status = 422

    def __init__(self, detail: str | None = None, rows: tuple[Any, ...] | list[Any] = ()) -> None:
        super().__init__(detail)
        self.rows = tuple(rows)

    def problem(self) -> dict[str, Any]:
        document = super().problem()
        if self.rows:
            document["errors"] = [getattr(row, "__dict__", None) or str(row) for row in self.rows]
        return document


class ValueUnstorable(Invalid):
    """A text or a number is too long, or holds characters that cannot be stored; nothing was
    changed. Shorten it, or type it anew."""


class TooMany(SafeToSayError):
    """Too many attempts. Please wait a few minutes and try again."""

    status = 429


class Unavailable(SafeToSayError):
    """A part of the service is not running. Please try again in a minute."""

    status = 503


class DatabaseAway(Unavailable):
    """The database does not answer, or its disk is full. Nothing was changed. Please try again in
    a minute; if it stays so, tell the people who run this survey."""
