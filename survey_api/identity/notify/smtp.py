"""Hands mails to an SMTP server and says exactly what became of each."""

import contextlib
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Protocol, Self

from survey_api.errors import SafeToSayError, Unavailable
from survey_api.identity.notify import bounces
from survey_api.settings import Settings

TIMEOUT_SECONDS = 20
PERMANENT = range(500, 600)
CLOSING = 421
HEADERS_ONLY = ["RET=HDRS"]  # RFC 3461 §4.3: a report shall not carry the link back


class MailServerUnreachable(Unavailable):
    """The mail server does not answer or refuses our sign-in. Mails wait in the outbox; check
    SAFETOSAY_SMTP_HOST, _PORT, _USER, _PASSWORD and _STARTTLS."""


class MailRefused(SafeToSayError):
    """The mail server refused this mail before accepting it."""

    def __init__(self, *, is_permanent: bool, of_address: bool = False) -> None:
        super().__init__()
        self.is_permanent = is_permanent
        self.of_address = of_address


class MailUncertain(SafeToSayError):
    """The connection broke after the mail was handed over, so it may or may not arrive."""


class Mailer(Protocol):
    """Something that takes mails; open it once for a batch."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_details: object) -> None: ...

    def send(self, message: EmailMessage) -> None:
        """Return when accepted; raise ``MailRefused``, ``MailUncertain`` or
        ``MailServerUnreachable`` otherwise."""


class SmtpMailer:
    """One SMTP connection, opened anew when the server hung up between two mails."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sender = parseaddr(settings.mail_from)[1]
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        self._smtp = self._connect()
        return self

    def __exit__(self, *_details: object) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail; each step is taken by hand, so that we know where it failed."""
        recipient = parseaddr(str(message["To"]))[1]
        content = message.as_bytes(policy=SMTP)
        smtp = self._ready()
        try:
            _expect_service(smtp.mail(self._sender, HEADERS_ONLY if smtp.has_extn("dsn") else []))
            _expect_address(smtp.rcpt(recipient))
            _expect(smtp.docmd("DATA"), 354)
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self._drop()
            raise MailRefused(is_permanent=isinstance(error, UnicodeError)) from None
        try:
            smtp.send(_as_data(content))
            reply = smtp.getreply()
        except (smtplib.SMTPException, OSError):
            self._drop()
            raise MailUncertain from None
        _expect(reply)

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        try:
            smtp = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS)
            if settings.smtp_starttls:
                smtp.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password)
            smtp.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError):
            raise MailServerUnreachable from None
        return smtp

    def _ready(self) -> smtplib.SMTP:
        """The connection after RSET, or a new one."""
        if self._smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._smtp.rset()[0] == 250:
                    return self._smtp
            self._drop()
        self._smtp = self._connect()
        return self._smtp

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _as_data(content: bytes) -> bytes:
    """A mail with CRLF line ends as SMTP wants it: leading dots doubled, a lone dot at the end."""
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")


def _expect_service(reply: tuple[int, bytes]) -> None:
    """Before a recipient is named, "not now" is about the server: it costs no mail an attempt."""
    if 400 <= reply[0] < 500:
        raise MailServerUnreachable
    _expect(reply)


def _expect_address(reply: tuple[int, bytes]) -> None:
    """As ``_expect``; a refusal says whether it is about the address."""
    if reply[0] == CLOSING:
        raise MailServerUnreachable
    if reply[0] not in {250, 251}:
        raise MailRefused(
            is_permanent=reply[0] in PERMANENT, of_address=bounces.refused_address(*reply)
        )


def _expect(reply: tuple[int, bytes], code: int = 250) -> None:
    """Raise ``MailRefused`` unless the server said ``code`` (or 251, "will forward")."""
    if reply[0] not in {code, 251}:
        raise MailRefused(is_permanent=reply[0] in PERMANENT)
