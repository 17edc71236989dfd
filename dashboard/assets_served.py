"""Static files: our styles and scripts joined, the small Plotly bundle in place of the full one;
everything is compressed once, before it is asked for."""

import hashlib
import mimetypes
import re
from functools import cache
from pathlib import Path

import brotli
from flask import Flask, Response, request

HERE = Path(__file__).parent
CARTESIAN = HERE / "assets" / "vendor" / "plotly-cartesian.min.js"
FULL_BUNDLE = "plotly.min.js"
SUITES = "_dash-component-suites/"
STYLE, SCRIPT, START = "style.css", "page.js", "start.js"
FOLDERS = {STYLE: ("styles", "*.css"), SCRIPT: ("scripts", "*.js"), START: ("scripts/last", "*.js")}
UNUSED = re.compile(r"dash_table")
ASLEEP = "text/x-asleep"
KEPT = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
QUALITY, BEST = 9, 11


@cache
def joined(name: str) -> tuple[bytes, bytes]:
    """One file made of a folder's, in the order of their names: plain, and as brotli."""
    folder, pattern = FOLDERS[name]
    parts = [path.read_text(encoding="utf-8") for path in sorted((HERE / folder).glob(pattern))]
    plain = "\n".join(parts).encode()
    return plain, brotli.compress(plain, quality=BEST)


def joined_address(name: str) -> str:
    """Where a joined file is served; the address changes with its bytes."""
    digest = hashlib.sha256(joined(name)[0]).hexdigest()[:12]
    return f"/dashboard/_joined/{digest}/{name}"


def serve_joined(server: Flask, prefix: str) -> None:
    """Answer for the joined files; whatever digest is asked for gets the present one."""

    @server.get(f"{prefix}_joined/<digest>/<name>")
    def show(digest: str, name: str) -> Response:
        if name not in FOLDERS or f"/{digest}/" not in joined_address(name):
            return Response(status=404)
        return _reply(*joined(name), name, KEPT)


def serve_cartesian(server: Flask, prefix: str) -> None:
    """Answer requests for the full Plotly bundle (4.8 MB) with the cartesian one (1.5 MB)."""
    packed = CARTESIAN.with_suffix(".js.br").read_bytes()

    @server.before_request
    def cartesian() -> Response | None:
        inside = request.path.startswith(f"{prefix}{SUITES}plotly/")
        if not inside or not request.path.endswith(FULL_BUNDLE):
            return None
        plain = b"" if _takes_brotli() else CARTESIAN.read_bytes()
        return _reply(plain, packed, FULL_BUNDLE, A_DAY)


def compress_scripts(server: Flask, prefix: str) -> None:
    """Keep Dash's own scripts as brotli under their address, which names their version."""
    kept: dict[str, bytes] = {}

    @server.after_request
    def compress(reply: Response) -> Response:
        is_script = request.path.startswith(prefix + SUITES) and reply.status_code == 200
        if not is_script or not _takes_brotli() or "Content-Encoding" in reply.headers:
            return reply
        if request.path not in kept:
            reply.direct_passthrough = False
            kept[request.path] = brotli.compress(reply.get_data(), quality=QUALITY)
        reply.set_data(kept[request.path])
        reply.headers["Content-Encoding"] = "br"
        reply.headers["Vary"] = "Accept-Encoding"
        return reply


def used(scripts: str) -> str:
    """Dash's script elements without those for components that no page has, asleep: a script of
    ours wakes them when a chart comes into view."""
    lines = [line for line in scripts.splitlines() if not UNUSED.search(line)]
    return "\n".join(lines).replace("<script ", f'<script type="{ASLEEP}" ')


def warm(server: Flask, scripts: str) -> None:
    """Ask for every script once, so that no reader waits while it is being compressed."""
    client = server.test_client()
    for address in re.findall(r'src="([^"]+)"', used(scripts)):
        client.get(address, headers={"Accept-Encoding": "br"}).close()


def _reply(plain: bytes, packed: bytes, name: str, cached: str) -> Response:
    takes = _takes_brotli()
    reply = Response(packed if takes else plain, mimetype=mimetypes.guess_type(name)[0])
    if takes:
        reply.headers["Content-Encoding"] = "br"
    reply.headers["Cache-Control"] = cached
    reply.headers["Vary"] = "Accept-Encoding"
    return reply


def _takes_brotli() -> bool:
    return "br" in request.headers.get("Accept-Encoding", "")
