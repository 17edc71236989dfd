"""A questionnaire as people meet it, screen by screen, and what stands behind it."""

from typing import Any

from dashboard.components.common import card, icon
from dashboard.elements import html
from dashboard.texts import t
from survey_api.published.schemas.instruments import InstrumentSheet, ItemText


def preview(sheet: InstrumentSheet, language: str) -> Any:
    """Introduction, every question with its five answers, and what is asked beside them."""
    screens = [html.Li(_question(sheet, one, at, language)) for at, one in enumerate(sheet.items)]
    screens += [
        html.Li(
            [
                html.H3(cut.label[language]),
                html.Ul([html.Li(one[language]) for one in cut.levels], className="five"),
                html.P(t("admin.instruments.cut.why"), className="under"),
            ]
        )
        for cut in sheet.cuts
    ]
    screens += [
        html.Li(
            [
                html.H3(one.text[language]),
                html.P(t("admin.instruments.own_words"), className="own-words"),
            ]
        )
        for one in sheet.comments
    ]
    return html.Section(
        [
            html.H2(t("admin.instruments.preview"), className="card-title"),
            html.P(sheet.intro[language], className="finding"),
            html.Ol(screens, className="screens"),
        ],
        className="card",
        lang=language,
    )


def _question(sheet: InstrumentSheet, item: ItemText, at: int, language: str) -> list[Any]:
    place = t("admin.instruments.place", n=at + 1, of=len(sheet.items))
    answers = [html.Li(one.label[language]) for one in sheet.options]
    return [
        html.P(place, className="under"),
        html.H3(item.text[language]),
        html.Ul(answers, className="five"),
        html.P(t("admin.instruments.skip"), className="under"),
    ]


def facts(sheet: InstrumentSheet, language: str) -> Any:
    """Name, version, licence, and which questions count together."""
    asked = "admin.instruments.asked" if sheet.fielded else "admin.instruments.not_asked"
    lines = [
        ("id", sheet.id),
        ("version", f"{sheet.version} · {t(asked)}"),
        ("licence", sheet.licence),
        ("note", sheet.note),
    ]
    told = [
        part
        for name, said in lines
        for part in (html.Dt(t(f"admin.instruments.{name}")), html.Dd(said))
    ]
    scales = [_scale(sheet, one.id, one.label[language]) for one in sheet.scales]
    file = html.Details(
        [
            html.Summary(t("admin.instruments.yaml")),
            html.Pre(html.Code(sheet.source), tabIndex="0", className="scroller"),
        ],
        className="form-fold",
    )
    title = t("admin.instruments.facts")
    finding = t("admin.instruments.facts.finding", n=len(sheet.items), scales=len(sheet.scales))
    return card(title, finding, html.Dl(told, className="facts"), html.Ul(scales), file)


def _scale(sheet: InstrumentSheet, scale: str, label: str) -> Any:
    members = [one for one in sheet.items if one.scale == scale]
    turned = sum(one.reversed for one in members)
    key = "admin.instruments.scale.turned" if turned else "admin.instruments.scale"
    return html.Li(t(key, label=label, n=len(members), turned=turned))


def topics(sheet: InstrumentSheet) -> Any:
    """Words that may ask for what the law protects most."""
    told = [
        html.Li(
            t(
                "admin.instruments.topic",
                where=one.where,
                word=one.word,
                topic=t(f"admin.instruments.topic.{one.topic}"),
            )
        )
        for one in sheet.notices
    ]
    if sheet.unread:
        unread = t("admin.instruments.unread", languages=", ".join(sheet.unread))
        told.append(html.Li(unread))
    if not told:
        return card(t("admin.instruments.topics"), t("admin.instruments.topics.none"))
    warned = html.P([icon("alert"), t("admin.instruments.topics.why")], className="note-line")
    return card(t("admin.instruments.topics"), "", warned, html.Ul(told))
