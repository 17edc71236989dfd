"""One guidance text laid out: steps, what to say and what not, how to go on, where it is from."""

from collections.abc import Sequence
from typing import Any

from dashboard.components.common import card, grid
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.texts import spoken, t
from survey_api.published.schemas.guidance import (
    GuidanceRole,
    GuidanceStep,
    GuidanceText,
    SituationOut,
)

WHOLE = "wide-12"


def tabs(situation: SituationOut, role: GuidanceRole) -> Any:
    """The roles this reader may read it as, as plain links."""
    links = [
        html.A(
            t(f"guidance.role.{one}"),
            href=address("guidance", situation.id, one),
            **({"aria-current": "page"} if one == role else {}),
        )
        for one in situation.roles
    ]
    return html.Nav(links, className="role-tabs", **{"aria-label": t("guidance.role")})


def article(text: GuidanceText) -> Any:
    """The whole text; it says its language where it has none in the reader's."""
    foreign = {} if text.locale == spoken() else {"lang": text.locale}
    return html.Article(
        [
            html.P(text.lead, className="guidance-lead"),
            grid(
                _before(text.before),
                card(t("guidance.next"), t("guidance.next.why"), steps(text.steps), classes=WHOLE),
                _say("try", text.try_these),
                _say("avoid", text.avoid),
                card(t("guidance.follow"), "", entries(text.follow), classes="wide-6"),
                card(
                    t("guidance.not"),
                    "",
                    html.P(text.not_this, className="guidance-not"),
                    classes="wide-6",
                ),
                card(
                    t("guidance.sources"),
                    "",
                    html.Ul([html.Li(one) for one in text.sources], className="sources"),
                    classes=WHOLE,
                ),
            ),
        ],
        className="guidance",
        **foreign,
    )


def steps(said: Sequence[GuidanceStep]) -> Any:
    """What to do, each step under the name of its practice."""
    return html.Ol(
        [
            html.Li([html.B(t(f"practice.{one.practice}")), html.Span(one.text)], className="step")
            for one in said
        ],
        className="steps",
    )


def entries(said: Sequence[str]) -> Any:
    """A plain list."""
    return html.Ul([html.Li(one) for one in said], className="plain-list")


def _before(said: Sequence[str]) -> Any:
    if not said:
        return None
    return card(t("guidance.before"), t("guidance.before.why"), entries(said), classes=WHOLE)


def _say(kind: str, said: Sequence[str]) -> Any:
    listed = html.Ul([html.Li(one) for one in said], className=f"say say-{kind}")
    return card(t(f"guidance.{kind}"), t(f"guidance.{kind}.why"), listed, classes="wide-6")
