"""safetosay serve: all processes of a small installation, or one of them."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

import typer
import uvicorn

from survey_api import traces, watching
from survey_api.cli.screen import console
from survey_api.settings import Settings

RESTART_SECONDS = 1.0


class Part(StrEnum):
    """A process that can be run by itself."""

    API = "api"
    BALLOTS = "ballots"
    DASHBOARD = "dashboard"
    WORKER = "worker"
    FRONT = "front"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(serve)


def serve(part: Annotated[Part | None, typer.Argument(help="leave out for all")] = None) -> None:
    """Run the whole service, or one process of it.

    "front" is the API and the dashboard behind one prefix in one process.
    """
    settings = Settings.load()
    if part is None:
        supervise([Part.BALLOTS, Part.FRONT, Part.WORKER])
        return
    traces.keep_bare(as_json=settings.log_json)
    runners: dict[Part, Callable[[Settings], None]] = {
        Part.API: _run_api,
        Part.FRONT: _run_front,
        Part.BALLOTS: _run_ballots,
        Part.DASHBOARD: _run_dashboard,
        Part.WORKER: _run_worker,
    }
    runners[part](settings)


# Each process imports only its own part: the dashboard must not load a database driver,
# the ballot process no roster, and the command line starts at once.


def _run_api(settings: Settings, dashboard: Any = None) -> None:
    """The app origin and the survey origin, each on its own port."""
    from survey_api.app import create_app, create_survey_app  # noqa: PLC0415
    from survey_api.conduct import readiness  # noqa: PLC0415
    from survey_api.migrations import check  # noqa: PLC0415

    check(settings, ("identity", "published"))
    app: Any = create_app(settings)
    _watch(settings, Part.API, lambda: readiness.of_api(app.state.rooms))
    run_servers(
        quiet_server(
            PrefixDispatcher(app, dashboard) if dashboard else app,
            settings.bind_host,
            settings.app_port,
        ),
        quiet_server(create_survey_app(settings), settings.bind_host, settings.survey_port),
    )


def _run_front(settings: Settings) -> None:
    _run_api(settings, _dashboard(settings))


def _run_dashboard(settings: Settings) -> None:
    app = _dashboard(settings)
    _watch(settings, Part.DASHBOARD, list)
    run_servers(quiet_server(app, settings.bind_host, settings.dashboard_port))


def _watch(settings: Settings, part: Part, missing: Callable[[], list[str]]) -> None:
    watching.watch(settings.metrics_host, settings.metrics_port, missing, part)


def _dashboard(settings: Settings) -> Any:
    from dashboard.asgi import dashboard_asgi  # noqa: PLC0415

    return dashboard_asgi(
        settings.api_url, public_app_url=settings.app_url, languages_dir=settings.languages_dir
    )


def _run_ballots(settings: Settings) -> None:
    from survey_api.ballots.service import run_ballots  # noqa: PLC0415

    run_ballots(settings)


def _run_worker(settings: Settings) -> None:
    from survey_api.conduct.rounds import run  # noqa: PLC0415

    run(settings)


class PrefixDispatcher:
    """Joins API and dashboard on one origin, so that cookies and forms just work."""

    def __init__(self, api: Any, dashboard: Any, prefix: str = "/dashboard") -> None:
        self.api, self.dashboard, self.prefix = api, dashboard, prefix

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        inside = path == self.prefix or path.startswith(self.prefix + "/")
        chosen = self.dashboard if scope["type"] == "http" and inside else self.api
        await chosen(scope, receive, send)


def quiet_server(app: Any, host: str, port: int) -> uvicorn.Server:
    """A server that logs no request and no address, and names neither itself nor the time."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            log_config=None,
            server_header=False,
            date_header=False,
            proxy_headers=False,
        )
    )


def run_servers(*servers: uvicorn.Server) -> None:
    """Run servers on one event loop until a signal ends them."""

    async def together() -> None:
        await asyncio.gather(*(server.serve() for server in servers))

    asyncio.run(together())


def _interrupt(_number: int, _frame: Any) -> None:
    raise KeyboardInterrupt


def supervise(parts: list[Part], *, until: Callable[[], bool] = lambda: False) -> None:
    """Run one child a part; restart one that dies; stop all on Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, _interrupt)
    children = {part: start(part) for part in parts}
    try:
        while not until():
            time.sleep(RESTART_SECONDS)
            for part, child in children.items():
                if child.poll() is not None:
                    console.print(f"[yellow]{part} stopped ({child.returncode}); restarting[/]")
                    children[part] = start(part)
    except KeyboardInterrupt:
        console.print("Stopping.")
    finally:
        stop(list(children.values()))


def wait(children: list[subprocess.Popen[bytes]]) -> None:
    """Sleep until a signal or until a child has ended."""
    signal.signal(signal.SIGTERM, _interrupt)
    while all(child.poll() is None for child in children):
        time.sleep(RESTART_SECONDS)


def start(part: Part, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """One process of the service as a child of this one."""
    command = [sys.executable, "-m", "survey_api.cli", "serve", part]
    return subprocess.Popen(command, env={**os.environ, **(environment or {})})  # noqa: S603


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask every child to end, then wait for it."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
