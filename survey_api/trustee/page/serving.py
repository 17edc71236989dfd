"""Runs the page on a free port of this computer only, and opens the browser."""

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from survey_api.trustee.page.app import page_app
from survey_api.trustee.page.desk import Desk
from survey_api.trustee.page.guard import Address
from survey_api.trustee.words import Words

LOOPBACK = "127.0.0.1"


def serve(
    folder: Path | None, locale: str, *, browse: bool, announce: Callable[[str], None]
) -> None:
    """Until the button at the foot of the page is pressed, or Ctrl+C."""
    listener = socket.create_server((LOOPBACK, 0))
    address = Address(listener.getsockname()[1])
    desk = Desk(folder, Words(locale))
    config = uvicorn.Config(
        page_app(desk, address, end=lambda: setattr(server, "should_exit", True)),
        access_log=False,
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        date_header=False,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    announce(address.url)
    if browse:
        webbrowser.open(address.url)
    try:
        server.run(sockets=[listener])
    finally:
        desk.end_rehearsal()
