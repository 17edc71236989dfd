"""A port of each process's own, on loopback, that says how it is: /metrics, /healthz, /readyz."""

import json
import os
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from survey_api import __version__, metrics
from survey_api.errors import Unavailable

Missing = Callable[[], list[str]]
JSON: Final = "application/json"
PLACES: Final = ("api", "ballots", "dashboard", "worker")
ENOUGH_BYTES: Final = 16 * 1024 * 1024


class NotReady(Unavailable):
    """This process runs, but something it needs is not there yet."""


class PortTaken(Unavailable):
    """The port for figures is in use. Give each process on one machine a metrics port of its
    own, or 0 for none."""


def ready(missing: list[str]) -> dict[str, str]:
    """The reply of ``/readyz``; raises ``NotReady`` naming what is missing."""
    metrics.READY.set(not missing)
    if missing:
        raise NotReady(f"Not ready: {', '.join(sorted(missing))}.")
    return {"status": "ready"}


def short_of(folder: Path) -> list[str]:
    """What is wrong with a folder that a process writes to: gone, not writable, nearly full."""
    if not os.access(folder, os.W_OK):
        return [f"folder {folder.name}"]
    disk = os.statvfs(folder)
    metrics.ROOM_LEFT.set(10 * disk.f_bavail // max(disk.f_blocks, 1))
    return [] if disk.f_bavail * disk.f_frsize > ENOUGH_BYTES else [f"room for {folder.name}"]


def watch(host: str, base: int, missing: Missing, part: str) -> None:
    """Answer from a thread of its own until the process ends. Each part of a small installation
    has a port next to the others'; ``base`` 0 is none."""
    if not base:
        return
    metrics.UP.labels(part, __version__).set(1)
    port = base + PLACES.index(part)
    try:
        server = ThreadingHTTPServer((host, port), _answering(missing))
    except OSError as error:
        raise PortTaken from error
    threading.Thread(target=server.serve_forever, name="figures", daemon=True).start()


def _answering(missing: Missing) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = _reply(self.path, missing)
            self.send_response_only(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing about a request is written anywhere."""

    return Answer


def _reply(path: str, missing: Missing) -> tuple[int, str, bytes]:
    if path == "/healthz":
        return 200, JSON, b'{"status":"ok"}'
    if path not in {"/metrics", "/readyz"}:
        return 404, JSON, b"{}"
    try:
        said = ready(missing())
    except NotReady as error:
        if path == "/readyz":
            return error.status, "application/problem+json", json.dumps(error.problem()).encode()
        said = {}
    return (200, metrics.KIND, metrics.page()) if path == "/metrics" else (
        200, JSON, json.dumps(said).encode()
    )  # fmt: skip
