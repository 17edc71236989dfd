"""The Dash application: pages are HTML from the server, and one callback draws their charts."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from dash import Dash, Input, Output
from flask import Flask, Response, g, redirect, request

from dashboard import texts
from dashboard.api import COOKIE, Api, ApiProblem, Door
from dashboard.assets_served import compress_scripts, serve_cartesian, serve_joined, warm
from dashboard.document import document, drawing_board
from dashboard.elements import dcc, html
from dashboard.first import charts
from dashboard.headers import protect
from dashboard.kept import keep_pages
from dashboard.pages.route import EXAMPLE, render
from dashboard.pages.view import Page
from dashboard.reader import reading

PREFIX = "/dashboard/"
HEALTH, READY = PREFIX + "healthz", PREFIX + "readyz"
OPEN = ("assets/", "_dash-component-suites/", "_joined/", "example")


class Dashboard(Dash):
    """Dash whose document already holds the page, but for its charts."""

    door: Door

    def page(self, path: str, search: str) -> Page:
        """What is to be seen at an address, with the viewer's own cookie."""
        made = render(Api(self.door, request.cookies.get(COOKIE, "")), path, search)
        g.unsure = not made.is_sure
        return made

    def index(self, *_args: Any, **_kwargs: Any) -> str:
        """The document around a page; everything in it is made for this reader."""
        with reading(request):
            shown = self.page(request.path, request.query_string.decode())
            draws = next(charts(shown.body), None) is not None
            return document(shown, self._board() if draws else "")

    def _board(self) -> str:
        return drawing_board(self._generate_config_html(), self._generate_scripts_html())

    def make_ready(self) -> None:
        """Everything that would otherwise wait for the first reader: a deep link as first request
        would come without scripts, and each script would be compressed while somebody waits."""
        self._setup_server()  # type: ignore[no-untyped-call]
        warm(self.server, self._generate_scripts_html())


def create_dashboard(
    api_url: str, *, public_app_url: str, languages_dir: Path = Path()
) -> Dashboard:
    """A Dash app under /dashboard/ that knows the API's address and nothing else."""
    texts.use(languages_dir)
    server = Flask("dashboard")
    app = Dashboard(
        "dashboard",
        server=server,  # type: ignore[arg-type]
        url_base_pathname=PREFIX,
        update_title=None,  # type: ignore[arg-type]
        include_assets_files=False,
        suppress_callback_exceptions=False,
        compress=False,
        add_log_handler=False,
    )
    app.door = Door(api_url)
    _require_sign_in(server, app.door)
    keep_pages(server, PREFIX)
    serve_cartesian(server, PREFIX)
    serve_joined(server, PREFIX)
    compress_scripts(server, PREFIX)
    app.layout = _layout
    _register(app)
    protect(app, public_app_url)
    return app


def _layout() -> Any:
    return html.Div([dcc.Location(id="address", refresh=False), html.Div(id="page")])


def _register(app: Dashboard) -> None:
    @app.callback(
        Output("page", "children"), Input("address", "pathname"), Input("address", "search")
    )
    def show(path: str | None, search: str | None) -> Any:
        """Authorised by the API, which sees the viewer's own cookie."""
        asked = (search or "").lstrip("?")
        with reading(request, asked):
            shown = app.page(path or PREFIX, asked)
            return [html.Div(one, className="carrier") for one in charts(shown.body)]


def _require_sign_in(server: Flask, door: Door) -> None:
    @server.before_request
    def signed_in() -> Response | None:
        if request.path == HEALTH:
            return Response("ok", mimetype="text/plain")
        if request.path == READY:
            return _ready(door)
        if _is_open(request.path):
            return None
        try:
            g.looked = door.get("/published/glance", request.cookies.get(COOKIE, ""))
        except ApiProblem as problem:
            return _refused(problem.status)
        return None


def _ready(door: Door) -> Response:
    """Ready as soon as the API is: without it no page can be made."""
    try:
        door.get("/readyz", "")
    except ApiProblem:
        return Response("the API is not ready", status=503, mimetype="text/plain")
    return Response("ready", mimetype="text/plain")


def _is_open(path: str) -> bool:
    """Files, and the example on made-up numbers; Dash asks for its layout without a page."""
    if path.startswith(tuple(PREFIX + one for one in OPEN)):
        return True
    from_example = (request.headers.get("Referer") or "").split("?")[0].endswith(PREFIX + EXAMPLE)
    return from_example and path.startswith(PREFIX + "_dash")


def _refused(status: int) -> Response | None:
    if status != 401:
        return None
    if request.path.startswith(PREFIX + "_dash"):
        return Response(status=401)
    asked = request.full_path.rstrip("?")
    return redirect(f"/sign-in?next={quote(asked)}", code=303)  # type: ignore[return-value]
