"""A second step for local accounts: a code from an authenticator app (RFC 6238), or one of the
recovery codes that were printed when it was set up.

Each code works once. Who signs in with the company's account has the company's own second step.
"""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pyotp
from sqlalchemy import delete

from survey_api import clock
from survey_api.credentials.keys import open_secret, seal_secret
from survey_api.errors import Conflict, Unauthenticated
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Person, RecoveryCode, SecondStep
from survey_api.identity.resealing import BY_IDENTITY_KEY
from survey_api.identity.throttle import Throttle

SECONDS = 30
EARLY_AND_LATE = (-1, 0, 1)  # half minutes by which two clocks may differ
SECRET_BYTES = 20
RECOVERY_CODES, RECOVERY_BYTES = 8, 10
GUESSES = Throttle(8, timedelta(minutes=15))


class SecondStepMissing(Unauthenticated):
    """This account asks for a second step. Type the code from your authenticator app, or one of
    your recovery codes."""


class SecondStepWrong(Unauthenticated):
    """This code is wrong, was used already, or is over. Wait for the next one, or use a recovery
    code."""


class SecondStepThere(Conflict):
    """You have a second step already. End it first, against a code, and begin anew."""


class SecondStepNotBegun(Conflict):
    """There is no second step waiting for its first code. Begin anew."""


@dataclass(frozen=True)
class Given:
    """What a browser sent as its second step, and the key file that opens what it is held
    against."""

    code: str = field(repr=False)
    key_file: Path


@dataclass(frozen=True)
class Enrolment:
    """What the person sees once: an address for the app, and codes for a drawer."""

    uri: str = field(repr=False)
    recovery_codes: tuple[str, ...] = field(repr=False)


def enrol(
    session: IdentitySession, person: Person, key: bytes, issuer: str, *, confirmed: bool = True
) -> Enrolment:
    """Begin, or begin anew: what was shared before ends with this. Unless ``confirmed``, nothing
    is asked for before ``confirm``."""
    remove(session, person.id)
    secret = os.urandom(SECRET_BYTES)
    row = SecondStep(person_id=person.id, last_count=0, confirmed=confirmed)
    row.sealed = seal_secret(key, BY_IDENTITY_KEY[SecondStep](row), secret)
    session.add(row)
    codes = tuple(_readable(os.urandom(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))
    for code in codes:
        session.add(RecoveryCode(digest=_digest(code), person_id=person.id))
    uri = _app(secret).provisioning_uri(name=person.email or person.name, issuer_name=issuer)
    return Enrolment(uri, codes)


def remove(session: IdentitySession, person_id: UUID) -> None:
    """No second step any more; without one this changes nothing."""
    for table in (SecondStep, RecoveryCode):
        session.execute(delete(table).where(table.person_id == person_id))
    session.expire_all()  # rows were taken behind the session's back


def check(session: IdentitySession, person_id: UUID, given: Given) -> None:
    """Spend the code if this person has a second step. Raises ``SecondStepMissing``,
    ``SecondStepWrong`` or ``TooMany``."""
    row = session.get(SecondStep, person_id, with_for_update=True)
    if row is not None and row.confirmed:
        _check(session, row, given)


def confirm(session: IdentitySession, person_id: UUID, given: Given) -> None:
    """From the next sign-in on it is asked for: the app has shown that it knows the secret.
    Raises ``SecondStepNotBegun`` and what ``check`` raises."""
    row = session.get(SecondStep, person_id, with_for_update=True)
    if row is None or row.confirmed:
        raise SecondStepNotBegun
    _check(session, row, given)
    row.confirmed = True


def is_on(session: IdentitySession, person_id: UUID) -> bool:
    """Whether this person is asked for a second step."""
    row = session.get(SecondStep, person_id)
    return row is not None and row.confirmed


def _check(session: IdentitySession, row: SecondStep, given: Given) -> None:
    person_id = row.person_id
    code = "".join(given.code.split()).replace("-", "").upper()
    if not code:
        raise SecondStepMissing
    GUESSES.check(person_id.hex)
    if not (_spend(row, code, given.key_file) or _spend_recovery(session, person_id, code)):
        GUESSES.note(person_id.hex)
        raise SecondStepWrong
    GUESSES.clear(person_id.hex)


def _spend(row: SecondStep, code: str, key_file: Path) -> bool:
    purpose = BY_IDENTITY_KEY[SecondStep](row)
    app = _app(open_secret(key_file.read_bytes(), purpose, row.sealed))
    now = int(clock.now().timestamp()) // SECONDS
    for count in (now + step for step in EARLY_AND_LATE):
        is_right = hmac.compare_digest(app.generate_otp(count).encode(), code.encode())
        if is_right and count > row.last_count:
            row.last_count = count
            return True
    return False


def _spend_recovery(session: IdentitySession, person_id: UUID, code: str) -> bool:
    spent = delete(RecoveryCode).where(
        RecoveryCode.digest == _digest(code), RecoveryCode.person_id == person_id
    )
    return bool(session.scalars(spent.returning(RecoveryCode.digest)).all())


def _app(secret: bytes) -> pyotp.TOTP:
    return pyotp.TOTP(base64.b32encode(secret).decode(), interval=SECONDS)


def _readable(secret: bytes) -> str:
    text = base64.b32encode(secret).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.replace("-", "").encode()).digest()
