"""Composition root: the app origin's API and the survey origin, each proven before it starts."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.telemetry import TelemetryConfig
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from survey_api import __version__, languages, watching
from survey_api.access import Public, prove_access_declared
from survey_api.actions.commitment_routes import router as commitments
from survey_api.actions.guidance_routes import router as guidance
from survey_api.actions.routes import router as actions
from survey_api.catalogue.routes import admin as catalogue_admin
from survey_api.catalogue.routes import survey as catalogue_survey
from survey_api.conduct import readiness
from survey_api.conduct.account_routes import router as account
from survey_api.conduct.approval_routes import router as approvals
from survey_api.conduct.comment_routes import router as comment_desk
from survey_api.conduct.earlier_routes import router as earlier
from survey_api.conduct.instrument_routes import router as instrument_desk
from survey_api.conduct.mail_routes import router as mails
from survey_api.conduct.notices.routes import router as notices
from survey_api.conduct.people_routes import router as people
from survey_api.conduct.person_routes import router as persons
from survey_api.conduct.provisioning.desk_routes import router as provisioning_desk
from survey_api.conduct.provisioning.messages import nowhere
from survey_api.conduct.provisioning.naming import HERE
from survey_api.conduct.provisioning.routes import router as provisioning
from survey_api.conduct.record_routes import router as record
from survey_api.conduct.roles_routes import router as roles
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.routes import router as conduct
from survey_api.conduct.schedule_routes import router as schedules
from survey_api.conduct.settings_routes import router as settings_desk
from survey_api.conduct.site_routes import router as sites
from survey_api.described import describe
from survey_api.edge import PLAIN, Edge
from survey_api.errors import DatabaseAway, NotFound, SafeToSayError, ValueUnstorable
from survey_api.identity import issue_routes, provisioning_tokens
from survey_api.identity.csrf import same_origin
from survey_api.identity.oidc.routes import router as company
from survey_api.identity.pages import LANGUAGE_COOKIE
from survey_api.identity.routes import router as identity
from survey_api.identity.sign_in import viewer_of
from survey_api.identity.viewers import needing
from survey_api.published.comment_routes import router as comments
from survey_api.published.erasure_routes import router as erasure
from survey_api.published.report_routes import router as reports
from survey_api.published.routes import router as published
from survey_api.published.statement_routes import router as statement
from survey_api.settings import Settings
from survey_api.web.site import survey_site

log = logging.getLogger(__name__)
SILENT = TelemetryConfig(tracing=False, metrics=False, logs=False)
PROBLEM = "application/problem+json"
SURVEY_BYTES = 64 * 1024
AWAY: tuple[type[Exception], ...] = (OperationalError, InterfaceError, PoolTimeout)
UNSTORABLE: tuple[type[Exception], ...] = (DataError, OverflowError, UnicodeEncodeError)
OF_THE_APP = (
    identity,
    company,
    account,
    published,
    comments,
    comment_desk,
    reports,
    actions,
    commitments,
    guidance,
    catalogue_admin,
    instrument_desk,
    sites,
    earlier,
    conduct,
    schedules,
    settings_desk,
    mails,
    notices,
    people,
    persons,
    record,
    approvals,
    roles,
    provisioning,
    provisioning_desk,
)


def create_app(settings: Settings, rooms: Rooms | None = None) -> FastAPI:
    """The app origin: everything behind sign-in. Raises when a route declares no access."""
    app = _bare("Safe to Say", settings, rooms or Rooms(settings))
    app.router.dependencies.append(Depends(same_origin))
    for router in (*OF_THE_APP, _health()):
        app.include_router(router)
    app.state.viewer_of = viewer_of(
        app.state.rooms.identity_engine, app.state.rooms.reader_engine, needing(settings)
    )
    app.state.program_of = partial(provisioning_tokens.shown, app.state.rooms.identity_engine)
    app.add_middleware(Edge, where="app", https=settings.app_url.startswith("https:"))
    describe(app)
    prove_access_declared(app)
    return app


def create_survey_app(settings: Settings, rooms: Rooms | None = None) -> FastAPI:
    """The survey origin: answer page, manifest, questionnaire and token issuing; no cookie."""
    app = _bare("Safe to Say survey", settings, rooms or Rooms(settings), docs=False)
    app.include_router(catalogue_survey)
    app.include_router(statement)
    app.include_router(erasure)
    app.include_router(issue_routes.router)
    app.include_router(_health())
    https = settings.survey_url.startswith("https:")
    app.add_middleware(Edge, where="survey", https=https, largest=SURVEY_BYTES)
    prove_access_declared(app)
    survey_site(app, settings)
    return app


def _bare(title: str, settings: Settings, rooms: Rooms, *, docs: bool = True) -> FastAPI:
    app = FastAPI(
        title=title,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if docs else None,
        telemetry=SILENT,
        lifespan=_closing(rooms),
    )
    languages.use(settings.languages_dir)
    app.state.settings = settings
    app.state.rooms = rooms
    app.state.engines = {
        "identity": rooms.identity_engine,
        "published": rooms.published_engine,
        "published_reader": rooms.reader_engine,
    }
    app.add_exception_handler(SafeToSayError, _problem)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _plain)
    for kind in UNSTORABLE:
        app.add_exception_handler(kind, _unstorable)
    for kind in AWAY:
        app.add_exception_handler(kind, _away)
    app.add_exception_handler(Exception, _unexpected)
    return app


def _closing(rooms: Rooms) -> Any:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        rooms.dispose()

    return lifespan


def _health() -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/healthz", dependencies=[Depends(Public())])
    def healthz() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz", dependencies=[Depends(Public())])
    def readyz(request: Request) -> dict[str, str]:
        """Everything that it needs is there."""
        return watching.ready(readiness.of_api(request.app.state.rooms))

    return router


def _refused(request: Request, document: dict[str, Any], status: int) -> Response:
    """A problem document (RFC 9457) in the reader's language: the one chosen on the dashboard,
    else the browser's."""
    asked = languages.asked_for(request.headers.get("accept-language", ""))
    locale = languages.choose(request.cookies.get(LANGUAGE_COOKIE) or asked)
    document["detail"] = languages.refusal(locale, document["detail"])
    return JSONResponse(document, status_code=status, media_type=PROBLEM)


async def _problem(request: Request, error: Exception) -> Response:
    known = error if isinstance(error, SafeToSayError) else SafeToSayError()
    return _refused(request, known.problem(), known.status)


async def _unreadable(request: Request, error: Exception) -> Response:
    """A 422 that says where and why, never what was sent."""
    details = error.errors() if isinstance(error, RequestValidationError) else []
    document = {
        "type": "urn:safe-to-say:problem:unreadable-request",
        "title": "Unreadable request",
        "status": 422,
        "detail": "Some fields are missing or of the wrong kind; see errors.",
        "errors": [
            {"where": ".".join(map(str, one["loc"])), "what": one["type"]} for one in details
        ],
    }
    return _refused(request, document, 422)


async def _plain(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if request.url.path.startswith(HERE):
        return nowhere(status)
    document = NotFound().problem() if status == 404 else {
        "type": "about:blank", "title": "The request was refused", "status": status,
        "detail": "This address does not accept that kind of request.",
    }  # fmt: skip
    return _refused(request, document, status)


async def _unstorable(request: Request, _error: Exception) -> Response:
    """Databases and drivers refuse such values in ways of their own; what is said is the same."""
    return await _problem(request, ValueUnstorable())


async def _away(request: Request, error: Exception) -> Response:
    """The database's own words may quote what was sent; its kind of error says enough."""
    log.error("The database did not do what was asked (%s)", type(error).__name__)
    return await _problem(request, DatabaseAway())


async def _unexpected(_request: Request, _error: Exception) -> Response:
    document = SafeToSayError().problem()
    return JSONResponse(document, status_code=500, media_type=PROBLEM, headers=PLAIN)
