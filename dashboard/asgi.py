"""The dashboard as an ASGI application, for its own process or behind a prefix dispatcher."""

from pathlib import Path
from typing import Any

from a2wsgi import WSGIMiddleware

from dashboard.app import create_dashboard

WORKERS = 20


def dashboard_asgi(api_url: str, *, public_app_url: str, languages_dir: Path = Path()) -> Any:
    """Dash's Flask server in threads; full paths are passed through unchanged."""
    app = create_dashboard(api_url, public_app_url=public_app_url, languages_dir=languages_dir)
    app.make_ready()
    return WSGIMiddleware(app.server, workers=WORKERS)
