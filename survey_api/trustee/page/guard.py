"""Lets in only the browser that was opened with the address: host, token and origin are checked.

Another site cannot know the token; a name that was made to point at this machine fails at the
host; a form that another page submits fails at the origin.
"""

import hmac
import secrets
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=()",
}
LARGEST_FORM = 100_000


@dataclass(frozen=True)
class Address:
    """Where the page is; ``token`` is new for each start."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def origin(self) -> str:
        """As the browser names it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """What the browser is opened with."""
        return f"{self.origin}/{self.token}/"


@dataclass(frozen=True)
class Guard:
    """In front of everything."""

    app: ASGIApp
    address: Address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is ours; anything else gets 404 and learns nothing."""
        if scope["type"] == "http" and not self._is_ours(scope):
            await PlainTextResponse("Not found", 404, HEADERS)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers = {
            name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        given = scope["path"].split("/")[1]
        has_token = hmac.compare_digest(given.encode(), self.address.token.encode())
        is_here = headers.get("host") == f"127.0.0.1:{self.address.port}"
        is_small = headers.get("content-length", "0").isdecimal() and (
            int(headers.get("content-length", "0")) <= LARGEST_FORM
        )
        asks_only = scope["method"] in {"GET", "HEAD"}
        return (
            has_token
            and is_here
            and is_small
            and (asks_only or headers.get("origin") == self.address.origin)
        )
