"""Reads a small form or JSON object without ever repeating its values in an error."""

import json
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from survey_api.errors import Invalid, TooLarge

LARGEST = 8_192


class FieldsUnreadable(Invalid):
    """The request must be a form or a JSON object of texts."""


class SmallFields(dict[str, str]):
    """The fields of a request; a field that is not there reads as ''."""

    is_json = False

    def __missing__(self, _key: str) -> str:
        return ""


async def read_fields(request: Request) -> SmallFields:
    """At most 8 kB of ``application/x-www-form-urlencoded`` or ``application/json``."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise TooLarge
    is_json = request.headers.get("content-type", "").startswith("application/json")
    fields = SmallFields(_object(body) if is_json else _form(body))
    fields.is_json = is_json
    return fields


def _object(body: bytes) -> dict[str, str]:
    try:
        found = json.loads(body)
    except ValueError:
        raise FieldsUnreadable from None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise FieldsUnreadable
    return found


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        raise FieldsUnreadable from None


Fields = Annotated[SmallFields, Depends(read_fields)]
