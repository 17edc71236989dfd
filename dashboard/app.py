"""The Dash application: one callback that reads an address and returns a page."""

from typing import Any
from urllib.parse import quote

from dash import Dash, Input, Output
from flask import Flask, Response, redirect, request

from dashboard.api import COOKIE, Api, ApiProblem, Door
from dashboard.assets_served import serve_cartesian
from dashboard.elements import dcc, html
from dashboard.headers import protect
from dashboard.pages.route import render
from dashboard.texts import t

PREFIX = "/dashboard/"
HEALTH = PREFIX + "healthz"
INDEX = """<!DOCTYPE html>
<html lang="en" data-theme="light"><head>{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}<footer>{%config%}{%scripts%}{%renderer%}</footer></body></html>"""


def create_dashboard(api_url: str, *, public_app_url: str) -> Dash:
    """A Dash app under /dashboard/ that knows the API's address and nothing else."""
    server = Flask("dashboard")
    app = Dash(
        "dashboard",
        server=server,  # type: ignore[arg-type]
        url_base_pathname=PREFIX,
        title=t("app.name"),
        update_title=None,  # type: ignore[arg-type]
        assets_folder="assets",
        assets_ignore="plotly-cartesian.*",
        index_string=INDEX,
        suppress_callback_exceptions=False,
        compress=False,
        add_log_handler=False,
    )
    door = Door(api_url)
    _require_sign_in(server, door)
    serve_cartesian(server, PREFIX)
    app.layout = _layout
    _register(app, door)
    protect(app, public_app_url)
    return app


def _layout() -> Any:
    return html.Div([dcc.Location(id="address", refresh=False), html.Div(id="page")])


def _register(app: Dash, door: Door) -> None:
    @app.callback(
        Output("page", "children"), Input("address", "pathname"), Input("address", "search")
    )
    def show(path: str | None, search: str | None) -> Any:
        """Authorised by the API, which sees the viewer's own cookie."""
        cookie = request.cookies.get(COOKIE, "")
        return render(Api(door, cookie), path or PREFIX, search or "")


def _require_sign_in(server: Flask, door: Door) -> None:
    @server.before_request
    def signed_in() -> Response | None:
        if request.path == HEALTH:
            return Response("ok", mimetype="text/plain")
        if request.path.startswith((PREFIX + "assets/", PREFIX + "_dash-component-suites/")):
            return None
        try:
            door.get("/published/me", request.cookies.get(COOKIE, ""))
        except ApiProblem as problem:
            return _refused(problem.status)
        return None


def _refused(status: int) -> Response | None:
    if status != 401:
        return None
    if request.path.startswith(PREFIX + "_dash"):
        return Response(status=401)
    asked = request.full_path.rstrip("?")
    return redirect(f"/sign-in?next={quote(asked)}", code=303)  # type: ignore[return-value]
