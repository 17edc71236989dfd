"""What every reply and every request of our origins goes through: headers, size, counting."""

import json
import re
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

from starlette.datastructures import MutableHeaders

from survey_api import metrics
from survey_api.access import Requires, declared_access
from survey_api.errors import TooLarge

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
MEGABYTE: Final = 1024 * 1024
LARGEST: Final = MEGABYTE
# Files that somebody in charge hands in; each is read by the route itself, with a limit there.
LARGER: Final[tuple[tuple[str, int], ...]] = (
    (r"/roster(/.*)?", 64 * MEGABYTE),
    (r"/earlier", 16 * MEGABYTE),
)
PLAIN: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Edge:
    """ASGI middleware: adds the headers a reply does not bring itself, ends a body that is too
    long, and counts what may be counted."""

    def __init__(self, app: Any, *, where: str, https: bool, largest: int = LARGEST) -> None:
        self.app, self.where, self.largest = app, where, largest
        hsts = {"Strict-Transport-Security": "max-age=31536000"} if https else {}
        self.headers = {**PLAIN, **hsts}

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = Body(receive, self._limit(scope["path"]))
        began, status = time.perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._complete(message)
            await send(message)

        try:
            if body.is_announced_too_long(scope["headers"]):
                await refuse(sent)
                return
            await self.app(scope, body.read, body.watched(sent))
        finally:
            _count(scope, self.where, status, time.perf_counter() - began)

    def _limit(self, path: str) -> int:
        larger = (limit for pattern, limit in LARGER if re.fullmatch(pattern, path))
        return next(larger, self.largest)

    def _complete(self, message: Message) -> None:
        message.setdefault("headers", [])
        headers = MutableHeaders(scope=message)
        for name, value in self.headers.items():
            headers.setdefault(name, value)


class Body:
    """The body of one request, no longer than ``limit``."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._limit = receive, limit
        self._n_bytes, self._is_refused = 0, False

    def is_announced_too_long(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """By its own word, before a byte is read."""
        said = next((value for name, value in headers if name == b"content-length"), b"0")
        return not said.isdigit() or int(said[:12]) > self._limit

    async def read(self) -> Message:
        """The next part; raises ``TooLarge`` at the first byte too many."""
        message = await self._receive()
        self._n_bytes += len(message.get("body", b""))
        if self._n_bytes > self._limit:
            self._is_refused = True
            raise TooLarge
        return message

    def watched(self, send: Send) -> Send:
        """Whatever the application makes of that error, 413 is what is said."""
        refused = False

        async def sent(message: Message) -> None:
            nonlocal refused
            if self._is_refused and message["type"] == "http.response.start":
                refused = True
                await refuse(send)
            elif not refused:
                await send(message)

        return sent


async def refuse(send: Send) -> None:
    """413, without having read the rest."""
    document = json.dumps(TooLarge().problem()).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", b"%d" % len(document)),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": TooLarge.status, "headers": headers})
    await send({"type": "http.response.body", "body": document})


def _count(scope: Any, where: str, status: int, seconds: float) -> None:
    """Of routes that need a role: which and how. Of all others: faults of ours only."""
    if status >= 500:
        metrics.FAULTS.labels(where).inc()
    route = scope.get("route")
    if any(isinstance(one, Requires) for one in _declared(route)):
        path = route.path
        metrics.REQUESTS.labels(scope["method"], path, metrics.outcome(status)).inc()
        metrics.SECONDS.labels(path).observe(seconds)


def _declared(route: Any) -> list[object]:
    return declared_access(route) if hasattr(route, "dependant") else []
