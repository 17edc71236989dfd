"""How anonymity works: plain words and a picture; this wave's facts; what is not promised."""

from typing import Any

from dashboard.components.common import card, grid, icon, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, t
from survey_api.published.schemas.waves import WaveSummary

STEPS = (
    ("list", "invited"),
    ("ticket", "token"),
    ("lock", "sealed"),
    ("inbox", "box"),
    ("unlock", "opened"),
    ("bars", "figures"),
)
PROTECTED = ("small", "noise", "bands", "once", "same")
NOT_PROMISED = ("mailbox", "device", "colleagues", "likely", "style", "page", "taking_part")


def page(view: View) -> Page:
    """The page; it needs no result, so everybody can read it."""
    title = t("anonymity.title")
    head = header(view, title, lead=t("anonymity.lead"))
    shown = view.wave or next(iter(view.waves), None)
    cards = grid(_picture(), _figures(), _wave(shown) if shown else None, _limits(), _check())
    return Page(title, [head, cards], None, "anonymity")


def _picture() -> Any:
    steps = [
        html.Li(
            [
                html.Span(icon(symbol), className="tile small"),
                html.H3(t(f"anonymity.step.{name}")),
                html.P(t(f"anonymity.step.{name}.why")),
            ]
        )
        for symbol, name in STEPS
    ]
    return card(
        t("anonymity.picture"),
        t("anonymity.picture.finding"),
        html.Ol(steps, className="flow"),
        html.P(t("anonymity.picture.why"), className="note"),
        classes="wide-12",
    )


def _figures() -> Any:
    return _list("anonymity.protected", PROTECTED)


def _limits() -> Any:
    return _list("anonymity.limits", NOT_PROMISED)


def _list(key: str, names: tuple[str, ...]) -> Any:
    entries = [html.Li(t(f"{key}.{name}")) for name in names]
    return card(
        t(key), t(f"{key}.finding"), html.Ul(entries, className="plain-list"), classes="wide-6"
    )


def _wave(wave: WaveSummary) -> Any:
    rows = [
        (t("anonymity.wave.level"), t("anonymity.wave.level.is", level=wave.level)),
        (t("anonymity.wave.who"), wave.level_sentence),
        (t("anonymity.wave.k"), t("anonymity.wave.k.is", k=wave.k)),
        (t("anonymity.wave.policy"), t(f"policy.{wave.policy}")),
    ]
    if wave.objections_until and not wave.ballots_erased_on:
        until = t("anonymity.wave.objections.is", day=day(wave.objections_until))
        rows.append((t("anonymity.wave.objections"), until))
    if wave.fingerprint:
        rows.append((t("anonymity.wave.fingerprint"), html.Code(wave.fingerprint)))
    if wave.client_sha256:
        rows.append((t("anonymity.wave.client"), html.Code(wave.client_sha256)))
    return card(
        t("anonymity.wave", title=wave.title),
        t("anonymity.wave.finding"),
        html.Div(
            table((t("anonymity.wave.what"), t("anonymity.wave.is")), rows), className="scroller"
        ),
        classes="wide-6",
        id_="wave",
    )


def _check() -> Any:
    return card(
        t("anonymity.check"),
        t("anonymity.check.finding"),
        html.P(t("anonymity.check.fingerprint")),
        html.P(t("anonymity.check.client")),
        html.P(t("anonymity.check.receipt")),
        html.P(t("anonymity.check.example")),
        html.P(html.A(t("anonymity.check.open"), href="/dashboard/example"), className="links"),
        classes="wide-6",
    )
