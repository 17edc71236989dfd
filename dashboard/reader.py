"""How the present reader wants to see it: language and theme, from cookies and the browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import parse_qs

from flask import Request

from dashboard import texts

LANGUAGE_COOKIE, THEME_COOKIE = "safetosay_language", "safetosay_theme"
THEME_HINT = "Sec-CH-Prefers-Color-Scheme"
LIGHT, DARK = "light", "dark"
_theme: ContextVar[str] = ContextVar("theme", default=LIGHT)


def language_of(request: Request, search: str = "") -> str:
    """``?lang=`` of the page's address, else the cookie, else what the browser asks for; a
    callback says in ``search`` what stands in the address."""
    asked = parse_qs(search).get("lang", [request.args.get("lang", "")])[0]
    given = (asked, request.cookies.get(LANGUAGE_COOKIE, ""))
    return texts.choose(*(one for one in given if one), *request.accept_languages.values())


def theme_of(request: Request) -> str:
    """The cookie, else what the browser says its owner prefers."""
    said = request.cookies.get(THEME_COOKIE) or request.headers.get(THEME_HINT, "").strip('"')
    return DARK if said == DARK else LIGHT


def theme() -> str:
    """The theme of the present reader."""
    return _theme.get()


@contextmanager
def reading(request: Request, search: str = "") -> Iterator[None]:
    """Everything inside is made for the reader of this request."""
    before = _theme.set(theme_of(request))
    try:
        with texts.speaking(language_of(request, search)):
            yield
    finally:
        _theme.reset(before)
