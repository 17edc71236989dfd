"""The sign-in pages: small, server-rendered, under a policy that allows nothing foreign."""

from pathlib import Path
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from survey_api import languages
from survey_api.errors import NotFound
from survey_api.identity.wording import templates

HERE = Path(__file__).parent
HOME = "/dashboard/"
ASSETS = {"sign-in.css": "text/css", "link.js": "text/javascript"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def page(
    request: Request, name: str, *, title: str = "title", next_: str = HOME, message: str = ""
) -> Response:
    """One page in the language its reader's browser asks for."""
    locale = languages.asked_for(request.headers.get("accept-language", ""))
    texts = languages.texts(locale, "sign_in")
    html = (
        templates(HERE)
        .get_template(f"{name}.html")
        .render(
            texts=texts,
            title=texts[title],
            locale=locale,
            direction=languages.direction(locale),
            organisation=request.app.state.settings.organisation,
            next=safe_path(next_),
            message=message,
        )
    )
    return HTMLResponse(html, headers=HEADERS)


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
