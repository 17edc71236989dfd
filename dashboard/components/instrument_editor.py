"""The form in which a questionnaire is written: texts in every language, questions, scales."""

from typing import Any

from dashboard.components import forms
from dashboard.components.common import card, grid
from dashboard.elements import html
from dashboard.texts import known, t
from survey_api.published.schemas.instruments import (
    CommentText,
    InstrumentSheet,
    ItemText,
    Said,
    ScaleText,
)

KEYS = "admin.instruments"
WORDS = ("is_fine", "mistakes", "head.line", "where", "what", "remedy", "topics.why")


def editor(sheet: InstrumentSheet, languages: list[str], *, then: str) -> Any:
    """The whole form; the name is free when the questionnaire belongs to the library."""
    form = html.Form(
        [
            forms.hidden("base", sheet.id),
            _about(sheet, languages),
            _questions(sheet, languages),
            _scales(sheet, languages),
            _comments(sheet, languages),
            html.P("", role="alert", hidden=True, className="failed"),
            html.Div(className="instrument-found scroller", tabIndex="0", hidden=True),
            html.Div([forms.submit(t(f"{KEYS}.save"))], className="acts"),
            *words(),
        ],
        className="instrument-form",
        action="/instruments/written",
        **{"data-away": t("forms.away"), "data-then": then},
    )
    return grid(html.Div(form, className="wide-8"), _languages(sheet, languages))


def words() -> list[Any]:
    """What the script may have to say."""
    return [html.Span(t(f"{KEYS}.{one}"), hidden=True, **{"data-word": one}) for one in WORDS]


def _about(sheet: InstrumentSheet, languages: list[str]) -> Any:
    name = "" if sheet.comes_with_it else sheet.id
    return card(
        t(f"{KEYS}.about"),
        t(f"{KEYS}.about.finding"),
        _single("id", t(f"{KEYS}.id"), name, hint=t(f"{KEYS}.id.hint")),
        *_texts("title", sheet.title, languages),
        *_areas("intro", sheet.intro, languages),
        _single("licence", t(f"{KEYS}.licence"), sheet.licence),
        _single("note", t(f"{KEYS}.note"), sheet.note),
        classes="fields",
    )


def _languages(sheet: InstrumentSheet, languages: list[str]) -> Any:
    """Another language is another field beside every text; it begins empty."""
    named = ", ".join(known().get(one, one) for one in languages)
    more = html.Form(
        [
            forms.hidden("instrument", sheet.id, id_="more-instrument"),
            forms.hidden("do", "edit"),
            forms.slot("more", t(f"{KEYS}.languages.add"), hint="fr, pl, pt-BR", longest=12),
            html.Button(t(f"{KEYS}.languages.more"), type="submit", className="quiet"),
        ],
        method="get",
        className="fields",
    )
    return card(
        t(f"{KEYS}.languages"),
        t(f"{KEYS}.languages.finding", languages=named),
        more,
        html.P(t(f"{KEYS}.languages.drop"), className="under"),
        classes="wide-4",
    )


def _questions(sheet: InstrumentSheet, languages: list[str]) -> Any:
    parts = [_question(one, at, languages) for at, one in enumerate(sheet.items)]
    return _list("items", t(f"{KEYS}.questions.finding"), parts)


def _question(item: ItemText, at: int, languages: list[str]) -> Any:
    mark = f"items-{at}"
    return _part(
        "items",
        forms.row(
            forms.slot("id", t(f"{KEYS}.short_name"), value=item.id, id_=f"{mark}-id", longest=40),
            forms.slot(
                "scale", t(f"{KEYS}.of_scale"), value=item.scale, id_=f"{mark}-scale", longest=40
            ),
        ),
        *_texts("text", item.text, languages, mark),
        forms.check("reversed", t(f"{KEYS}.reversed"), is_on=item.reversed, id_=f"{mark}-reversed"),
    )


def _scales(sheet: InstrumentSheet, languages: list[str]) -> Any:
    parts = [_scale(one, at, languages) for at, one in enumerate(sheet.scales)]
    return _list("scales", t(f"{KEYS}.scales.finding"), parts)


def _scale(scale: ScaleText, at: int, languages: list[str]) -> Any:
    mark = f"scales-{at}"
    return _part(
        "scales",
        forms.slot("id", t(f"{KEYS}.short_name"), value=scale.id, id_=f"{mark}-id", longest=40),
        *_texts("label", scale.label, languages, mark),
        *_texts("description", scale.description, languages, mark),
    )


def _comments(sheet: InstrumentSheet, languages: list[str]) -> Any:
    empty = CommentText(id="", text=dict.fromkeys(languages, ""))
    given = sheet.comments or (empty,)
    parts = [
        _part(
            "comments",
            forms.slot(
                "id", t(f"{KEYS}.short_name"), value=one.id, id_=f"comments-{at}-id", longest=40
            ),
            *_texts("text", one.text, languages, f"comments-{at}"),
        )
        for at, one in enumerate(given)
    ]
    return _list("comments", t(f"{KEYS}.comments.finding"), parts)


def _list(name: str, finding: str, parts: list[Any]) -> Any:
    more = html.Button(
        t(f"{KEYS}.{name}.more"), type="button", className="quiet part-more", **{"data-of": name}
    )
    return card(t(f"{KEYS}.{name}"), finding, html.Div(parts, className="parts"), more)


def _part(name: str, *fields: Any) -> Any:
    """One question, scale or comment, with buttons to move it and to take it out."""
    moves = [
        html.Button(t(f"{KEYS}.{one}"), type="button", className="quiet", **{"data-move": one})
        for one in ("up", "down", "remove")
    ]
    acts = html.Div(moves, className="acts")
    return html.Fieldset(
        [html.Legend(t(f"{KEYS}.{name}.one")), *fields, acts],
        className="part fields",
        **{"data-part": name},
    )


def _single(name: str, label: str, value: str, *, hint: str = "") -> Any:
    return forms.slot(name, label, value=value, hint=hint, is_required=True)


def _texts(name: str, said: Said, languages: list[str], mark: str = "top") -> list[Any]:
    return [
        forms.slot(
            f"{name}.{one}", _label(name, one), value=said.get(one, ""), id_=f"{mark}-{name}-{one}"
        )
        for one in languages
    ]


def _areas(name: str, said: Said, languages: list[str]) -> list[Any]:
    return [
        forms.area(f"{name}.{one}", _label(name, one), value=said.get(one, ""), id_=f"top-{one}")
        for one in languages
    ]


def _label(name: str, language: str) -> str:
    return t(f"{KEYS}.in", what=t(f"{KEYS}.text.{name}"), language=known().get(language, language))
