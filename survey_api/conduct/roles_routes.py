"""Roles, for administrators: who holds which, given and taken here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api.access import Permission, Requires, Viewer
from survey_api.conduct import roles_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.roles import GrantIn, RolesOut, SignOutIn

router = APIRouter(tags=["roles"], dependencies=[Depends(same_origin)])
ManagesRoles = Annotated[Viewer, Depends(Requires(Permission.MANAGE_ROLES))]


@router.get("/roles", response_model=RolesOut)
def list_roles(request: Request, viewer: ManagesRoles) -> RolesOut:
    """Every role but leading."""
    return roles_desk.show(_rooms(request))


@router.post("/roles", status_code=204)
def give_role(request: Request, viewer: ManagesRoles, said: GrantIn) -> None:
    """Give somebody a role."""
    roles_desk.give(_rooms(request), viewer, said)


@router.post("/roles/taken", status_code=204)
def take_role(request: Request, viewer: ManagesRoles, said: GrantIn) -> None:
    """Take a role away."""
    roles_desk.take(_rooms(request), viewer, said)


@router.post("/roles/signed-out", status_code=204)
def sign_somebody_out(request: Request, viewer: ManagesRoles, said: SignOutIn) -> None:
    """End every session of somebody."""
    roles_desk.sign_out(_rooms(request), viewer, said.email)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
