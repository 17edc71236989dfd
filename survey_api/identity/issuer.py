"""The hot path of room 1: one blind signature for one invitation, however often it is asked."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Engine

from survey_api.credentials.encoding import ISSUE_REQUEST
from survey_api.credentials.issue import decode_request
from survey_api.errors import SafeToSayError, TooLarge
from survey_api.identity.issue_budget import LIMIT, IssueBudget
from survey_api.identity.issue_writer import (
    Asked,
    InvitationUnknown,
    InvitationUsed,
    IssueRequestInvalid,
    IssueWriter,
    IssuingClosed,
    IssuingUnavailable,
)
from survey_api.identity.wave_secrets import WaveSecretsCache

THREADS = 16  # each waits for a commit or signs outside the interpreter lock
SAYABLE = (InvitationUnknown, InvitationUsed, IssuingClosed, IssueRequestInvalid)


class IssueRequestTooLarge(TooLarge):
    """The request must be exactly 400 bytes: an invitation and a blinded message."""


class Issuer:
    """Answers the issue requests of all open waves for one process."""

    def __init__(self, engine: Engine, key_file: Path, *, attempts: int = LIMIT) -> None:
        mark = "?" if engine.dialect.name == "sqlite" else "%s"
        self._writer = IssueWriter(engine, WaveSecretsCache(key_file, mark=mark), mark=mark)
        self._budget = IssueBudget(attempts)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="issue")

    async def reply(self, body: bytes) -> bytes:
        """``issue`` in a thread, for the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self.issue, body)

    def issue(self, body: bytes) -> bytes:
        """The 640-byte reply to a 400-byte request; the same request gets the same reply.

        Raises ``InvitationUnknown``, ``InvitationUsed``, ``IssuingClosed``,
        ``IssueRequestInvalid``, ``IssueRequestTooLarge``, ``AskedTooOften`` or
        ``IssuingUnavailable``.
        """
        if len(body) != ISSUE_REQUEST:
            raise IssueRequestTooLarge if len(body) > ISSUE_REQUEST else IssueRequestInvalid
        request = decode_request(body)
        digest = hashlib.sha256(request.inv).digest()
        self._budget.spend(digest)
        asked = Asked(digest, request.blinded)
        self._writer.settle(asked)
        if asked.refusal is not None:
            raise public(asked.refusal)
        if asked.secrets is None:
            raise IssuingUnavailable
        return asked.secrets.reply(asked.unit, asked.blinded)

    def close(self) -> None:
        """Let the threads and the connection go."""
        self._pool.shutdown()
        self._writer.close()


def public(refusal: SafeToSayError) -> SafeToSayError:
    """A refusal as a respondent may read it: faults of keys are only "not just now"."""
    return refusal if isinstance(refusal, SAYABLE) else IssuingUnavailable()
