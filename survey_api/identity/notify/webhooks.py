"""Posts a sentence and a link into a channel: incoming webhooks of Slack and Teams.

What is posted is the same for everybody who reads the channel; it holds no personal secret.
"""

from enum import StrEnum
from typing import Any

import httpx2

from survey_api.settings import Settings

TIMEOUT_SECONDS = 10.0
REFUSED_FOR_GOOD = frozenset({400, 401, 403, 404, 410})


class Channel(StrEnum):
    """Where it can be said."""

    SLACK = "slack"
    TEAMS = "teams"


class PostRefused(Exception):
    """The channel did not take it; ``is_permanent`` when it never will."""

    def __init__(self, *, is_permanent: bool) -> None:
        super().__init__("the channel refused")
        self.is_permanent = is_permanent


class PostUncertain(Exception):
    """The connection broke after it was sent; it may stand there or not."""


def addresses(settings: Settings) -> dict[Channel, str]:
    """The channels that are set up."""
    known = {Channel.SLACK: settings.slack_webhook, Channel.TEAMS: settings.teams_webhook}
    return {channel: address for channel, address in known.items() if address}


def post(channel: Channel, address: str, said: str, button: str, link: str) -> None:
    """Send it once; raises ``PostRefused`` or ``PostUncertain``. Follows no redirect."""
    body = _slack(said, button, link) if channel is Channel.SLACK else _teams(said, button, link)
    try:
        reply = httpx2.post(address, json=body, timeout=TIMEOUT_SECONDS, follow_redirects=False)
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        raise PostRefused(is_permanent=False) from error
    except httpx2.HTTPError as error:
        raise PostUncertain from error
    if not reply.is_success:
        raise PostRefused(is_permanent=reply.status_code in REFUSED_FOR_GOOD)


def _slack(said: str, button: str, link: str) -> dict[str, Any]:
    """Slack's own marks in a text are made harmless: &, < and > (Slack, "Formatting text")."""
    plain = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": f"{plain}\n<{link}|{button}>", "unfurl_links": False}


def _teams(said: str, button: str, link: str) -> dict[str, Any]:
    """An adaptive card of version 1.4, as workflows for incoming webhooks take it."""
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "TextBlock", "text": said, "wrap": True}],
        "actions": [{"type": "Action.OpenUrl", "title": button, "url": link}],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "content": content}]}
