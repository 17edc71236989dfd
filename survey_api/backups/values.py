"""How a value of a row stands in a backup, and how it comes back on either engine."""

import base64
import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Date, DateTime, LargeBinary, Uuid

Row = dict[str, Any]


def line(row: Row) -> bytes:
    """One row as one line of JSON, the same bytes for the same row."""
    written = {name: _written(value) for name, value in row.items()}
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def row(written: bytes, columns: dict[str, Column[Any]]) -> Row:
    """A row from its line, as these columns take it; a name without a column is a ``KeyError``."""
    return {name: _read(value, columns[name]) for name, value in json.loads(written).items()}


def _written(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _read(value: Any, column: Column[Any]) -> Any:
    kind = column.type
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, DateTime):
        instant = datetime.fromisoformat(value)
        return instant if kind.timezone else instant.replace(tzinfo=None)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return UUID(value) if isinstance(kind, Uuid) else value
