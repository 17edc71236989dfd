"""Notices: drafts for counsel made from today's settings, to be read here and taken along."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components.common import card, grid, icon
from dashboard.components.header import chooser, header
from dashboard.components.notice_paper import paper
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import known, plural, spoken, t
from survey_api.published.schemas.notices import NoticeLine, NoticeOut, NoticesOut

HERE = ("admin", "notices")
NAME = "admin/notices"
FORMS = ("pdf", "html", "md")


def page(view: View) -> Page:
    """All six, or the one that is named in the address."""
    api, wanted = Administration(view.api), view.asked.get("language") or spoken()
    found = api.notices(wanted)
    names = {one.notice for one in found.notices}
    name = view.asked.get("notice")
    if name in names:
        return _one(view, found, api.notice(str(name), found.locale))
    title = t("admin.notices.title")
    head = header(view, title, lead=t("admin.notices.lead"))
    cards = [_line(one, found.locale) for one in found.notices]
    body = grid(html.Div(cards, className="run-list notices wide-7"), _about())
    return Page(title, [head, body], None, NAME, is_sure=False)


def _line(one: NoticeLine, language: str) -> Any:
    read = address(*HERE, notice=one.notice, language=language)
    return card(
        t(f"admin.notices.is.{one.notice}"),
        t(f"admin.notices.is.{one.notice}.finding"),
        html.P(_left(one.n_gaps), className="note-line"),
        html.Div(
            [html.A(t("admin.notices.read"), href=read, className="primary"),
             *_files(one.notice, language)],
            className="acts",
        ),
    )  # fmt: skip


def _left(n_gaps: int) -> list[Any]:
    if not n_gaps:
        return [icon("check"), t("admin.notices.complete")]
    return [icon("alert"), plural("admin.notices.gaps", n_gaps)]


def _files(notice: str, language: str) -> list[Any]:
    return [
        html.A(
            [icon("download"), form.upper()],
            href=f"/notices/{notice}/file.{form}?lang={language}",
            className="download",
            **{"aria-label": _label(notice, form, language)},
        )
        for form in FORMS
    ]


def _label(notice: str, form: str, language: str) -> str:
    said = {"title": t(f"admin.notices.is.{notice}"), "language": known().get(language, language)}
    return t("admin.notices.get", format=form.upper(), **said)


def _about() -> Any:
    told = [html.Li(t(f"admin.notices.about.{one}")) for one in ("draft", "gaps", "made", "again")]
    way = html.A(t("admin.notices.settings"), href=address("admin", "settings"))
    return card(
        t("admin.notices.about"), "", html.Ul(told), html.P(way), classes="wide-5 notices-about"
    )


def _one(view: View, all_of_them: NoticesOut, found: NoticeOut) -> Page:
    crumbs = [(t("admin.notices.title"), address(*HERE, language=found.locale))]
    tongues = [(one, known().get(one, one)) for one in all_of_them.languages]
    tools = [
        chooser("language", t("admin.notices.language"), tongues, found.locale),
        html.Div(_files(found.notice, found.locale), className="acts"),
    ]
    head = header(view, found.title, crumbs=crumbs, lead=t("admin.notices.draft"))
    body = grid(
        paper(found), html.Div([_gaps(found), _made_from(found)], className="run-list beside-paper")
    )
    bar = html.Div(tools, className="tools")
    return Page(found.title, [head, bar, body], None, NAME, is_sure=False)


def _gaps(found: NoticeOut) -> Any:
    title = t("admin.notices.left")
    if not found.gaps:
        return card(title, t("admin.notices.complete"))
    foreign = {} if found.locale == spoken() else {"lang": found.locale}
    said = [html.Li(one.partition(": ")[2] or one) for one in found.gaps]
    return card(title, plural("admin.notices.gaps", len(found.gaps)), html.Ol(said, **foreign))


def _made_from(found: NoticeOut) -> Any:
    named = [html.Li(html.Code(one)) for one in found.settings]
    fold = html.Details([html.Summary(t("admin.notices.which")), html.Ul(named)])
    return card(t("admin.notices.from"), t("admin.notices.from.finding"), fold)
