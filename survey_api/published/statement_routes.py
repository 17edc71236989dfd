"""The key holder's statement on a released wave, for anybody: no cookie, no result, cacheable."""

import hashlib
from typing import Final

from fastapi import APIRouter, Depends, Response

from survey_api.access import Public
from survey_api.catalogue.database import PublishedRead
from survey_api.errors import NotFound
from survey_api.published.models import Release

router = APIRouter(tags=["survey"], dependencies=[Depends(Public())])
NEVER_CHANGES: Final = "public, max-age=31536000, immutable"


class NothingStated(NotFound):
    """There is no statement on this wave: it comes with the results. Releases made before
    statements were documents of their own have none either."""


@router.get("/statement/{wave}")
def statement(session: PublishedRead, wave: str) -> Response:
    """The statement, byte for byte as it was signed."""
    return _unchanging(_release(session, wave).statement, "application/json")


@router.get("/statement/{wave}/signature")
def statement_signature(session: PublishedRead, wave: str) -> Response:
    """The 64 bytes of its signature, under the statement key of the manifest."""
    return _unchanging(_release(session, wave).statement_signature, "application/octet-stream")


def _release(session: PublishedRead, wave: str) -> Release:
    found = session.get(Release, wave)
    if found is None:
        raise NothingStated
    return found


def _unchanging(body: bytes | None, kind: str) -> Response:
    if body is None:
        raise NothingStated
    digest = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {
        "Cache-Control": NEVER_CHANGES,
        "ETag": digest,
        "Access-Control-Allow-Origin": "*",
    }
    return Response(body, media_type=kind, headers=headers)
