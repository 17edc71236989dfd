"""Queries over users, groups or both, asked in an address or in a body (RFC 7644 §3.4)."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from scim2_models import Context, ResponseParameters, SearchRequest

from survey_api.conduct.provisioning import filters, groups, messages, people
from survey_api.conduct.provisioning.resources import PROVIDER, Group, User
from survey_api.conduct.rooms import Rooms

ASKED = ("filter", "startIndex", "count", "attributes", "excludedAttributes")


def asked_by(kind: Any) -> Callable[[Request], SearchRequest[Any]]:
    """A dependency that reads a query from an address."""

    def asked(request: Request) -> SearchRequest[Any]:
        said = {name: request.query_params[name] for name in ASKED if name in request.query_params}
        return SearchRequest[kind].model_validate(said, scim_provider=PROVIDER)

    return asked


def shown(request: Request) -> ResponseParameters[Any]:
    """Which attributes the reply is to have; all that it would have, unless it was said."""
    said = {name: request.query_params[name] for name in ASKED[3:] if name in request.query_params}
    return ResponseParameters[User | Group].model_validate(said)


def read(kind: Any, body: dict[str, Any]) -> SearchRequest[Any]:
    """A query from a body."""
    context = Context.SEARCH_REQUEST
    return SearchRequest[kind].model_validate(body, scim_ctx=context, scim_provider=PROVIDER)


def page(kind: Any, found: tuple[list[Any], int], asked: SearchRequest[Any]) -> Response:
    """A page as it is answered."""
    resources, total = found
    return messages.listing(kind, resources, total, max(asked.start_index or 1, 1), asked)


def all_of(rooms: Rooms, asked: SearchRequest[Any]) -> Response:
    """Users first, then groups, on pages that go on from the one to the other."""
    start, n = filters.page(asked.start_index, asked.count)
    users, n_users = people.search(rooms, asked)
    after = max(start - n_users, 0)
    rest = asked.model_copy(update={"start_index": after + 1, "count": n - len(users)})
    units, n_units = groups.search(rooms, rest)
    return page(User | Group, ([*users, *units], n_users + n_units), asked)
