"""How small a group may be shown, and what each choice costs this organisation."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components.common import card, grid, table
from dashboard.components.header import chooser, header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.running import PolicyPreview, PreviewOfK

K_FROM, K_TO = 5, 12
PAGES = ("with_percentages", "with_zone", "with_cuts")
FULL = 100


def page(view: View) -> Page:
    """A picture of the price of each smallest group, and the same as a table."""
    choices = Administration(view.api).choices()
    chosen = view.asked.get("policy", choices.policies[0])
    if chosen not in choices.policies:
        chosen = choices.policies[0]
    found = Administration(view.api).policy(chosen, K_FROM, K_TO)
    title = t("admin.policy.title")
    rules = [(one, t(f"admin.policy.name.{one}")) for one in choices.policies]
    head = header(view, title, lead=t("admin.policy.lead"))
    choice = chooser("policy", t("admin.waves.policy"), rules, chosen)
    pick = html.Div(choice, className="tools policy-choice")
    body = grid(_price(found), _pages(found))
    return Page(title, [head, pick, body], None, "admin/policy", is_sure=False)


def _price(found: PolicyPreview) -> Any:
    shown = [html.Li(_bar(one), className="price") for one in found.previews]
    first = found.previews[0]
    finding = t("admin.policy.price.finding", people=first.n_people, teams=first.n_teams)
    return card(
        t("admin.policy.price"),
        finding,
        html.Ul(shown, className="prices"),
        _table(found),
        classes="wide-7",
    )


def _bar(one: PreviewOfK) -> list[Any]:
    """The middle of the three responses, as a bar and in words."""
    middle = one.published[len(one.published) // 2]
    share = round(FULL * middle.share_of_teams)
    told = t("admin.policy.bar", k=one.k, share=share, response=round(FULL * middle.response))
    return [
        html.Span(told),
        html.Progress(
            value=str(share), max=str(FULL), className="progress", **{"aria-label": told}
        ),
    ]


def _table(found: PolicyPreview) -> Any:
    responses = [round(FULL * one.response) for one in found.previews[0].published]
    head = [t("admin.policy.k")]
    head += [t("admin.policy.teams", response=one) for one in responses]
    head += [t("admin.policy.people", response=one) for one in responses]
    rows = [
        [
            str(one.k),
            *(f"{FULL * part.share_of_teams:.0f} %" for part in one.published),
            *(f"{FULL * part.share_of_people_in_team:.0f} %" for part in one.published),
        ]
        for one in found.previews
    ]
    return html.Div(table(head, rows), className="scroller plain-table", tabIndex="0")


def _pages(found: PolicyPreview) -> Any:
    pages = found.pages
    told = [
        html.Li(t(f"admin.policy.{name}", n=getattr(pages, name)), className="said")
        for name in PAGES
    ]
    able = "yes" if pages.has_statistics else "no"
    told.append(html.Li(t(f"admin.policy.statistics.{able}")))
    finding = t("admin.policy.pages.finding", response=round(FULL * pages.response))
    return card(
        t("admin.policy.pages"),
        finding,
        html.Ul(told),
        html.P(t("admin.policy.fixed"), className="under"),
        classes="wide-5",
    )
