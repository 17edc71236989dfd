"""Routes of the mails' words, their preview, and the addresses that take no mail."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api.access import Permission, Requires, Viewer
from survey_api.conduct import mail_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.mails import MailIn, MailPreview, MailSheet, MailsOut

router = APIRouter(tags=["mails"], dependencies=[Depends(same_origin)])
ManagesMails = Annotated[Viewer, Depends(Requires(Permission.MANAGE_MAILS))]


@router.get("/mails", response_model=MailsOut)
def list_mails(request: Request, viewer: ManagesMails) -> MailsOut:
    """Every kind of mail, and the addresses of the roster that take none."""
    return mail_desk.every(_rooms(request))


@router.get("/mails/{kind}/{locale}", response_model=MailSheet)
def show_mail(request: Request, viewer: ManagesMails, kind: str, locale: str) -> MailSheet:
    """Its parts, what is fixed, and how it looks."""
    return mail_desk.sheet(_rooms(request), kind, locale)


@router.post("/mails/{kind}/{locale}/preview", response_model=MailPreview)
def preview_mail(
    request: Request, viewer: ManagesMails, kind: str, locale: str, said: MailIn
) -> MailPreview:
    """How it would look; nothing is stored."""
    return mail_desk.preview(_rooms(request), kind, locale, said)


@router.put("/mails/{kind}/{locale}", response_model=MailSheet)
def change_mail(
    request: Request, viewer: ManagesMails, kind: str, locale: str, said: MailIn
) -> MailSheet:
    """Say it in the organisation's own words from the next mail on."""
    return mail_desk.change(_rooms(request), viewer, (kind, locale), said)


@router.delete("/mails/{kind}/{locale}", response_model=MailSheet)
def reset_mail(request: Request, viewer: ManagesMails, kind: str, locale: str) -> MailSheet:
    """Back to the shipped texts."""
    return mail_desk.reset(_rooms(request), viewer, kind, locale)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
