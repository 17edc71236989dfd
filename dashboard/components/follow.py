"""After the finding: the newest promises, with the way to all of them."""

from typing import Any

from dashboard.components.commitments import state_chip
from dashboard.components.common import card
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.texts import day, t
from survey_api.published.schemas.commitments import CommitmentOut
from survey_api.published.schemas.follow import FollowThrough
from survey_api.published.schemas.results import UnitResult

NEWEST = 3


def commitments(found: FollowThrough, result: UnitResult) -> Any:
    """What was promised last, and where to promise, change and read all of it."""
    n = len(found.commitments)
    said = t("commitments.none") if n == 0 else t("commitments.finding.one")
    if n > 1:
        said = t("commitments.finding.many", n=n)
    newest = [_promise(one) for one in found.commitments[:NEWEST]]
    more = "commitments.more.leader" if found.may_commit else "commitments.more"
    way = html.A(
        t(more),
        href=address("commitments", result.unit, wave=result.wave.id),
        className="primary" if found.may_commit else "",
    )
    return card(
        t("commitments.title"),
        said,
        *([html.Ul(newest, className="promises")] if newest else []),
        html.P(way, className="links"),
        classes="wide-5",
        id_="promises",
    )


def _promise(one: CommitmentOut) -> Any:
    under = t("commitments.by", date=day(one.due_on), owner=one.owner, made=day(one.made_on))
    return html.Li([html.P(one.what), html.Small(under), html.P(state_chip(one))])
