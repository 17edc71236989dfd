"""Security headers of every reply; scripts run by hash, nothing comes from elsewhere."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Response

PLAIN = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy(hashes: Sequence[str]) -> str:
    """The content security policy. Plotly writes style elements, so styles may be inline."""
    scripts = " ".join(["'self'", *(one if one.startswith("'") else f"'{one}'" for one in hashes)])
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def protect(app: Dash, public_app_url: str) -> None:
    """Add the headers to every reply; HSTS only where the app is reached by HTTPS."""
    said = {**PLAIN, "Content-Security-Policy": policy(app.csp_hashes())}
    if urlsplit(public_app_url).scheme == "https":
        said["Strict-Transport-Security"] = "max-age=31536000"

    server: Flask = app.server

    @server.after_request
    def add(reply: Response) -> Response:
        for name, value in said.items():
            reply.headers[name] = value
        if reply.mimetype in {"text/html", "application/json"}:
            reply.headers["Cache-Control"] = "no-store"
        return reply
