"""What a mail says to its reader beyond the standing texts; handed in by whoever may know it.

Nothing of it is stored: it is asked for while the mail is being sent, for this one person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from survey_api.identity.database import IdentitySession
from survey_api.identity.models import OutboxMessage, Person
from survey_api.identity.notify.facts import FactsOf, OwnTexts
from survey_api.settings import Settings


@dataclass(frozen=True)
class Told:
    """Paragraphs to read, values and days for the standing texts, and where the link leads to."""

    lines: tuple[str, ...] = field(default=(), repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    days: Mapping[str, date] = field(default_factory=dict)
    path: str = ""


Tell = Callable[[IdentitySession, OutboxMessage, Person], Told]


def nothing_more(_session: IdentitySession, _mail: OutboxMessage, _person: Person) -> Told:
    """For mails whose standing texts say everything."""
    return Told()


def shipped_only(_locale: str, _kind: str) -> Mapping[str, str]:
    """For an installation that says everything as the program does."""
    return {}


@dataclass(frozen=True)
class Sources:
    """Everything a mail is made from beside its row in the outbox."""

    settings: Settings
    facts_of: FactsOf
    tell: Tell = nothing_more
    own_texts: OwnTexts = shipped_only
