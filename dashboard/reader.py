"""How the present reader wants to see it: language and theme, from cookies and the browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import Request

from dashboard import texts

LANGUAGE_COOKIE, THEME_COOKIE = "safetosay_language", "safetosay_theme"
THEME_HINT = "Sec-CH-Prefers-Color-Scheme"
LIGHT, DARK = "light", "dark"
_theme: ContextVar[str] = ContextVar("theme", default=LIGHT)


def language_of(request: Request) -> str:
    """``?lang=``, else the cookie, else what the browser asks for."""
    given = (request.args.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, ""))
    return texts.choose(*(one for one in given if one), *request.accept_languages.values())


def theme_of(request: Request) -> str:
    """The cookie, else what the browser says its owner prefers."""
    said = request.cookies.get(THEME_COOKIE) or request.headers.get(THEME_HINT, "").strip('"')
    return DARK if said == DARK else LIGHT


def theme() -> str:
    """The theme of the present reader."""
    return _theme.get()


@contextmanager
def reading(request: Request) -> Iterator[None]:
    """Everything inside is made for the reader of this request."""
    before = _theme.set(theme_of(request))
    try:
        with texts.speaking(language_of(request)):
            yield
    finally:
        _theme.reset(before)
