"""The step from the company's sign-in into a survey: what is said, and where it leads."""

from uuid import UUID

from fastapi import Request, Response

from survey_api.access import Viewer
from survey_api.credentials.encoding import b64u
from survey_api.errors import Unauthenticated
from survey_api.identity import entering, pages
from survey_api.identity.csrf import origin_of
from survey_api.identity.database import IdentitySession
from survey_api.settings import Settings

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def page(request: Request, wave: str) -> Response:
    """The page with the one button; its form may lead to the survey's own origin."""
    survey = origin_of(request.app.state.settings.survey_url)
    return pages.page(request, "enter", title="enter_title", leads_to=survey, wave=wave)


def address(session: IdentitySession, settings: Settings, wave: str, viewer: Viewer | None) -> str:
    """The personal link of somebody who is signed in; raises when there is none for them."""
    if viewer is None:
        raise Unauthenticated
    key = (settings.keys_dir / "identity.key").read_bytes()
    secret = entering.secret_of(session, wave, UUID(viewer.id), key)
    return f"{settings.survey_url}/w/{wave}#{b64u(secret)}"
