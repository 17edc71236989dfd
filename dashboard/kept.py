"""Pages that were made, kept as they leave; each is shown only after a fresh look at the API.

The key holds everything a page depends on: the viewer's rights, what is published, the day,
the address, language and theme. Whatever changes makes another key, so nothing is ever stale.
"""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import brotli
from flask import Flask, Response, g, request

from dashboard.reader import language_of, theme_of

MOST_BYTES = 96 * 1024 * 1024
QUALITY = 4
CALLBACK = "_dash-update-component"


@dataclass
class Kept:
    """Bytes by key, the longest unused forgotten first; shared by all threads."""

    most: int = MOST_BYTES
    pages: OrderedDict[str, tuple[bytes, str]] = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, key: str) -> tuple[bytes, str] | None:
        """Compressed bytes and their media type."""
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def put(self, key: str, packed: bytes, kind: str) -> None:
        """Keep one page."""
        with self.lock:
            if key not in self.pages:
                self.size += len(packed)
            self.pages[key] = (packed, kind)
            while self.size > self.most:
                _, (gone, _) = self.pages.popitem(last=False)
                self.size -= len(gone)


def keep_pages(server: Flask, prefix: str) -> None:
    """Answer for pages and callbacks from what was kept, after ``g.looked`` was asked for."""
    kept = Kept()

    @server.before_request
    def known() -> Response | None:
        if "br" not in request.headers.get("Accept-Encoding", "") or not _is_page(prefix):
            return None
        looked = g.get("looked")
        if looked is None:
            return None
        g.kept_key = _key(looked)
        found = kept.get(g.kept_key)
        return _reply(*found) if found else None

    @server.after_request
    def keep(reply: Response) -> Response:
        key = g.pop("kept_key", None)
        if key is None or reply.status_code != 200 or "Content-Encoding" in reply.headers:
            return reply
        if g.pop("unsure", False):
            return reply
        packed = brotli.compress(reply.get_data(), quality=QUALITY)
        kept.put(key, packed, reply.content_type)
        reply.set_data(packed)
        reply.headers["Content-Encoding"] = "br"
        return reply


def _is_page(prefix: str) -> bool:
    if request.method == "POST":
        return request.path == prefix + CALLBACK
    return request.method == "GET" and not request.path.startswith(
        (f"{prefix}_", f"{prefix}assets")
    )


def _key(looked: bytes) -> str:
    said: list[Any] = [request.full_path, language_of(request), theme_of(request)]
    if request.method == "POST":
        asked = request.get_json(silent=True) or {}
        said = [asked.get("output"), asked.get("inputs"), *said[1:]]
    return hashlib.sha256(looked + json.dumps(said).encode()).hexdigest()


def _reply(packed: bytes, kind: str) -> Response:
    return Response(packed, content_type=kind, headers={"Content-Encoding": "br"})
