"""Mails: what each says, in the organisation's own words, beside how it looks; and the addresses of
the roster that take none."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, grid, icon, table
from dashboard.components.header import chooser, header
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, known, plural, spoken, t
from survey_api.published.schemas.mails import MailLine, MailPart, MailSheet, MailsOut

HERE = ("admin", "mails")
NAME = "admin/mails"
LONG = frozenset({"opening", "closing"})


def page(view: View) -> Page:
    """All kinds, or the one that is named in the address."""
    api = Administration(view.api)
    found = api.mails()
    wanted = view.asked.get("language") or spoken()
    language = wanted if wanted in found.languages else "en"
    kinds = {one.kind for one in found.mails}
    kind = view.asked.get("mail")
    if kind in kinds:
        return _one(view, found, api.mail(str(kind), language))
    title = t("admin.mails.title")
    head = header(view, title, lead=t("admin.mails.lead"))
    body = grid(_kinds(found, language), _addresses(found))
    return Page(title, [head, body], None, NAME, is_sure=False)


def _kinds(found: MailsOut, language: str) -> Any:
    rows = [html.Li(_line(one, language)) for one in found.mails]
    return card(
        t("admin.mails.kinds"),
        t("admin.mails.kinds.finding"),
        html.Ul(rows, className="mail-kinds"),
        classes="wide-7",
    )


def _line(one: MailLine, language: str) -> list[Any]:
    name = t(f"admin.mails.is.{one.kind}")
    changed = ", ".join(known().get(tag, tag) for tag in one.changed)
    note = t("admin.mails.changed", languages=changed) if changed else t("admin.mails.shipped")
    return [
        html.A(name, href=address(*HERE, mail=one.kind, language=language)),
        html.P(t(f"admin.mails.is.{one.kind}.when")),
        html.P([icon("check" if changed else "file"), note], className="note-line"),
    ]


def _addresses(found: MailsOut) -> Any:
    title = t("admin.mails.bounces")
    if not found.n_addresses:
        about = html.P(t("admin.mails.bounces.about"))
        return card(title, t("admin.mails.bounces.none"), about, classes="wide-5 top")
    head = [t(f"admin.mails.head.{one}") for one in ("employee", "address", "on", "bounce")]
    rows = [
        [one.employee_id, one.email, day(one.on), t(f"admin.mails.bounce.{one.bounce}")]
        for one in found.addresses
    ]
    more = found.n_addresses - len(found.addresses)
    return card(
        title,
        plural("admin.mails.bounces.some", found.n_addresses),
        html.Div(table(head, rows), className="scroller plain-table", tabIndex="0"),
        html.P(plural("admin.mails.bounces.more", more)) if more else None,
        html.P(t("admin.mails.bounces.about")),
        html.P(html.A(t("admin.mails.bounces.roster"), href=address("admin", "roster"))),
        classes="wide-5 top",
    )


def _one(view: View, found: MailsOut, sheet: MailSheet) -> Page:
    title = t(f"admin.mails.is.{sheet.kind}")
    crumbs = [(t("admin.mails.title"), address(*HERE, language=sheet.locale))]
    head = header(view, title, crumbs=crumbs, lead=t(f"admin.mails.is.{sheet.kind}.when"))
    tongues = [(one, known().get(one, one)) for one in found.languages]
    choose = chooser("language", t("admin.mails.language"), tongues, sheet.locale)
    body = grid(_form(sheet), _preview(sheet), _fixed(sheet))
    return Page(
        title, [head, html.Div([choose], className="tools"), body], None, NAME, is_sure=False
    )


def _form(sheet: MailSheet) -> Any:
    where = f"/mails/{sheet.kind}/{sheet.locale}"
    is_changed = any(one.text != one.shipped for one in sheet.parts)
    back = forms.act(t("admin.mails.reset"), where, verb="DELETE", sure=t("admin.mails.reset.sure"))
    acts = html.Div(
        [forms.submit(t("admin.mails.save")), back if is_changed else None], className="acts"
    )
    fields = [_field(one) for one in sheet.parts]
    form = forms.api_form(where, *fields, acts, verb="PUT", classes="mail-form")
    finding = t("admin.mails.words.changed" if is_changed else "admin.mails.words.finding")
    return card(t("admin.mails.words"), finding, form, classes="wide-5 top")


def _field(one: MailPart) -> Any:
    label, hint = t(f"admin.mails.part.{one.part}"), _hint(one)
    if one.part in LONG:
        return forms.area(one.part, label, value=one.text, hint=hint, rows=5)
    return forms.slot(one.part, label, value=one.text, hint=hint, longest=one.longest)


def _hint(one: MailPart) -> str:
    said = [t("admin.mails.longest", n=one.longest)]
    if one.places:
        said.append(t("admin.mails.places", places=" ".join(f"{{{it}}}" for it in one.places)))
    if one.required:
        said.append(t("admin.mails.required", places=" ".join(f"{{{it}}}" for it in one.required)))
    return " ".join(said)


def _preview(sheet: MailSheet) -> Any:
    seen = sheet.preview
    rows = [("from", seen.sender), ("to", seen.recipient), ("subject", seen.subject)]
    facts = [
        part
        for name, text in rows
        for part in (html.Dt(t(f"admin.mails.{name}")), html.Dd(text, className=f"mail-{name}"))
    ]
    framed = {"data-html": seen.html, "data-title": t("admin.mails.html")}
    return card(
        t("admin.mails.preview"),
        t("admin.mails.preview.finding"),
        html.P("", role="status", hidden=True, className="failed mail-wrong"),
        html.Dl(facts, className="facts"),
        html.Div(className="mail-html", lang=sheet.locale, **framed),
        html.Details(
            [
                html.Summary(t("admin.mails.text")),
                html.Pre(seen.text, className="mail-text", lang=sheet.locale, tabIndex="0"),
            ],
            className="form-fold",
            open=False,
        ),
        classes="wide-7 top",
    )


def _fixed(sheet: MailSheet) -> Any:
    foreign = {} if sheet.locale == spoken() else {"lang": sheet.locale}
    lines = [html.Li(one, **foreign) for one in sheet.fixed]
    return card(
        t("admin.mails.fixed"),
        t("admin.mails.fixed.finding"),
        html.Ul(lines, className="mail-fixed"),
        classes="wide-12",
    )
