"""The company's sign-in, and the way from it into a survey. On the app origin."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response
from fastapi.responses import RedirectResponse

from survey_api.access import SESSION_COOKIE, Public
from survey_api.errors import NotFound, SafeToSayError
from survey_api.identity import pages, sign_in
from survey_api.identity.csrf import same_origin
from survey_api.identity.database import Identity
from survey_api.identity.fields import Fields
from survey_api.identity.oidc import entry, signing
from survey_api.identity.oidc.attempt import Attempt
from survey_api.identity.oidc.provider import RETURN_PATH, Provider
from survey_api.identity.routes import CurrentCookie

ATTEMPT_COOKIE, NEXT_COOKIE, ATTEMPT_SECONDS = "safetosay_company", "safetosay_next", 600
router = APIRouter(tags=["sign-in"], include_in_schema=False)
READ, WRITE = [Depends(Public())], [Depends(Public()), Depends(same_origin)]


def provider_of(request: Request) -> Provider:
    """This process's view of the provider; raises ``NotFound`` where none is set up."""
    if not request.app.state.settings.oidc_issuer:
        raise NotFound
    found: Provider | None = getattr(request.app.state, "provider", None)
    if found is None:
        found = request.app.state.provider = Provider(request.app.state.settings)
    return found


Company = Annotated[Provider, Depends(provider_of)]
AttemptCookie = Annotated[str | None, Cookie(alias=ATTEMPT_COOKIE)]
NextCookie = Annotated[str, Cookie(alias=NEXT_COOKIE)]


@router.get("/sign-in/company", dependencies=READ)
def begin(request: Request, company: Company, next: str = pages.HOME) -> Response:
    """Send the browser to the company's sign-in."""
    attempt = Attempt.fresh()
    try:
        reply = RedirectResponse(company.begin(attempt), status_code=303)
    except SafeToSayError as refusal:
        return pages.refused(request, refusal, next)
    for name, value in ((ATTEMPT_COOKIE, attempt.cookie), (NEXT_COOKIE, pages.safe_path(next))):
        _set(request, reply, name, value)
    return reply


@router.get(RETURN_PATH, dependencies=READ)
def finish(
    request: Request,
    session: Identity,
    company: Company,
    code: str = "",
    state: str = "",
    begun: AttemptCookie = None,
    next_: NextCookie = pages.HOME,
) -> Response:
    """Come back from it: one code, one attempt, one session."""
    try:
        cookie = signing.sign_in_by_code(session, company, Attempt.read(begun), code, state)
    except SafeToSayError as refusal:
        return pages.refused(request, refusal, next_)
    reply = pages.signed_in(request, cookie, next_)
    for name in (ATTEMPT_COOKIE, NEXT_COOKIE):
        reply.delete_cookie(name, path="/sign-in/company")
    return reply


@router.get(sign_in.COMPANY_OUT, dependencies=READ)
def sign_out(company: Company) -> Response:
    """End the browser's session with the provider too, where it offers that."""
    return RedirectResponse(company.sign_out_address() or "/sign-in", status_code=303)


@router.post("/sign-in/company/logout", dependencies=READ)
def log_out(session: Identity, company: Company, fields: Fields) -> Response:
    """The provider says that somebody's sessions end (Back-Channel Logout 1.0)."""
    signing.log_out(session, company, fields["logout_token"])
    return Response(status_code=200, headers={"Cache-Control": "no-store"})


@router.get("/enter/{wave}", dependencies=READ)
def show_entry(
    request: Request, session: Identity, company: Company, wave: str, cookie: CurrentCookie = None
) -> Response:
    """Who you are was proved; the next click forgets it."""
    if request.app.state.viewer_of(cookie) is None:
        return RedirectResponse(f"/sign-in/company?next=/enter/{wave}", status_code=303)
    return entry.page(request, wave)


@router.post("/enter/{wave}", dependencies=WRITE)
def enter(
    request: Request, session: Identity, company: Company, wave: str, cookie: CurrentCookie = None
) -> Response:
    """Hand the link over once and end the session."""
    viewer = request.app.state.viewer_of(cookie)
    try:
        address = entry.address(session, request.app.state.settings, wave, viewer)
    except SafeToSayError as refusal:
        return pages.refused(request, refusal, pages.HOME)
    sign_in.revoke(session, cookie)
    reply = RedirectResponse(address, status_code=303, headers=entry.HEADERS)
    reply.delete_cookie(SESSION_COOKIE, path="/")
    return reply


def _set(request: Request, reply: Response, name: str, value: str) -> None:
    reply.set_cookie(
        name,
        value,
        max_age=ATTEMPT_SECONDS,
        path="/sign-in/company",
        httponly=True,
        samesite="lax",
        secure=request.app.state.settings.app_url.startswith("https:"),
    )
