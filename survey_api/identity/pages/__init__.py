"""The sign-in pages: small, server-rendered, under a policy that allows nothing foreign."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from survey_api import languages
from survey_api.access import SESSION_COOKIE
from survey_api.errors import NotFound, SafeToSayError
from survey_api.identity.wording import templates

HERE = Path(__file__).parent
HOME = "/dashboard/"
SESSION_SECONDS = 12 * 3600
LANGUAGE_COOKIE, A_YEAR = "safetosay_language", 365 * 86_400
THEME_COOKIE, THEMES = "safetosay_theme", {"light": "light", "dark": "dark"}
PATHS = {"sign-in": "/sign-in", "link": "/sign-in/link"}
ASSETS = {"sign-in.css": "text/css", "link.js": "text/javascript"}
POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Accept-CH": "Sec-CH-Prefers-Color-Scheme",  # so that the first dashboard page has it too
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def page(
    request: Request,
    name: str,
    *,
    title: str = "title",
    next_: str = HOME,
    problem: SafeToSayError | None = None,
    leads_to: str = "",
    **given: str,
) -> Response:
    """One page in its reader's language: ``?lang=``, else the cookie, else the browser's.

    ``leads_to`` is one more origin that its form may lead to."""
    locale = language_of(request)
    texts = languages.texts(locale, "sign_in")
    html = (
        templates(HERE)
        .get_template(f"{name}.html")
        .render(
            texts=texts,
            title=texts[title],
            locale=locale,
            direction=languages.direction(locale),
            theme=THEMES.get(request.cookies.get(THEME_COOKIE, "")),
            languages=_switches(name, safe_path(next_), locale),
            organisation=request.app.state.settings.organisation,
            next=safe_path(next_),
            message=_sentence(problem, texts),
            has_company=bool(request.app.state.settings.oidc_issuer),
            **given,
        )
    )
    policy = HEADERS[POLICY].replace("form-action 'self'", f"form-action 'self' {leads_to}".strip())
    reply = HTMLResponse(html, headers={**HEADERS, POLICY: policy})
    if "lang" in request.query_params:
        _remember(reply, request, locale)
    return reply


def refused(request: Request, refusal: SafeToSayError, next_: str) -> Response:
    """The sign-in page again with a sentence."""
    reply = page(request, "sign-in", next_=next_, problem=refusal)
    reply.status_code = refusal.status
    return reply


def signed_in(request: Request, cookie: str, next_: str) -> Response:
    """Set the session's cookie and go on; only to a path of this origin."""
    reply = RedirectResponse(safe_path(next_), status_code=303)
    keep_signed_in(request, reply, cookie)
    return reply


def keep_signed_in(request: Request, reply: Response, cookie: str) -> None:
    """The cookie of a session, until the browser is told otherwise or 12 hours are over."""
    reply.set_cookie(
        SESSION_COOKIE,
        cookie,
        max_age=SESSION_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.app.state.settings.app_url.startswith("https:"),
    )
    reply.headers["Cache-Control"] = "no-store"


def language_of(request: Request) -> str:
    """The language this reader chose, or their browser asks for."""
    given = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    header = request.headers.get("accept-language", "")
    return languages.choose(given) if given else languages.asked_for(header)


def _switches(name: str, next_: str, locale: str) -> list[dict[str, str]]:
    """The other languages as plain links to the same page."""
    path = PATHS.get(name, PATHS["sign-in"])
    return [
        {
            "code": one,
            "name": languages.own_name(one),
            "href": f"{path}?{urlencode({'lang': one, 'next': next_})}",
        }
        for one in languages.known()
        if one != locale
    ]


def _sentence(problem: SafeToSayError | None, texts: Mapping[str, str]) -> str:
    """What went wrong, in the reader's language where we have the words."""
    if problem is None:
        return ""
    kind = problem.problem()["type"].rpartition(":")[2].replace("-", "_")
    return texts.get(f"problem.{kind}", problem.detail)


def _remember(reply: Response, request: Request, locale: str) -> None:
    reply.set_cookie(
        LANGUAGE_COOKIE,
        locale,
        max_age=A_YEAR,
        path="/",
        samesite="lax",
        secure=request.app.state.settings.app_url.startswith("https:"),
    )


def asset(name: str) -> Response:
    """A style sheet or script of these pages; raises ``NotFound``."""
    if name not in ASSETS:
        raise NotFound
    content = (HERE / "assets" / name).read_bytes()
    headers = {"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=ASSETS[name], headers=headers)


def safe_path(next_: str) -> str:
    """``next_`` if it is a path of this origin, else the dashboard: no open redirect."""
    is_path = next_.startswith("/") and not next_.startswith("//")
    is_plain = next_.isascii() and next_.isprintable() and "\\" not in next_
    parts = urlsplit(next_) if is_path and is_plain else None
    return HOME if parts is None or parts.scheme or parts.netloc else next_
