"""The addresses of SCIM 2.0 (RFC 7644 §3.2), for programs that show a token."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from scim2_models import Context, ResponseParameters, SCIMException, SearchRequest

from survey_api.access import ShowsToken
from survey_api.conduct.provisioning import discovery, groups, messages, people, queries
from survey_api.conduct.provisioning.naming import HERE
from survey_api.conduct.provisioning.resources import Group, User
from survey_api.conduct.rooms import Rooms
from survey_api.errors import SafeToSayError
from survey_api.identity.provisioning_tokens import Program

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
CREATED, FOUND = Context.RESOURCE_CREATION_RESPONSE, Context.RESOURCE_QUERY_RESPONSE
REPLACED, PATCHED = Context.RESOURCE_REPLACEMENT_RESPONSE, Context.RESOURCE_PATCH_RESPONSE
REFUSED = (SafeToSayError, SCIMException, ValidationError, RequestValidationError)


class ScimRoute(APIRoute):
    """Says what is wrong as SCIM does (RFC 7644 §3.12)."""

    def get_route_handler(self) -> Handler:
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await inner(request)
            except REFUSED as error:
                return messages.refusal(error)

        return handle


router = APIRouter(prefix=HERE, route_class=ScimRoute, include_in_schema=False)
Directory = Annotated[Program, Depends(ShowsToken())]


async def _body(request: Request) -> dict[str, Any]:
    return messages.read(await request.body())


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms


Body = Annotated[dict[str, Any], Depends(_body)]
There = Annotated[Rooms, Depends(_rooms)]
Users = Annotated[SearchRequest[User], Depends(queries.asked_by(User))]
Groups = Annotated[SearchRequest[Group], Depends(queries.asked_by(Group))]
Shown = Annotated[ResponseParameters[Any], Depends(queries.shown)]


@router.get("/ServiceProviderConfig")
def config(_program: Directory, rooms: There) -> Response:
    """What is supported."""
    return discovery.config(rooms.settings)


@router.get("/Schemas")
def schemas(_program: Directory, rooms: There) -> Response:
    """What may be said of users and groups."""
    return discovery.schemas(rooms.settings)


@router.get("/Schemas/{name}")
def schema(_program: Directory, rooms: There, name: str) -> Response:
    """The same for one kind."""
    return discovery.schema(rooms.settings, name)


@router.get("/ResourceTypes")
def resource_types(_program: Directory, rooms: There) -> Response:
    """Which kinds of resources there are."""
    return discovery.resource_types(rooms.settings)


@router.get("/ResourceTypes/{name}")
def resource_type(_program: Directory, rooms: There, name: str) -> Response:
    """One kind."""
    return discovery.resource_type(rooms.settings, name)


@router.post("/.search")
def search_all(_program: Directory, rooms: There, body: Body) -> Response:
    """Users and groups together."""
    return queries.all_of(rooms, queries.read(User | Group, body))


@router.get("/Users")
def list_users(_program: Directory, rooms: There, asked: Users) -> Response:
    """Users that a filter matches."""
    return queries.page(User, people.search(rooms, asked), asked)


@router.post("/Users/.search")
def search_users(_program: Directory, rooms: There, body: Body) -> Response:
    """The same, asked in a body."""
    asked = queries.read(User, body)
    return queries.page(User, people.search(rooms, asked), asked)


@router.post("/Users")
def add_user(program: Directory, rooms: There, body: Body, shown: Shown) -> Response:
    """Bring somebody in."""
    return messages.resource(people.add(rooms, program, body), CREATED, shown, status=201)


@router.get("/Users/{name}")
def show_user(_program: Directory, rooms: There, name: str, shown: Shown) -> Response:
    """One user."""
    return messages.resource(people.show(rooms, name), FOUND, shown)


@router.put("/Users/{name}")
def replace_user(program: Directory, rooms: There, name: str, body: Body, shown: Shown) -> Response:
    """One user anew."""
    return messages.resource(people.replace(rooms, program, name, body), REPLACED, shown)


@router.patch("/Users/{name}")
def patch_user(program: Directory, rooms: There, name: str, body: Body, shown: Shown) -> Response:
    """Some of one user."""
    return messages.resource(people.patch(rooms, program, name, body), PATCHED, shown)


@router.delete("/Users/{name}", status_code=204)
def remove_user(program: Directory, rooms: There, name: str) -> None:
    """Somebody left."""
    people.remove(rooms, program, name)


@router.get("/Groups")
def list_groups(_program: Directory, rooms: There, asked: Groups) -> Response:
    """Groups that a filter matches."""
    return queries.page(Group, groups.search(rooms, asked), asked)


@router.post("/Groups/.search")
def search_groups(_program: Directory, rooms: There, body: Body) -> Response:
    """The same, asked in a body."""
    asked = queries.read(Group, body)
    return queries.page(Group, groups.search(rooms, asked), asked)


@router.post("/Groups")
def add_group(program: Directory, rooms: There, body: Body, shown: Shown) -> Response:
    """Open a unit."""
    return messages.resource(groups.add(rooms, program, body), CREATED, shown, status=201)


@router.get("/Groups/{name}")
def show_group(_program: Directory, rooms: There, name: str, shown: Shown) -> Response:
    """One group."""
    return messages.resource(groups.show(rooms, name), FOUND, shown)


@router.put("/Groups/{name}")
def replace_group(
    program: Directory, rooms: There, name: str, body: Body, shown: Shown
) -> Response:
    """One group anew."""
    return messages.resource(groups.replace(rooms, program, name, body), REPLACED, shown)


@router.patch("/Groups/{name}")
def patch_group(program: Directory, rooms: There, name: str, body: Body, shown: Shown) -> Response:
    """Some of one group."""
    return messages.resource(groups.patch(rooms, program, name, body), PATCHED, shown)


@router.delete("/Groups/{name}", status_code=204)
def remove_group(program: Directory, rooms: There, name: str) -> None:
    """Close a unit."""
    groups.remove(rooms, program, name)
