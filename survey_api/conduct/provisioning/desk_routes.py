"""Provisioning, for administrators: its address and its tokens."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api.access import Permission, Requires, Viewer
from survey_api.conduct.provisioning import desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.provisioning import ProvisioningOut, TokenMade, TokenNameIn

router = APIRouter(tags=["provisioning"], dependencies=[Depends(same_origin)])
Manages = Annotated[Viewer, Depends(Requires(Permission.MANAGE_PROVISIONING))]


@router.get("/provisioning", response_model=ProvisioningOut)
def list_tokens(request: Request, viewer: Manages) -> ProvisioningOut:
    """The address and every token without its secret."""
    return desk.show(_rooms(request))


@router.post("/provisioning/tokens", response_model=TokenMade, status_code=201)
def add_token(request: Request, viewer: Manages, said: TokenNameIn) -> TokenMade:
    """A new token, told this once."""
    return desk.add(_rooms(request), viewer, said.name)


@router.post("/provisioning/tokens/revoked", status_code=204)
def revoke_token(request: Request, viewer: Manages, said: TokenNameIn) -> None:
    """Take a token back."""
    desk.revoke(_rooms(request), viewer, said.name)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
