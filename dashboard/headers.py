"""Security headers of every reply: no inline script, nothing from elsewhere."""

from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Response

from dashboard.reader import THEME_HINT

PLAIN = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Plotly writes style elements
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
    said = {**PLAIN, "Content-Security-Policy": POLICY}
    if urlsplit(public_app_url).scheme == "https":
        said["Strict-Transport-Security"] = "max-age=31536000"

    server: Flask = app.server

    @server.after_request
    def add(reply: Response) -> Response:
        for name, value in said.items():
            reply.headers[name] = value
        if reply.mimetype == "text/html":
            reply.headers["Accept-CH"] = reply.headers["Critical-CH"] = THEME_HINT
        if reply.mimetype in {"text/html", "application/json"}:
            reply.headers["Cache-Control"] = "no-store"
        return reply
