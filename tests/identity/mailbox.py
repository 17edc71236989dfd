"""A real SMTP server in a thread, which can be told how to answer."""

import email
import re
import threading
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port

OK = "250 taken"
Answer = Callable[[str], str]


def accept(_to: str) -> str:
    """What a mailbox answers unless it is told otherwise."""
    return OK


class Mailbox:
    """Keeps what it accepts. ``at_rcpt`` and ``at_data`` say how to answer, by
    recipient, ``at_mail`` for all."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.at_rcpt: Answer = accept
        self.at_data: Answer = accept
        self.at_mail = "250 OK"
        self.n_connections = 0
        self._lock = threading.Lock()
        self.port = free_port()
        self._controller: Any = None

    def start(self) -> "Mailbox":
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.n_connections += 1
        return responses

    async def handle_MAIL(
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.at_mail

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        answer = self.at_rcpt(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        answer = self.at_data(envelope.rcpt_tos[0])
        if answer == OK:
            with self._lock:
                self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return answer

    def recipients(self) -> list[str]:
        return sorted(mail["To"].addresses[0].addr_spec for mail in self.mails)


def plain(mail: EmailMessage) -> str:
    """The plain text part."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage) -> str:
    """The one personal link of a mail."""
    found = re.findall(r"https?://\S+#\S+", plain(mail))
    assert len(found) == 1
    return str(found[0])
