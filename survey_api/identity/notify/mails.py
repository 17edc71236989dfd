"""Writes one mail, plain text and HTML, from the catalogue of its reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Any

from survey_api import clock, languages
from survey_api.identity.notify import own_texts
from survey_api.identity.notify.dates import long_date
from survey_api.identity.notify.facts import WaveFacts
from survey_api.identity.notify.telling import Told
from survey_api.identity.wording import templates
from survey_api.settings import Settings

REMINDING = {"reminder-1", "reminder-2"}
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Letter:
    """Everything one mail depends on. ``link`` and ``code`` hold the reader's secret."""

    kind: str
    name: str = field(repr=False)
    email: str = field(repr=False)
    locale: str
    link: str = field(repr=False)
    code: str = field(default="", repr=False)
    facts: WaveFacts | None = None
    told: Told = field(default_factory=Told)
    own: Mapping[str, str] = field(default_factory=dict)


def write(letter: Letter, settings: Settings) -> EmailMessage:
    """The mail as it goes out. Raises ``ValueError`` for an address no mail can have."""
    words = _words(letter, settings)
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    local, _, domain = letter.email.rpartition("@")
    message["To"] = str(Address(letter.name, local, domain))
    message["Subject"] = words["subject"]
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=_domain(settings.mail_from))
    message["Auto-Submitted"] = "auto-generated"
    environment = templates(TEMPLATES)
    message.set_content(environment.get_template("mail.txt").render(words), cte="quoted-printable")
    html = environment.get_template("mail.html").render(words)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def fixed_sentences(letter: Letter, settings: Settings) -> list[str]:
    """What the mail says whoever words the rest of it."""
    words, texts = _words(letter, settings), languages.texts(letter.locale, "mail")
    said = [*_standing(letter, texts), words["code"], *words["notes"], *words["contacts"]]
    return [one for one in [*said, words["footer"]] if one]


def _words(letter: Letter, settings: Settings) -> dict[str, Any]:
    texts = languages.texts(letter.locale, "mail")
    shipped = {part: texts.get(f"{letter.kind}.{part}", "") for part in own_texts.PARTS}
    own = {**shipped, **own_texts.usable(letter.kind, letter.own)}
    values = _values(letter, settings)
    opening = _paragraphs(own["opening"].format(**values))
    return {
        "locale": languages.choose(letter.locale),
        "direction": languages.direction(letter.locale),
        "subject": own["subject"].format(**values),
        "heading": values["title"] or own["button"].format(),
        "greeting": texts["greeting"].format(**values),
        "openings": [*opening[:-1], " ".join([opening[-1], *_standing(letter, texts)])],
        "lines": letter.told.lines,
        "button": own["button"].format(),
        "link": letter.link,
        "code": texts["code"].format(**values) if letter.code else "",
        "closings": _paragraphs(own["closing"].format(**values)),
        "notes": [*(note.format(**values) for note in _notes(texts, letter.kind)), *_open(letter)],
        "contacts": _contacts(texts, values) if letter.code else [],
        "footer": texts["footer"].format(**values),
    }


def _standing(letter: Letter, texts: Mapping[str, str]) -> list[str]:
    """What follows the opening, whoever wrote it: who gets a reminder, what an unasked link is."""
    is_targeted = letter.kind in REMINDING and letter.facts and letter.facts.is_targeted
    key = f"{letter.kind}.{'targeted' if is_targeted else 'standing'}"
    return [texts[key]] if key in texts else []


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _values(letter: Letter, settings: Settings) -> dict[str, str]:
    """Whatever a standing text may have a place for."""
    facts, told = letter.facts, letter.told
    return {
        "name": letter.name,
        "organisation": settings.organisation,
        "title": facts.title if facts else "",
        "closes": long_date(facts.closes_on, letter.locale) if facts else "",
        "address": letter.link.partition("#")[0],
        "code": letter.code,
        "voucher": settings.voucher,
        "help_contact": settings.help_contact,
        "report_contact": settings.report_contact,
        **told.values,
        **{name: long_date(day, letter.locale) for name, day in told.days.items()},
    }


def _notes(texts: Mapping[str, str], kind: str) -> list[str]:
    """The paragraphs under the button, numbered from 1 in the catalogue."""
    numbers = range(1, 1 + sum(key.startswith(f"{kind}.note.") for key in texts))
    return [texts[f"{kind}.note.{number}"] for number in numbers]


def _open(letter: Letter) -> list[str]:
    """Who could open ballots of the wave the mail is about."""
    known = letter.facts.assurance if letter.facts else None
    return [known.sentence(letter.locale)] if known else []


def _contacts(texts: Mapping[str, str], values: dict[str, str]) -> list[str]:
    """Who vouches, that this is no reporting channel, and where to turn instead."""
    lines = [texts["voucher"]] if values["voucher"] else []
    lines.append(texts["not_reporting"])
    lines += [texts["help"]] if values["help_contact"] else []
    lines += [texts["report"]] if values["report_contact"] else []
    return [line.format(**values) for line in lines]


def _domain(mail_from: str) -> str:
    return parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
