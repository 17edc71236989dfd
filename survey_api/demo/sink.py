"""A mail server that keeps everything to itself, and a page to read it: for the demo only."""

import email
import email.policy
import re
from collections import deque
from collections.abc import Callable
from email.message import EmailMessage
from html import escape
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

KEPT = 2_000
LINK = re.compile(r"(https?://[^\s<>\"]+)")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo mailbox</title>
<style>
body{{font:15px/1.5 system-ui,sans-serif;color:#161B26;background:#F6F7F9;margin:0}}
main{{max-width:760px;margin:0 auto;padding:28px 20px}}
h1{{font-size:24px;margin:0 0 4px}} p{{color:#475061}}
.card{{background:#fff;border:1px solid #E3E6EC;border-radius:14px;padding:16px 20px;margin:14px 0}}
a{{color:#2445A8}} button{{font:inherit;padding:8px 16px;border-radius:9px;border:0;
background:#2F55C8;color:#fff;cursor:pointer}} pre{{white-space:pre-wrap;overflow-wrap:anywhere}}
li{{margin:6px 0}} input{{font:inherit;padding:7px 10px;border:1px solid #CBD1DB;border-radius:9px}}
</style><main><h1>Demo mailbox</h1>
<p>Every mail of the demo ends here. Real installations have no such page.</p>
{body}</main></html>"""


class Mailbox:
    """Receives mail over SMTP and keeps the newest ``KEPT`` messages in memory."""

    def __init__(self) -> None:
        self.messages: deque[EmailMessage] = deque(maxlen=KEPT)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if isinstance(message, EmailMessage):
            self.messages.append(message)
        return "250 kept"

    def all(self) -> list[EmailMessage]:
        """Every message kept, oldest first."""
        return list(self.messages.copy())

    def to(self, address: str) -> list[EmailMessage]:
        """Messages to one address, oldest first."""
        return [one for one in self.all() if address.lower() in str(one["to"]).lower()]


def listen(mailbox: Mailbox, host: str, port: int) -> Controller:
    """Start the SMTP server in a thread of its own; ``stop()`` ends it."""
    controller = Controller(mailbox, hostname=host, port=port)
    controller.start()
    return controller


def mailbox_page(mailbox: Mailbox, close_wave: Callable[[], str]) -> Starlette:
    """The page that shows the mails and closes the open wave on a button."""

    def overview(request: Request) -> Response:
        wanted = request.query_params.get("to", "")
        found = mailbox.to(wanted) if wanted else mailbox.all()
        rows = "".join(
            _row(number, one, wanted) for number, one in list(enumerate(found))[-100:][::-1]
        )
        body = f"""<form class="card" method="post" action="/close"><button>Close the open wave now
        </button> <span>and see its release appear in the dashboard.</span></form>
        <form class="card"><label>Mails to <input name="to" value="{escape(wanted)}"></label>
        <button>Show</button> {len(found)} mails<ul>{rows}</ul></form>"""
        return HTMLResponse(PAGE.format(body=body))

    def read(request: Request) -> Response:
        wanted, number = request.query_params.get("to", ""), int(request.path_params["number"])
        found = mailbox.to(wanted) if wanted else mailbox.all()
        if number >= len(found):
            return RedirectResponse("/", status_code=303)
        return HTMLResponse(PAGE.format(body=_message(found[number])))

    def close(_request: Request) -> Response:
        return HTMLResponse(PAGE.format(body=f'<div class="card">{escape(close_wave())}</div>'))

    return Starlette(
        routes=[
            Route("/", overview),
            Route("/mail/{number:int}", read),
            Route("/close", close, methods=["POST"]),
        ]
    )


def _row(number: int, message: EmailMessage, wanted: str) -> str:
    to, subject = escape(str(message["to"])), escape(str(message["subject"]))
    return f'<li><a href="/mail/{number}?to={quote(wanted)}">{subject}</a> · {to}</li>'


def _message(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    text = escape(part.get_content() if part else "")
    linked = LINK.sub(r'<a href="\1">\1</a>', text)
    subject, to = escape(str(message["subject"])), escape(str(message["to"]))
    return f'<div class="card"><b>{subject}</b><br>{to}<pre>{linked}</pre></div>'
