"""POST /issue on the survey origin: bytes in, bytes out, no cookie, nothing logged."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI, Request, Response

from survey_api.access import Public
from survey_api.credentials.encoding import ISSUE_REQUEST
from survey_api.identity.issuer import Issuer, IssueRequestTooLarge

HEADERS = {"Cache-Control": "no-store"}


def issuer_of(app: FastAPI) -> Issuer:
    """This process's issuer, made when first needed."""
    found: Issuer | None = getattr(app.state, "issuer", None)
    if found is None:
        settings = app.state.settings
        found = app.state.issuer = Issuer(
            app.state.engines["identity"],
            settings.keys_dir / "identity.key",
            attempts=settings.issue_attempts,
        )
    return found


async def small_body(request: Request) -> bytes:
    """The body, refused as soon as it is longer than a request can be."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > ISSUE_REQUEST:
            raise IssueRequestTooLarge
    return body


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    yield
    if hasattr(app.state, "issuer"):
        app.state.issuer.close()


router = APIRouter(lifespan=_closing)


@router.post("/issue", dependencies=[Depends(Public())], response_class=Response)
async def issue(request: Request) -> Response:
    """A blind signature and the group's pass, 640 bytes, for an invitation's first request and
    for every repetition of it."""
    reply = await issuer_of(request.app).reply(await small_body(request))
    return Response(reply, media_type="application/octet-stream", headers=HEADERS)
