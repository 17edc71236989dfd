"""The ballot service over HTTP: raw bytes in, constant replies out, nothing logged.

A bare ASGI application: no framework means no access log, no telemetry, no echo of a body.
It reads one header, the length.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlsplit

import uvicorn

from survey_api import metrics, watching
from survey_api.ballots import refusals
from survey_api.ballots.budget import Budget
from survey_api.ballots.process import Process
from survey_api.errors import SafeToSayError
from survey_api.settings import Settings

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

log = logging.getLogger("survey_api.ballots")
READ_SECONDS: Final = 60
PROBLEM: Final = b"application/problem+json"
BYTES: Final = b"application/octet-stream"
_NEVER_CHANGES: Final = b"public, max-age=31536000, immutable"
_KINDS: Final = {"log": BYTES, "history": BYTES, "checkpoint": b"application/json"}


class Service:
    """Routes requests to the box of one process."""

    def __init__(self, settings: Settings) -> None:
        self._process = Process(settings)
        self._settings = settings
        self._budget = Budget()
        home = urlsplit(settings.survey_url)
        self._headers: list[Header] = [
            (b"access-control-allow-origin", f"{home.scheme}://{home.netloc}".encode()),
            (b"x-content-type-options", b"nosniff"),
        ]

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        try:
            status, kind, body = await self._route(scope, receive)
        except SafeToSayError as refusal:
            status, kind, body = refusal.status, PROBLEM, _problem(type(refusal))
        except Exception as error:
            metrics.FAULTS.labels("ballots").inc()
            log.warning("A request failed inside the ballot service (%s).", type(error).__name__)
            status, kind, body = 500, PROBLEM, _problem(refusals.Broken)
        headers = [(b"content-type", kind), *_caching(kind, status, body), *self._headers]
        headers.append((b"content-length", b"%d" % len(body)))
        if status >= 400:
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _route(self, scope: dict[str, Any], receive: Receive) -> tuple[int, bytes, bytes]:
        place, *rest = scope["path"].removeprefix("/").split("/")
        if place == "cast" and len(rest) == 1:
            if scope["method"] != "POST":
                raise refusals.MethodRefused
            return 202, BYTES, await self._cast(rest[0], scope, receive)
        if scope["method"] not in {"GET", "HEAD"}:
            raise refusals.MethodRefused
        return await self._public(place, rest)

    async def _public(self, place: str, rest: list[str]) -> tuple[int, bytes, bytes]:
        if place == "healthz" and not rest:
            return 200, b"text/plain", b"ok"
        if place == "readyz" and not rest:
            return _readiness(self._process.missing())
        if place in _KINDS and len(rest) == 1:
            return 200, _KINDS[place], await self._process.published(place, rest[0])
        if place == "log" and len(rest) == 2:
            return 200, BYTES, await self._process.leaf_list(*rest)
        raise refusals.WaveUnknown

    async def _cast(self, wave: str, scope: dict[str, Any], receive: Receive) -> bytes:
        self._budget.spend(asyncio.get_running_loop().time())
        await self._process.meet(wave)
        size = self._process.box.check_size(wave, _announced(scope["headers"]))
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await _read(receive, size)
        except TimeoutError:
            raise refusals.SentTooSlowly from None
        return await self._process.box.cast(wave, body)

    def _watch(self) -> None:
        chosen = self._settings
        watching.watch(
            chosen.metrics_host, chosen.metrics_port, self._process.missing, part="ballots"
        )

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._process.start()
        except (SafeToSayError, OSError) as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        self._watch()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._process.stop()
        await send({"type": "lifespan.shutdown.complete"})


def create_ballot_app(settings: Settings) -> Application:
    """The ASGI application; its lifespan takes and leaves a spool folder."""
    return Service(settings)


def run_ballots(settings: Settings) -> None:
    """Serve until told to stop. uvicorn is told to write nothing about a request."""
    uvicorn.run(
        create_ballot_app(settings),
        host=settings.bind_host,
        port=settings.ballot_port,
        access_log=False,
        log_level="warning",
        log_config=None,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
    )


def _readiness(missing: list[str]) -> tuple[int, bytes, bytes]:
    """Whether a cast could be kept now; the database may be away for a while."""
    if missing:
        raise refusals.SpoolUnavailable
    return 200, b"text/plain", b"ready"


def _caching(kind: bytes, status: int, body: bytes) -> list[Header]:
    """What is published at the close never changes; a proxy may keep it, and compare it by its
    digest. Nothing else is kept anywhere."""
    if status != 200 or kind not in _KINDS.values():
        return [(b"cache-control", b"no-store")]
    digest = hashlib.sha256(body).hexdigest().encode()
    return [(b"cache-control", _NEVER_CHANGES), (b"etag", b'"%s"' % digest)]


def _announced(headers: list[Header]) -> int:
    length = next((value for name, value in headers if name == b"content-length"), b"")
    if not length.isdigit() or len(length) > 9:
        raise refusals.BallotWrongSize
    return int(length)


async def _read(receive: Receive, size: int) -> bytes:
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise refusals.BallotWrongSize
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"".join(parts)
    if len(body) != size:
        raise refusals.BallotWrongSize
    return body


_PROBLEMS: dict[type[SafeToSayError], bytes] = {}


def _problem(kind: type[SafeToSayError]) -> bytes:
    """The same bytes for the same refusal, always."""
    if kind not in _PROBLEMS:
        _PROBLEMS[kind] = json.dumps(kind().problem()).encode()
    return _PROBLEMS[kind]
