"""Installations that were told everything, nothing, or one thing, and their papers."""

from dataclasses import replace
from typing import Any

from survey_api.conduct.notices import facts, papers
from survey_api.conduct.notices.papers import Known, Notice, Paper
from survey_api.conduct.notices.rules import Rule
from survey_api.settings import Settings

BOTH = ("en", "de")
Papers = dict[tuple[Notice, str], Paper]
OTHERWISE: dict[str, Any] = {
    "organisation": "Nordlicht eG",
    "controller_address": "Hafenstraße 7, 20457 Hamburg",
    "controller_contact": "office@nordlicht.example",
    "dpo_contact": "dpo@nordlicht.example",
    "works_council": "Council of Nordlicht",
    "supervisory_authority": "Authority of Hamburg",
    "processors": "Rechenzentrum Nord GmbH",
    "voucher": "Ines Albrecht",
    "help_contact": "care@nordlicht.example",
    "report_contact": "Ombudsperson Dr. Klar",
    "app_url": "https://pulse.nordlicht.example",
    "survey_url": "https://survey.nordlicht.example",
    "ballot_url": "https://ballots.nordlicht.example",
    "identity_url": "postgresql+psycopg://u@db/identity",
    "smtp_host": "smtp.nordlicht.example",
    "mail_from": "Nordlicht <survey@nordlicht.example>",
    "smtp_starttls": True,
    "slack_webhook": "https://hooks.example/slack-secret",
    "teams_webhook": "https://hooks.example/teams-secret",
    "oidc_issuer": "https://login.nordlicht.example/realm",
    "oidc_roles_claim": "groups",
    "time_zone": "Europe/Berlin",
    "weekly_steps": True,
    "co_approval": True,
    "metrics_port": 9100,
    "objection_days": 23,
    "leaver_days": 41,
}
RULE = Rule(
    title="Spring", every="monthly", n_items=6, k=7, policy="strict", team_days=4, reminders=1,
    targeted=False, asks_comments=True, asks_about_people=True, has_sites=False, level=1,
)  # fmt: skip


def told(known: Known, **changes: Any) -> Known:
    """The same installation with other settings; an e-mail server and the like are not needed."""
    settings = replace(Settings().with_defaults(), **changes)
    return replace(known, facts=replace(known.facts, **facts.of_settings(settings)))


def found(known: Known, **changes: Any) -> Known:
    """The same installation with other things in its databases."""
    return replace(known, facts=replace(known.facts, **changes))


def all_told(known: Known) -> Known:
    people = replace(known.facts.people, comment_readers=("Ida Horn", "Jan Pohl"))
    keyed = {"level": 2, "key_holders": ("Noor Haddad (works council)",)}
    return found(told(known, **OTHERWISE), rules=(RULE,), people=people, **keyed)


def drawn(known: Known) -> Papers:
    return {(one, lang): papers.drawn(known, one, lang) for one in Notice for lang in BOTH}
