"""Static files: the small Plotly bundle in place of the full one, compressed once, kept."""

import mimetypes
from functools import cache
from pathlib import Path

import brotli
from flask import Flask, Response, request

ASSETS = Path(__file__).parent / "assets"
CARTESIAN = ASSETS / "vendor" / "plotly-cartesian.min.js"
FULL_BUNDLE = "plotly.min.js"
QUALITY = 5


def serve_cartesian(server: Flask, prefix: str) -> None:
    """Answer requests for the full Plotly bundle (4.8 MB) with the cartesian one (1.5 MB)."""

    @server.before_request
    def cartesian() -> Response | None:
        inside = request.path.startswith(prefix + "_dash-component-suites/plotly/")
        if not inside or not request.path.endswith(FULL_BUNDLE):
            return None
        accepts = "br" in request.headers.get("Accept-Encoding", "")
        body = compressed(CARTESIAN) if accepts else CARTESIAN.read_bytes()
        reply = Response(body, mimetype=mimetypes.types_map[".js"])
        if accepts:
            reply.headers["Content-Encoding"] = "br"
        reply.headers["Cache-Control"] = "public, max-age=86400"
        return reply


@cache
def compressed(file: Path) -> bytes:
    """A file as brotli; the first request pays once."""
    packed: bytes = brotli.compress(file.read_bytes(), quality=QUALITY)
    return packed
