"""The real team page on made-up numbers, for everybody and without signing in."""

from dashboard.components.common import icon
from dashboard.elements import html
from dashboard.example import UNIT, ExampleApi, wave
from dashboard.pages import team
from dashboard.pages.view import Page, View
from dashboard.texts import t


def page() -> Page:
    """The page, under a line that says what it is."""
    api = ExampleApi()
    shown = wave()
    made = team.page(View(api, api.me(), [shown], shown, [], (UNIT,)))
    said = [html.B(t("example.banner")), " ", t("example.banner.why")]
    banner = html.P([icon("alert"), html.Span(said)], className="with-icon")
    body = [html.Section(banner, className="card open-wave"), *made.body]
    return Page(t("example.title"), [html.Main(body, id="main", className="alone")])
