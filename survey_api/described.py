"""The OpenAPI document: who may call each route, and every refusal it may answer with."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from survey_api.access import Public, Requires, SignedIn, api_routes, declared_access

PROBLEM: Final = "application/problem+json"
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SCHEMA: Final = {
    "title": "Problem",
    "description": "What is wrong, where, and what to do (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {}},
    },
}
WORDS: Final = {
    400: "The request cannot be read.",
    401: "Nobody is signed in.",
    403: "No role of the viewer includes this, or the request came from another site.",
    404: "There is nothing here, or it is not the viewer's to see.",
    409: "This cannot be done in the present state.",
    413: "The request is larger than this address accepts.",
    422: "The input was not accepted; nothing was changed.",
    429: "Too many attempts.",
    503: "A part of the service is not running.",
}


def describe(app: FastAPI) -> None:
    """Let ``/openapi.json`` say what the routes of ``app`` declare; made when first asked for."""
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]


def access_of(route: APIRoute) -> str:
    """A permission's name, ``signed-in``, ``public``, or ``other`` for a key of its own kind."""
    declared = declared_access(route)
    needed = [str(one.permission) for one in declared if isinstance(one, Requires)]
    if needed:
        return " and ".join(sorted(needed))
    if any(isinstance(one, SignedIn) for one in declared):
        return "signed-in"
    return "public" if any(isinstance(one, Public) for one in declared) else "other"


def _document(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, routes=app.routes)
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = SCHEMA
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        for route in api_routes(app.routes):
            for method in route.methods or ():
                operation = _operation(made, route, method)
                if operation is not None:
                    _complete(operation, route, method)
        app.openapi_schema = made
    return app.openapi_schema


def _operation(made: dict[str, Any], route: APIRoute, method: str) -> dict[str, Any] | None:
    """The operation of a route; its path in the document may have a prefix before it."""
    found = [
        verbs[method.lower()]
        for path, verbs in made["paths"].items()
        if path.endswith(route.path_format) and method.lower() in verbs
    ]
    named = [one for one in found if one.get("operationId") == route.unique_id]
    return (named or found or [None])[0] if route.include_in_schema else None


def _complete(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    access = access_of(route)
    operation["x-access"] = access
    statuses = {422, 503}
    statuses |= set() if access == "public" else {401, 403, 409}
    statuses |= set() if method in READS else {400, 403, 404, 409, 413, 429}
    statuses |= {404} if "{" in route.path_format else set()
    replies = operation.setdefault("responses", {})
    replies.pop("422", None)
    for status in sorted(statuses):
        replies.setdefault(str(status), _problem(status))


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": WORDS[status], "content": {PROBLEM: {"schema": schema}}}
