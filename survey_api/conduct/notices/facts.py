"""What a notice may name of this installation: its settings, and what its databases say today.

An empty text says that nobody has told us; a notice then shows a gap and invents nothing.
No fact is about a single person's taking part.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url

from survey_api import __version__, clock, languages
from survey_api.conduct import retention
from survey_api.conduct.notices.organised import Organised, organised
from survey_api.conduct.notices.rules import Rule, level_now, rules, spoken_in
from survey_api.conduct.rooms import Rooms
from survey_api.identity import sign_in, sign_in_links
from survey_api.identity.notify.webhooks import addresses
from survey_api.settings import Settings


@dataclass(frozen=True)
class Facts:
    """Names are what the texts say; ``SOURCES`` tells which settings each was made from."""

    version: str
    today: date
    organisation: str
    controller_address: str
    controller_contact: str
    dpo_contact: str
    works_council: str
    supervisory_authority: str
    processors: str
    voucher: str
    help_contact: str
    report_contact: str
    hosts: tuple[str, ...]
    is_https: bool
    database: str
    has_role_each: bool
    mail_server: str
    mail_from: str
    is_mail_encrypted: bool
    channels: tuple[str, ...]
    company_sign_on: str
    has_roles_from_sign_on: bool
    spoken: tuple[str, ...]
    time_zone: str
    has_weekly_steps: bool
    has_co_approval: bool
    has_metrics: bool
    objection_days: int
    leaver_days: int
    mail_days: int
    session_hours: int
    link_minutes: int
    link_days: int
    level: int
    key_holders: tuple[str, ...]
    rules: tuple[Rule, ...]
    people: Organised


ROLES = frozenset({"safetosay_api", "safetosay_worker"})  # deploy/grants/roles.sql
SOURCES: dict[str, tuple[str, ...]] = {
    "organisation": ("organisation",),
    "controller_address": ("controller_address",),
    "controller_contact": ("controller_contact",),
    "dpo_contact": ("dpo_contact",),
    "works_council": ("works_council",),
    "supervisory_authority": ("supervisory_authority",),
    "processors": ("processors",),
    "voucher": ("voucher",),
    "help_contact": ("help_contact",),
    "report_contact": ("report_contact",),
    "hosts": ("app_url", "survey_url", "ballot_url"),
    "is_https": ("app_url", "survey_url", "ballot_url"),
    "database": ("identity_url", "ballots_url", "published_url"),
    "has_role_each": ("identity_url",),
    "mail_server": ("smtp_host",),
    "mail_from": ("mail_from",),
    "is_mail_encrypted": ("smtp_starttls",),
    "channels": ("slack_webhook", "teams_webhook"),
    "company_sign_on": ("oidc_issuer",),
    "has_roles_from_sign_on": ("oidc_roles_claim",),
    "spoken": ("languages_dir",),
    "time_zone": ("time_zone",),
    "has_weekly_steps": ("weekly_steps",),
    "has_co_approval": ("co_approval",),
    "has_metrics": ("metrics_port",),
    "objection_days": ("objection_days",),
    "leaver_days": ("leaver_days",),
}
FOUND: dict[str, str] = {
    "channels": "channels",
    "level": "key_holders",
    "key_holders": "key_holders",
    "rules": "waves",
    "people": "roster",
}  # facts that the databases hold, by the name the texts have for the place


def gather(rooms: Rooms) -> Facts:
    """Everything as it is today."""
    level, key_holders = level_now(rooms)
    told = of_settings(rooms.settings)
    told["channels"] = _joined(told["channels"], spoken_in(rooms))
    return Facts(
        version=__version__,
        today=clock.today(),
        level=level,
        key_holders=key_holders,
        rules=rules(rooms, level),
        people=organised(rooms),
        mail_days=retention.MAIL_DAYS,
        session_hours=int(sign_in.LIFETIME.total_seconds() // 3600),
        link_minutes=int(sign_in_links.ON_DEMAND.total_seconds() // 60),
        link_days=sign_in_links.BY_RELEASE.days,
        **told,
    )


def _joined(set_up: tuple[str, ...], used: tuple[str, ...]) -> tuple[str, ...]:
    """A webhook is a secret that the process which draws a paper up may not have been given."""
    return tuple(sorted({*set_up, *used}))


def of_settings(settings: Settings) -> dict[str, Any]:
    """Every fact that ``SOURCES`` names."""
    return {**_told(settings), **_technical(settings)}


def _told(settings: Settings) -> dict[str, Any]:
    """Settings that are said as they are."""
    names = (
        "organisation", "controller_address", "controller_contact", "dpo_contact",
        "works_council", "supervisory_authority", "processors", "voucher", "help_contact",
        "report_contact", "mail_from", "time_zone",
    )  # fmt: skip
    return {name: getattr(settings, name).strip() for name in names}


def _technical(settings: Settings) -> dict[str, Any]:
    origins = [
        urlsplit(one) for one in (settings.app_url, settings.survey_url, settings.ballot_url)
    ]
    return {
        "hosts": tuple(one.hostname or "" for one in origins),
        "is_https": all(one.scheme == "https" for one in origins),
        "database": "SQLite" if settings.identity_url.startswith("sqlite") else "PostgreSQL",
        "has_role_each": make_url(settings.identity_url).username in ROLES,
        "mail_server": settings.smtp_host,
        "is_mail_encrypted": settings.smtp_starttls,
        "channels": tuple(one.title() for one in addresses(settings)),
        "company_sign_on": urlsplit(settings.oidc_issuer).hostname or "",
        "has_roles_from_sign_on": bool(settings.oidc_issuer and settings.oidc_roles_claim),
        "spoken": tuple(languages.own_name(one) for one in languages.known()),
        "has_weekly_steps": settings.weekly_steps,
        "has_co_approval": settings.co_approval,
        "has_metrics": settings.metrics_port > 0,
        "objection_days": settings.objection_days,
        "leaver_days": settings.leaver_days,
    }
