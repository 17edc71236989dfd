"""The first HTML: the same page as markup, escaped, before any script runs."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_dashboard
from dashboard.elements import dcc, html
from dashboard.first import charts, markup


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = create_dashboard("http://127.0.0.1:9", public_app_url="http://localhost")
    app.make_ready()
    return app.server.test_client()


class Balanced(HTMLParser):
    """Fails where an element is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in {"meta", "link", "br", "img", "input", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_components_become_markup_with_their_attributes() -> None:
    made = html.Label(
        ["Name", html.Span("x", className="a b", style={"insetInlineStart": "3%"})],
        htmlFor="n",
        **{"aria-label": 'says "so"'},
    )
    assert markup(made) == (
        '<label for="n" aria-label="says &quot;so&quot;">Name'
        '<span class="a b" style="inset-inline-start:3%">x</span></label>'
    )


def test_charts_are_brought_in_the_order_of_their_boxes() -> None:
    made = [dcc.Graph(id=name) for name in "abc"]
    page = [html.Div(["x", made[0]]), None, html.Section([html.P([made[1]]), made[2]])]
    assert [one.id for one in charts(page)] == ["a", "b", "c"]
    assert markup(page).count("slot-chart") == 3


def test_a_page_without_a_chart_loads_no_drawing_program(client: FlaskClient) -> None:
    page = client.get("/dashboard/nothing", headers={"Cookie": ""}).text
    assert "_dash-component-suites" not in page and "react" not in page


def test_texts_cannot_become_elements() -> None:
    assert markup(html.P("<script>x</script> & co")) == (
        "<p>&lt;script&gt;x&lt;/script&gt; &amp; co</p>"
    )
    assert "<b" not in markup(html.A("a", href='"><b onclick="x'))


def test_a_chart_is_an_empty_box_and_nothing_is_nothing() -> None:
    graph = dcc.Graph(figure={"data": []}, className="chart")
    assert markup(graph) == '<div class="chart slot-chart"></div>'
    assert markup([None, html.Details([], open=True), html.Details([], open=False)]) == (
        "<details open></details><details></details>"
    )


def test_the_example_is_readable_without_scripts_and_without_signing_in(
    client: FlaskClient,
) -> None:
    page = client.get("/dashboard/example?lang=de").text
    assert '<html lang="de" dir="ltr" data-theme="light">' in page
    assert "Erfundene Zahlen." in page and "3,7" in page
    parser = Balanced()
    parser.feed(page)
    assert parser.open == []


def test_no_script_and_no_style_stands_in_the_document(client: FlaskClient) -> None:
    page = client.get("/dashboard/example").text
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
    assert all('type="application/json"' in one for one in inline)
    assert "<style" not in page and "onclick" not in page


@pytest.mark.parametrize(
    ("headers", "cookie", "theme"),
    [
        ({}, "", "light"),
        ({"Sec-CH-Prefers-Color-Scheme": '"dark"'}, "", "dark"),
        ({"Sec-CH-Prefers-Color-Scheme": '"dark"'}, "light", "light"),
        ({}, "dark", "dark"),
        ({}, "<b>", "light"),
    ],
)
def test_the_theme_is_the_cookies_else_the_browsers(
    client: FlaskClient, headers: dict[str, str], cookie: str, theme: str
) -> None:
    client.set_cookie("safetosay_theme", cookie)
    page = client.get("/dashboard/example", headers=headers).text
    client.delete_cookie("safetosay_theme")
    assert f'data-theme="{theme}"' in page


def test_what_a_first_visit_loads_stays_within_its_budget(client: FlaskClient) -> None:
    packed = {"Accept-Encoding": "br"}
    page = client.get("/dashboard/example", headers=packed)
    addresses = re.findall(r'(?:src|href)="(/dashboard/[^"]+\.(?:js|css|woff2)[^"]*)"', page.text)
    sizes = {one: len(client.get(one, headers=packed).data) for one in addresses}
    plotly = len(client.get(PLOTLY, headers=packed).data)
    assert len(addresses) >= 9
    assert sum(sizes.values()) + plotly + len(page.data) <= 900_000


def test_our_own_files_are_kept_for_ever_under_the_digest_of_their_bytes(
    client: FlaskClient,
) -> None:
    page = client.get("/dashboard/example").text
    for address in re.findall(r'"(/dashboard/_joined/[^"]+)"', page):
        reply = client.get(address, headers={"Accept-Encoding": "br"})
        assert "immutable" in reply.headers["Cache-Control"]
        assert reply.headers["Content-Encoding"] == "br"
    assert client.get("/dashboard/_joined/000000000000/style.css").status_code == 404


PLOTLY = "/dashboard/_dash-component-suites/plotly/package_data/plotly.min.js"


def test_the_charts_of_a_page_speak_the_language_of_its_address(client: FlaskClient) -> None:
    inputs = [
        {"id": "address", "property": "pathname", "value": "/dashboard/example"},
        {"id": "address", "property": "search", "value": "?lang=de"},
    ]
    asked = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": inputs,
        "changedPropIds": ["address.pathname"],
    }
    from_there = {"Referer": "http://localhost/dashboard/example?lang=de"}
    reply = client.post("/dashboard/_dash-update-component", json=asked, headers=from_there)
    told = reply.get_data(as_text=True)
    assert reply.status_code == 200 and "3,7" in told and "Wahrscheinlicher Bereich" in told
