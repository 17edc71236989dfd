"""Reads reports of mails that could not be delivered (RFC 3464), and marks addresses on the roster.

Of a report only the address and whether it failed for good are taken; which mail it was, and when
it was sent, are not. A mark changes nothing for the person: every later mail is tried again.
"""

import email
import re
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from email.policy import default
from pathlib import Path

from sqlalchemy import func, select, update

from survey_api import clock
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Person

PERMANENT, TEMPORARY = "permanent", "temporary"
LARGEST = 2**20
AT_ONCE = 500
STATUS = re.compile(r"\s*([45])\.(\d{1,3})\.\d{1,3}\b")
OF_THE_ADDRESS = frozenset({"1", "2"})  # RFC 3463 §3: addressing and mailbox, not route or policy


def files(maildir: Path) -> Iterator[Path]:
    """The oldest files of a maildir, at most ``AT_ONCE``."""
    found = [one for part in ("new", "cur") for one in (maildir / part).glob("*") if one.is_file()]
    yield from sorted(found)[:AT_ONCE]


def read(raw: bytes) -> dict[str, str]:
    """Address → class, of every recipient whom a report gives up; empty for any other mail."""
    try:
        message = email.message_from_bytes(raw[:LARGEST], policy=default)
        return dict(_given_up(message))
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


def mark(session: IdentitySession, found: Mapping[str, str]) -> None:
    """The day and the class beside these addresses, in whatever case they are written."""
    for address, bounce in found.items():
        known = func.lower(Person.email) == address.lower()
        values = {"bounced_on": clock.today(), "bounce": bounce}
        session.execute(update(Person).where(known).values(**values))


def forget_changed(session: IdentitySession, arriving: Mapping[str, str | None]) -> None:
    """A mark belongs to an address: with another one in the roster it is gone."""
    marked = select(Person.id, Person.employee_id, Person.email).where(
        Person.bounced_on.is_not(None)
    )
    changed = [
        one.id
        for one in session.execute(marked)
        if one.employee_id in arriving and _differs(arriving[one.employee_id], one.email)
    ]
    rows = [{"id": one, "bounced_on": None, "bounce": None} for one in changed]
    if rows:
        session.execute(update(Person), rows)


def refused_address(code: int, said: bytes) -> bool:
    """Whether a reply to RCPT speaks of the address, and not of us or of the server."""
    status = STATUS.match(said.decode("ascii", "replace"))
    if status:
        return status[2] in OF_THE_ADDRESS
    return code in {450, 550, 551, 552, 553}


def _given_up(message: Message) -> Iterator[tuple[str, str]]:
    if message.get_content_type() != "multipart/report":
        return
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from _recipients(part.get_payload())


def _recipients(blocks: object) -> Iterator[tuple[str, str]]:
    """The first block is of the whole mail and names nobody (RFC 3464 §2.1)."""
    for block in blocks if isinstance(blocks, Iterable) else ():
        status = STATUS.match(str(block.get("Status", "")))
        named = block.get("Original-Recipient") or block.get("Final-Recipient") or ""
        kind, _, address = str(named).partition(";")
        is_given_up = str(block.get("Action", "")).strip().lower() == "failed"
        is_address = kind.strip().lower() == "rfc822"
        if is_given_up and is_address and status and status[2] in OF_THE_ADDRESS:
            yield address.strip().strip("<>"), PERMANENT if status[1] == "5" else TEMPORARY


def _differs(one: str | None, other: str | None) -> bool:
    return (one or "").lower() != (other or "").lower()
