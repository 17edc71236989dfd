"""Signing in and out, on the app origin."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from survey_api.access import SESSION_COOKIE, Public
from survey_api.errors import SafeToSayError, TooMany, Unauthenticated
from survey_api.identity import pages, sign_in
from survey_api.identity.csrf import same_origin
from survey_api.identity.database import Identity
from survey_api.identity.fields import Fields, SmallFields
from survey_api.identity.second_step import Given

READ = [Depends(Public())]
WRITE = [Depends(Public()), Depends(same_origin)]
router = APIRouter(tags=["sign-in"], include_in_schema=False)
CurrentCookie = Annotated[str | None, Cookie(alias=SESSION_COOKIE)]


@router.get("/sign-in", dependencies=READ)
def show_sign_in(request: Request, next: str = pages.HOME) -> Response:
    """The page with both ways to sign in."""
    return pages.page(request, "sign-in", next_=next)


@router.post("/sign-in", dependencies=WRITE)
def sign_in_by_password(request: Request, fields: Fields) -> Response:
    """Sign in with a password: a form is sent on to ``next``, JSON gets 204."""
    engine = request.app.state.engines["identity"]
    try:
        cookie = sign_in.sign_in(
            engine, fields["email"], fields["password"], _second(request, fields)
        )
    except (Unauthenticated, TooMany) as refusal:
        return refused(request, fields, refusal, "sign-in")
    return signed_in(request, fields, cookie)


@router.get("/sign-in/link", dependencies=READ)
def show_link(request: Request, next: str = pages.HOME) -> Response:
    """The page of a mailed link. It does nothing by itself."""
    return pages.page(request, "link", title="link_title", next_=next)


@router.post("/sign-in/link", dependencies=WRITE)
def sign_in_by_link(request: Request, session: Identity, fields: Fields) -> Response:
    """Spend a mailed link."""
    try:
        cookie = sign_in.sign_in_by_link(session, fields["secret"], _second(request, fields))
    except (Unauthenticated, TooMany) as refusal:
        return refused(request, fields, refusal, "sign-in")
    return signed_in(request, fields, cookie)


@router.post("/sign-in/request-link", dependencies=WRITE)
def request_link(request: Request, session: Identity, fields: Fields) -> Response:
    """Mail a link; says the same whether or not the address is known."""
    try:
        sign_in.request_link(session, fields["email"])
    except TooMany as refusal:
        return refused(request, fields, refusal, "sign-in")
    if fields.is_json:
        return Response(status_code=204)
    return pages.page(request, "sent", title="link_sent_title")


@router.post("/sign-out", dependencies=WRITE)
def sign_out(request: Request, session: Identity, cookie: CurrentCookie = None) -> Response:
    """End this session, on the server too; one that began at the company's sign-in goes on there,
    so that it ends as well."""
    then = sign_in.way_out(session, cookie)
    is_asked = "application/json" in request.headers.get("accept", "")
    reply = JSONResponse({"then": then}) if is_asked else RedirectResponse(then, status_code=303)
    sign_in.revoke(session, cookie)
    reply.delete_cookie(SESSION_COOKIE, path="/")
    return reply


@router.get("/sign-in/assets/{name}", dependencies=READ)
def show_asset(name: str) -> Response:
    """The style sheet and the script of these pages."""
    return pages.asset(name)


def signed_in(request: Request, fields: SmallFields, cookie: str) -> Response:
    """Set the cookie and go on; only to a path of this origin."""
    reply: Response = RedirectResponse(pages.safe_path(fields["next"]), status_code=303)
    if fields.is_json:
        reply = Response(status_code=204)
    pages.keep_signed_in(request, reply, cookie)
    return reply


def refused(request: Request, fields: SmallFields, refusal: SafeToSayError, name: str) -> Response:
    """The page again with a sentence, or a problem document for programs."""
    if fields.is_json:
        media_type = "application/problem+json"
        return JSONResponse(refusal.problem(), refusal.status, media_type=media_type)
    return pages.refused(request, refusal, fields["next"])


def _second(request: Request, fields: SmallFields) -> Given:
    return Given(fields["second"], request.app.state.settings.keys_dir / "identity.key")
