"""The one person's browser: it tells everything about itself, and remembers what it sent."""

from contextlib import suppress

import httpx2

from survey_api.respondent.transport import HttpTransport
from tests.deploy.front import HOSTS, Front

ADDRESS, FORWARDED = "127.77.66.55", "203.0.113.77"
AGENT, E_MAIL = "Kanarie-Browser/77.3", "zilvervink.kanarie@example.org"


class ThroughTheFront(HttpTransport):
    """The canary's browser: from an address of its own, with headers that tell everything."""

    def __init__(self, front: Front) -> None:
        self.seen: dict[str, bytes] = {}
        headers = {"User-Agent": AGENT, "X-Forwarded-For": FORWARDED, "Cookie": f"a={E_MAIL}"}
        headers |= {"Referer": f"https://mail.example.org/{E_MAIL}", "X-Request-Id": AGENT}
        here = f"https://127.0.0.1:{front.port}"
        self._survey, self._ballots = (
            httpx2.Client(
                base_url=here,
                headers={**headers, "Host": HOSTS[origin]},
                transport=httpx2.HTTPTransport(verify=False, local_address=ADDRESS),
                timeout=30,
            )
            for origin in ("SURVEY", "BALLOT")
        )
        self._ballot_url = here

    def use_ballot_url(self, ballot_url: str) -> None:
        """All goes through the front."""

    def issue(self, body: bytes) -> bytes:
        reply = super().issue(body)
        self.seen |= {"invitation": body[:16], "blinded message": body[16:48]}
        self.seen |= {"blind signature": reply[:32], "unit pass": reply[416:448]}
        return reply

    def cast(self, wave: str, body: bytes) -> bytes:
        self.seen |= {"token": body[65:97], "ballot key": body[33:65], "sealed": body[500:532]}
        return super().cast(wave, body)

    def bad(self, origin: str, method: str, path: str, body: bytes = b"") -> None:
        """A request that is refused, perhaps before it was read."""
        client = self._survey if origin == "SURVEY" else self._ballots
        with suppress(httpx2.TransportError):
            client.request(method, path, content=body)
