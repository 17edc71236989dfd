"""SCIM messages (RFC 7644 §3): what was sent, read; what is answered, written; errors in words."""

import json
from typing import Any, Final

from fastapi.responses import Response
from pydantic import ValidationError
from scim2_models import Context, Error, ListResponse, Resource, ResponseParameters, SCIMException

from survey_api.conduct.provisioning.resources import PROVIDER
from survey_api.errors import Conflict, SafeToSayError, Unauthenticated

MEDIA: Final = "application/scim+json"
CHALLENGE: Final = {"WWW-Authenticate": "Bearer"}
DEEPEST: Final = 20


class Unreadable(SafeToSayError):
    """This is not a SCIM message in JSON."""

    status = 400


class ValueRefused(SafeToSayError):
    """A value was not accepted; nothing was changed."""

    status = 400
    scim_type = "invalidValue"


def read(content: bytes) -> dict[str, Any]:
    """The JSON object of a request; raises ``Unreadable``."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(document, dict) or _depth(document) > DEEPEST:
        raise Unreadable
    return document


def resource(
    found: Resource[Any], context: Context, asked: Any = None, *, status: int = 200
) -> Response:
    """One resource, with its address."""
    body = found.model_dump(scim_ctx=context, response_parameters=asked, scim_provider=PROVIDER)
    location = body.get("meta", {}).get("location")
    headers = {"Location": location} if location else {}
    return reply(body, status, headers)


def listing(
    kind: Any,
    found: list[Any],
    total: int,
    start: int = 1,
    asked: ResponseParameters[Any] | None = None,
) -> Response:
    """A page of resources; ``start`` counts from one."""
    page = ListResponse[kind](
        total_results=total, start_index=start, items_per_page=len(found), resources=found
    )
    context = Context.RESOURCE_QUERY_RESPONSE
    return reply(
        page.model_dump(scim_ctx=context, response_parameters=asked, scim_provider=PROVIDER)
    )


def reply(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON of SCIM's own kind."""
    return Response(json.dumps(body), status, headers, MEDIA)


def refusal(error: Exception) -> Response:
    """What is wrong, in words that repeat no value."""
    if isinstance(error, ValidationError):
        # the first of them is enough, and only where and of which kind
        said = Error.from_validation_errors(error)[0]
        told = Error(status=400, scim_type=said.scim_type, detail=_where(error))
    elif isinstance(error, SCIMException):
        told = error.to_error()
        told = Error(status=told.status, scim_type=told.scim_type, detail=type(error).__doc__)
    else:
        told = _ours(error if isinstance(error, SafeToSayError) else SafeToSayError())
    headers = CHALLENGE if isinstance(error, Unauthenticated) else {}
    return reply(told.model_dump(), int(told.status or 500), headers)


def nowhere(status: int) -> Response:
    """No such address, or not to be asked in this way."""
    said = "There is nothing here." if status == 404 else "This cannot be asked in this way."
    return reply(Error(status=status, detail=said).model_dump(), status)


def _ours(error: SafeToSayError) -> Error:
    kind = getattr(error, "scim_type", None)
    if isinstance(error, Conflict):
        kind = "uniqueness"
    status = 400 if error.status == 422 else error.status
    kind = kind or ("invalidValue" if error.status == 422 else None)
    return Error(status=status, scim_type=kind, detail=error.detail)


def _where(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(one) for one in first["loc"] if isinstance(one, (str, int)))
    return f"This value was not accepted: {place or 'the message itself'} ({first['type']})."


def _depth(document: Any) -> int:
    deepest, waiting = 0, [(document, 1)]
    while waiting:
        value, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = (
            value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        )
        waiting.extend((one, depth + 1) for one in inner)
    return deepest
