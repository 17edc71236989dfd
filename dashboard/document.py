"""The document around a page: head, the page as first HTML, then Dash."""

from html import escape

from dashboard.assets_served import SCRIPT, START, STYLE, joined_address, used
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
<body><div id="first">{first}</div><div id="later" hidden>{app_entry}</div>
<footer>{config}<script src="{script}" defer></script>
{scripts}
<script id="_dash-renderer" src="{start}" defer></script></footer></body></html>"""  # noqa: E501


def document(page: Page, parts: dict[str, str]) -> str:
    """The whole HTML; ``parts`` are what Dash needs to start."""
    title = f"{page.title} · {t('app.name')}" if page.title else t("app.name")
    return FRAME.format(
        lang=escape(spoken()),
        dir=direction(),
        theme=theme(),
        title=escape(title),
        style=joined_address(STYLE),
        script=joined_address(SCRIPT),
        first=markup(page.body),
        app_entry=parts["app_entry"],
        config=parts["config"],
        scripts=used(parts["scripts"]),
        start=joined_address(START),
    )
