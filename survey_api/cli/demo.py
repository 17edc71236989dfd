"""safetosay demo: a made-up company to look at, running on this machine only."""

import os
import shutil
import socket
import threading
import time
from pathlib import Path
from typing import Annotated

import httpx2
import typer
from rich.panel import Panel

from survey_api.cli import installing, serve
from survey_api.cli.common import console, opened_rooms, say
from survey_api.conduct.closing import close_wave
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict, SafeToSayError, Unavailable
from survey_api.settings import Settings

DEMO_DIR = Path("var/demo")
PATIENCE_SECONDS = 30
PARTS = [serve.Part.BALLOTS, serve.Part.FRONT]


class PortTaken(Conflict):
    """Another program listens where the demo would; perhaps it is running already."""


class DemoDidNotStart(Unavailable):
    """A process of the demo did not answer. Is another program using its port?"""


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(demo)
    app.command("demo-close")(demo_close)


def demo(
    reset: Annotated[bool, typer.Option(help="throw the demo away and start over")] = False,
    seed_only: Annotated[bool, typer.Option(help="stop when the data is there")] = False,
) -> None:
    """Seed a synthetic company, start everything and print the links. Ctrl-C ends it."""
    from survey_api.demo import seed  # noqa: PLC0415  (the SMTP sink is an optional extra)
    from survey_api.demo.sink import Mailbox, listen  # noqa: PLC0415

    settings = demo_settings(reset=reset)
    check_ports(settings)
    mailbox = Mailbox()
    controller = listen(mailbox, settings.smtp_host, settings.smtp_port)
    started = time.monotonic()
    with opened_rooms(settings) as rooms:
        installing.install(rooms, say=say)
        children = [serve.start(part, settings.environment()) for part in PARTS]
        try:
            _await(settings)
            seed.seed(rooms, say)
            say(f"ready after {time.monotonic() - started:.0f} seconds")
            if not seed_only:
                children.append(serve.start(serve.Part.WORKER, settings.environment()))
                _mailbox_thread(mailbox, rooms)
                _print_links(rooms, settings)
                serve.wait(children)
        except KeyboardInterrupt:
            console.print("Stopping. Everything is kept; make demo goes on from here.")
        finally:
            serve.stop(children)
            controller.stop()


def demo_close() -> None:
    """Close the demo's open wave, so that its release appears in the dashboard."""
    with opened_rooms(demo_settings(reset=False)) as rooms:
        console.print(close_newest(rooms))


def close_newest(rooms: Rooms) -> str:
    """Close the newest wave and say what came of it."""
    from survey_api.conduct.status import statuses  # noqa: PLC0415

    try:
        done = close_wave(rooms, str(statuses(rooms)[-1].number))
    except SafeToSayError as error:
        return error.detail
    return f"Released: {done.accepted} ballots counted, {done.n_shown} units shown."


def demo_settings(*, reset: bool) -> Settings:
    """Settings of the demo: its own directory and everything on loopback."""
    folder = Path(os.environ.get("SAFETOSAY_DATA_DIR", DEMO_DIR)).absolute()
    if reset and folder.exists():
        shutil.rmtree(folder)
    environment = {
        "SAFETOSAY_DATA_DIR": str(folder),
        "SAFETOSAY_ORGANISATION": "Kestrel Harbour",
        "SAFETOSAY_VOUCHER": "Mara Okafor, works council",
        "SAFETOSAY_HELP_CONTACT": "Employee assistance, extension 4040",
        "SAFETOSAY_REPORT_CONTACT": "The ombudsperson, ombuds@kestrel-harbour.example",
        "SAFETOSAY_MAIL_FROM": "Safe to Say <pulse@kestrel-harbour.example>",
        "SAFETOSAY_DEMO": "true",
    }
    given = {key: value for key, value in os.environ.items() if key.startswith("SAFETOSAY_")}
    return Settings.load({**environment, **given})


def check_ports(settings: Settings) -> None:
    """Raise ``PortTaken`` before anything is started that could meet a stranger."""
    for name in ("app_port", "survey_port", "ballot_port", "mailbox_port", "smtp_port"):
        port = getattr(settings, name)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex((settings.bind_host, port)) == 0:
                raise PortTaken(
                    f"Another program uses port {port}; perhaps the demo is running already. "
                    f"Stop it, or choose another with SAFETOSAY_{name.upper()} (and its URL)."
                )


def _await(settings: Settings) -> None:
    addresses = (f"{settings.ballot_url}/healthz", f"{settings.app_url}/healthz")
    until = time.monotonic() + PATIENCE_SECONDS
    for address in addresses:
        while not _answers(address):
            if time.monotonic() > until:
                raise DemoDidNotStart(f"{address} does not answer. Is its port used already?")
            time.sleep(0.2)


def _answers(address: str) -> bool:
    try:
        return httpx2.get(address, timeout=2).status_code == httpx2.codes.OK
    except httpx2.HTTPError:
        return False


def _mailbox_thread(mailbox: object, rooms: Rooms) -> None:
    from survey_api.demo.sink import Mailbox, mailbox_page  # noqa: PLC0415

    if isinstance(mailbox, Mailbox):
        page = mailbox_page(mailbox, lambda: close_newest(rooms))
        server = serve.quiet_server(page, rooms.settings.bind_host, rooms.settings.mailbox_port)
        threading.Thread(target=server.run, daemon=True).start()


def _print_links(rooms: Rooms, settings: Settings) -> None:
    from survey_api.demo import seed  # noqa: PLC0415

    link = seed.visitor_link(rooms) or "(no wave is open; make demo-reset starts over)"
    people = "\n".join(f"  {one.role:14} {one.email}" for one in seed.sign_ins())
    console.print(
        Panel(
            f"Answer as an employee:\n  {link}\n\n"
            f"Dashboard:  {settings.app_url}/dashboard/\n"
            f"Sign in with password [bold]{seed.PASSWORD}[/] as\n{people}\n\n"
            f"Mailbox, with a button that closes the open wave:  http://127.0.0.1:{settings.mailbox_port}/\n"
            "or run: .venv/bin/safetosay demo-close\n\n"
            "The people are made up; the cryptography is not. Ctrl-C ends the demo.",
            title="Safe to Say demo",
        ),
        soft_wrap=True,
    )
