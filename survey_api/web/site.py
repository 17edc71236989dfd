"""Serves the answer page: one document, its scripts and nothing else, under strict headers.

The path of the document may hold an invitation's secret when a mail gateway rewrote ``#``,
so this module never logs, and puts no path into an error.
"""

import base64
import gzip
import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import brotli
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from survey_api import languages
from survey_api.credentials.client_list import listed
from survey_api.credentials.encoding import b64u
from survey_api.settings import Settings
from survey_api.web.client import (
    DOCUMENT,
    TYPES,
    client_files,
    import_map,
    integrity,
    modules,
)

_LAZY: Final = (
    "/receipts.js",
    "screens/receipt.js",
    "screens/saved.js",
    "vendor/ed25519.js",
    "vendor/lean-qr.js",
)
_ATTRIBUTES: Final = {"page_integrity": "page.js", "style_integrity": "style.css"}
_PLACE: Final = re.compile(r"\{\{([\w.]+)\}\}")
_HEADERS: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class Served:
    """One file as it leaves, in every encoding, built once."""

    media_type: str
    plain: bytes
    brotli: bytes
    gzip: bytes
    etag: str
    cache: str

    @classmethod
    def of(cls, name: str, plain: bytes) -> "Served":
        """Compress as hard as possible: it happens once in the life of a process."""
        return cls(
            media_type=TYPES[Path(name).suffix],
            plain=plain,
            brotli=brotli.compress(plain, quality=11),
            gzip=gzip.compress(plain, 9, mtime=0),
            etag=b64u(hashlib.sha256(plain).digest()[:16]),
            cache="no-cache",
        )

    def reply(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The smallest encoding the browser takes, or 304 when it has these bytes."""
        every = {**headers, "Cache-Control": self.cache}
        encoding, body = self._encoded(request.headers.get("accept-encoding", ""))
        if encoding:
            every["Content-Encoding"] = encoding
        if self.cache != "no-store":
            every["ETag"] = f'W/"{self.etag}"'
            if self.etag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=every)
        return Response(body, headers=every, media_type=self.media_type)

    def _encoded(self, accepted: str) -> tuple[str, bytes]:
        offers = {part.split(";")[0].strip() for part in accepted.lower().split(",")}
        if "br" in offers:
            return "br", self.brotli
        return ("gzip", self.gzip) if "gzip" in offers else ("", self.plain)


def survey_site(app: Starlette, settings: Settings) -> None:
    """Give the survey origin ``/w/…`` (the document) and ``/answer/…`` (its files)."""
    headers = _HEADERS | {"Content-Security-Policy": content_security_policy(settings.ballot_url)}
    if settings.survey_url.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    documents = {language: _document(settings, language) for language in languages.known()}
    files = {name: Served.of(name, body) for name, body in client_files().items()}
    served = {language: one.plain for language, one in documents.items()}
    digests = Served.of("client.json", listed(client_files(), served).encode())

    async def document(request: Request) -> Response:
        wanted = languages.asked_for(request.headers.get("accept-language", ""))
        return documents[wanted].reply(request, headers)

    async def file(request: Request) -> Response:
        found = files.get(request.path_params["name"])
        if found is None or request.path_params["name"] == DOCUMENT:
            return Response(status_code=404, headers=headers)
        return found.reply(request, headers)

    async def client(request: Request) -> Response:
        return digests.reply(request, headers)

    app.router.routes += [
        Route("/w/client.json", client, methods=["GET"], include_in_schema=False),
        Route("/w/{link:path}", document, methods=["GET"], include_in_schema=False),
        Route("/answer/{name:path}", file, methods=["GET"], include_in_schema=False),
    ]


def content_security_policy(ballot_url: str) -> str:
    """No script, style or connection but our own and the ballot box; no markup from strings.
    The one inline script is the map of digests, named by its own digest."""
    inline = base64.b64encode(hashlib.sha256(import_map().encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self' 'sha256-{inline}'; "
        "style-src 'self'; img-src 'self'; "
        f"connect-src 'self' {ballot_url}; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _document(settings: Settings, language: str) -> Served:
    texts = languages.texts(language, "answer")
    words = {
        **texts,
        "lang": language,
        "direction": languages.direction(language),
        "app": settings.app_url.rstrip("/"),
        "ballots": settings.ballot_url,
        "organisation": settings.organisation,
        "help": settings.help_contact,
        "report": settings.report_contact,
        "help_or_ask": settings.help_contact or texts["contacts.ask_sender"],
        "report_or_ask": settings.report_contact or texts["contacts.report_unknown"],
    }
    template = client_files()[DOCUMENT].decode()
    filled = _PLACE.sub(lambda place: _fill(place[1], words), template)
    return replace(Served.of(DOCUMENT, filled.encode()), cache="no-store")


def _fill(name: str, words: Mapping[str, str]) -> str:
    if name in _ATTRIBUTES:
        return integrity(client_files()[_ATTRIBUTES[name]])
    markup = {"importmap": _import_map, "languages": _languages, "preloads": _preloads}
    return markup[name]() if name in markup else html.escape(words[name])


def _import_map() -> str:
    return f'<script type="importmap">{import_map()}</script>'


def _languages() -> str:
    """Every language under its own name, for the switch in the head of the page; the digest
    of its texts is checked by the browser."""
    return "".join(
        f'<option value="{one}" lang="{one}" data-direction="{languages.direction(one)}" '
        f'data-integrity="{integrity(client_files()[f"messages/{one}.json"])}">'
        f"{html.escape(languages.own_name(one))}</option>"
        for one in languages.known()
    )


def _preloads() -> str:
    """The digest stands here again for browsers that know no digests in the map."""
    return "\n".join(
        f'<link rel="modulepreload" href="{place}" integrity="{digest}">'
        for place, digest in modules().items()
        if not place.endswith(_LAZY)
    )
