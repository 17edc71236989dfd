"""Public descriptions of a wave (the same for everybody), and instruments for those in charge."""

from dataclasses import dataclass
from typing import Annotated

import brotli
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import select

from survey_api.access import Permission, Public, Requires, Viewer
from survey_api.catalogue import instrument_store
from survey_api.catalogue.database import Published, PublishedSession
from survey_api.catalogue.models import WaveManifest
from survey_api.catalogue.schemas import InstrumentOut
from survey_api.database import transaction
from survey_api.errors import NotFound

survey = APIRouter(tags=["survey"])
admin = APIRouter(tags=["catalogue"])
ManagesInstruments = Annotated[Viewer, Depends(Requires(Permission.MANAGE_INSTRUMENTS))]
JSON, BYTES = "application/json", "application/octet-stream"
FOREVER = {
    "Cache-Control": "public, max-age=300",
    "Access-Control-Allow-Origin": "*",
    "Vary": "Accept-Encoding",
}


@survey.get("/manifest/{wave}", dependencies=[Depends(Public())])
async def manifest(request: Request, wave: str) -> Response:
    """The manifest of a wave, byte for byte as it was hashed."""
    return _frozen(request, wave)[0].reply(request)


@survey.get("/manifest/{wave}/signature", dependencies=[Depends(Public())])
async def manifest_signature(request: Request, wave: str) -> Response:
    """The 64 bytes of the signature on the manifest, under its own checkpoint key."""
    return Response(_frozen(request, wave)[2], media_type=BYTES, headers=FOREVER)


@survey.get("/questionnaire/{wave}", dependencies=[Depends(Public())])
async def questionnaire(request: Request, wave: str) -> Response:
    """The questionnaire of a wave, byte for byte as the manifest names its digest."""
    return _frozen(request, wave)[1].reply(request)


@admin.get("/instruments", response_model=list[InstrumentOut])
def list_instruments(session: Published, viewer: ManagesInstruments) -> list[InstrumentOut]:
    """All instruments, newest version first."""
    return instrument_store.every(session)


@dataclass(frozen=True)
class Frozen:
    """Bytes that never change once they were served, as they are and as brotli."""

    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, plain: bytes) -> "Frozen":
        """Compressed once in the life of a process."""
        return cls(plain, brotli.compress(plain, quality=11))

    def reply(self, request: Request) -> Response:
        """What was hashed is the same in either encoding."""
        if "br" not in request.headers.get("accept-encoding", ""):
            return Response(self.plain, media_type=JSON, headers=FOREVER)
        packed = {**FOREVER, "Content-Encoding": "br"}
        return Response(self.packed, media_type=JSON, headers=packed)


def _frozen(request: Request, wave: str) -> tuple[Frozen, Frozen, bytes]:
    """Manifest, questionnaire and the manifest's signature, kept in memory."""
    kept: dict[str, tuple[Frozen, Frozen, bytes]] = request.app.state.__dict__.setdefault(
        "frozen", {}
    )
    if wave not in kept:
        engine = request.app.state.engines["published_reader"]
        with transaction(engine, PublishedSession) as session:
            found = session.scalars(
                select(WaveManifest).where(WaveManifest.wave_id == wave)
            ).first()
        if found is None:
            raise NotFound
        kept[wave] = (
            Frozen.of(found.manifest),
            Frozen.of(found.questionnaire),
            found.signature,
        )
    return kept[wave]
