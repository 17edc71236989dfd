"""What of a wave was destroyed and when, signed, for anybody: no cookie, no result."""

from typing import Final

from fastapi import APIRouter, Depends, Response
from sqlalchemy import select

from survey_api.access import Public
from survey_api.catalogue.database import PublishedRead
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import canonical
from survey_api.errors import NotFound
from survey_api.published.models import Erasure

router = APIRouter(tags=["survey"], dependencies=[Depends(Public())])
GROWS: Final = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}


class NothingErased(NotFound):
    """Nothing was stated to be erased of this wave: keys and sealed ballots are destroyed once
    objections to its results are no longer possible."""


@router.get("/erasure/{wave}")
def erasure(session: PublishedRead, wave: str) -> Response:
    """Every erasure statement with its signature: the server's under the checkpoint key of the
    manifest, the key holders' under its statement key."""
    query = select(Erasure).where(Erasure.wave_id == wave).order_by(Erasure.by)
    found = [
        {"by": one.by, "erasure": b64u(one.document), "signature": b64u(one.signature)}
        for one in session.scalars(query)
    ]
    if not found:
        raise NothingErased
    return Response(canonical(found), media_type="application/json", headers=GROWS)
