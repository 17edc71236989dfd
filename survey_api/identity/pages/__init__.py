"""The sign-in pages: small, server-rendered, under a policy that allows nothing foreign."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from survey_api import languages
from survey_api.errors import NotFound, SafeToSayError
from survey_api.identity.wording import templates

HERE = Path(__file__).parent
HOME = "/dashboard/"
LANGUAGE_COOKIE, A_YEAR = "safetosay_language", 365 * 86_400
THEME_COOKIE, THEMES = "safetosay_theme", {"light": "light", "dark": "dark"}
PATHS = {"sign-in": "/sign-in", "link": "/sign-in/link"}
ASSETS = {"sign-in.css": "text/css", "link.js": "text/javascript"}
HEADERS = {
    "Content-Security-Policy": (
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
) -> Response:
    """One page in its reader's language: ``?lang=``, else the cookie, else the browser's."""
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
        )
    )
    reply = HTMLResponse(html, headers=HEADERS)
    if "lang" in request.query_params:
        _remember(reply, request, locale)
    return reply


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
