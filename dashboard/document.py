"""The document around a page: head, the page itself, and Dash where there is something to draw."""

from html import escape

from dashboard.assets_served import ASLEEP, SCRIPT, START, STYLE, joined_address, used
from dashboard.first import markup
from dashboard.pages.view import Page
from dashboard.reader import theme
from dashboard.texts import direction, spoken, t

FRAME = """<!DOCTYPE html>
<html lang="{lang}" dir="{dir}" data-theme="{theme}"><head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{theme}"><meta name="robots" content="noindex">
<title>{title}</title><link rel="icon" href="/dashboard/assets/icons/mark.svg" type="image/svg+xml">
<link rel="preload" href="/dashboard/assets/vendor/inter-latin.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="{style}"></head>
<body>{page}<footer hidden><script src="{script}" defer></script>{dash}</footer></body></html>"""  # noqa: E501
DASH = """<div id="drawing-board"><div id="react-entry-point"></div></div>{config}
{scripts}
<script type="{asleep}" src="{start}"></script>"""


def document(page: Page, dash: str) -> str:
    """The whole HTML; ``dash`` is what draws the charts, "" where there are none."""
    title = f"{page.title} · {t('app.name')}" if page.title else t("app.name")
    return FRAME.format(
        lang=escape(spoken()),
        dir=direction(),
        theme=theme(),
        title=escape(title),
        style=joined_address(STYLE),
        script=joined_address(SCRIPT),
        page=markup(page.body),
        dash=dash,
    )


def drawing_board(config: str, scripts: str) -> str:
    """Where Dash draws, how it is set up, and its scripts."""
    start = joined_address(START)
    return DASH.format(config=config, scripts=used(scripts), start=start, asleep=ASLEEP)
