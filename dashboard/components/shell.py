"""What surrounds every page: navigation, the tree of teams, language and theme."""

from typing import Any
from urllib.parse import urlencode

from dashboard.components import sections
from dashboard.components.common import icon
from dashboard.components.tree import tree
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.reader import DARK, theme
from dashboard.texts import known, spoken, t

HOME = "/dashboard/"
ENTRIES = (
    ("", "layout"),
    ("team", "users"),
    ("questions", "list"),
    ("zones", "quadrant"),
    ("compare", "bars"),
    ("comments", "message"),
    ("commitments", "check"),
)
FOR_EVERYBODY = (
    ("guidance", "life-buoy"),
    ("week", "sprout"),
    ("anonymity", "shield"),
    ("record", "scroll"),
)


def address(page: str, *rest: str, **asked: str | None) -> str:
    """The deep link of a page."""
    path = HOME + "/".join((page, *rest)) if page else HOME
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{said}" if said else path


def team_path(unit: str, wave: str | None = None) -> str:
    """The deep link of a team's page."""
    return address("team", unit, wave=wave)


def shell(view: View, page: Page) -> Any:
    """Sidebar (a drawer on small windows) and main column."""
    return html.Div(
        [
            html.A(t("skip"), href="#main", className="skip"),
            html.Details(
                [html.Summary([icon("menu"), t("nav.menu")]), _sidebar(view, page)],
                className="drawer",
            ),
            html.Aside(_sidebar(view, page), className="sidebar"),
            html.Main([_asleep(view, page), *page.body], id="main", tabIndex="-1"),
        ],
        className="shell",
    )


def _asleep(view: View, page: Page) -> Any:
    """Says why somebody cannot do what their role is for, and the way on."""
    if not view.me.withheld or page.name == "account":
        return None
    roles = ", ".join(t(f"role.{one}") for one in view.me.withheld)
    way_on = html.A(t("account.second.set_up"), href=address("account"))
    told = [icon("key"), html.Span([t("account.second.withheld", roles=roles), " ", way_on])]
    return html.P(told, className="note-line asleep-role")


def _sidebar(view: View, page: Page) -> Any:
    return html.Div(
        [
            html.Div([html.Span(className="mark"), t("app.name")], className="brand"),
            html.Nav(_pages(view, page), **{"aria-label": t("nav.label")}),
            *_running(view, page),
            *tree(view, page),
            _viewer(view, page),
        ],
        className="side",
    )


def _pages(view: View, page: Page) -> list[Any]:
    wave = view.asked.get("wave")
    shown = ENTRIES if view.wave else ENTRIES[:1]
    of_results = [
        _link(address(name, *_unit(view, page, name), wave=wave), symbol, name, page)
        for name, symbol in shown
    ]
    return [
        *of_results,
        *(_link(address(name), symbol, name, page) for name, symbol in FOR_EVERYBODY),
    ]


def _running(view: View, page: Page) -> list[Any]:
    """The pages of those who run the survey, for whom there are any."""
    links = [
        _link(address("admin", name), symbol, f"admin/{name}", page)
        for name, symbol in sections.offered(view.me.permissions)
    ]
    if not links:
        return []
    title = html.P(t("nav.running"), className="side-title")
    return [title, html.Nav(links, **{"aria-label": t("nav.running")})]


def _unit(view: View, page: Page, name: str) -> tuple[str, ...]:
    """Stay with the unit one looks at; "My team" is always one's own."""
    if name == "":
        return ()
    at = view.me.own_unit if name == "team" else page.at
    return (at,) if at else ()


def _link(href: str, symbol: str, name: str, page: Page) -> Any:
    current = {"aria-current": "page"} if page.name == name else {}
    return html.A(
        [icon(symbol), t(f"nav.{name.replace('/', '.') or 'overview'}")], href=href, **current
    )


def _here(page: Page) -> dict[str, str]:
    return {"aria-current": "page"} if page.name == "account" else {}


def _viewer(view: View, page: Page) -> Any:
    roles = ", ".join(t(f"role.{one}") for one in view.me.roles)
    return html.Div(
        [
            html.P(html.A(view.me.name, href=address("account"), **_here(page)), className="who"),
            html.P(roles, className="under"),
            html.Div([_theme(), *_languages()], className="looks"),
            html.Button(t("nav.sign_out"), className="quiet sign-out", type="button"),
        ],
        className="viewer",
    )


def _theme() -> Any:
    is_dark = theme() == DARK
    text = t("nav.light") if is_dark else t("nav.dark")
    symbol = icon("sun" if is_dark else "moon")
    given = {"data-theme-next": "light" if is_dark else "dark"}
    return html.Button([symbol, text], className="quiet theme-switch", type="button", **given)


def _languages() -> list[Any]:
    others = [(code, name) for code, name in known().items() if code != spoken()]
    return [
        html.Button(
            name,
            className="quiet language-switch",
            type="button",
            lang=code,
            **{"data-language": code},
        )
        for code, name in others
    ]
