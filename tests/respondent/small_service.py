"""A wave in one process, built from the real credentials: what a respondent's client talks to."""

import hashlib
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from survey_api.credentials import blind_rsa, envelope, issue, keys, manifest
from survey_api.credentials.encoding import b64u
from tests.credentials import samples

QUESTIONNAIRE: dict[str, Any] = {
    "v": 1,
    "title": "…",
    "items": [{"id": "mistakes", "text": "…"}, {"id": "help", "text": "…"}],
    "cuts": [
        {
            "id": "tenure",
            "label": "…",
            "ordered": True,
            "levels": [{"id": "short", "label": "…"}, {"id": "long", "label": "…"}],
        }
    ],
    "options": [{"value": value, "label": str(value)} for value in range(1, 6)],
}
INV = bytes(range(16))


@dataclass
class SmallService:
    """Answers like the real services do; ``lose`` drops that many replies on the way back."""

    token_key: keys.TokenKey
    ballot_url: str = "http://127.0.0.1:1"
    lose: int = 0
    requests: dict[bytes, bytes] = field(default_factory=dict)
    box: list[bytes] = field(default_factory=list)
    promise_seed: bytes = samples.PROMISE_SEED
    label: str = samples.LABEL
    manifests_served: int = 0
    cookies_seen: list[str] = field(default_factory=list)

    def manifest(self, wave: str) -> bytes:
        digest = hashlib.sha256(manifest.canonical(QUESTIONNAIRE)).digest()
        changes = {"questionnaire_sha256": digest, "ballot_url": self.ballot_url}
        return manifest.encode(samples.sample_manifest(self.token_key.public, **changes))

    def questionnaire(self, wave: str) -> dict[str, Any]:
        return QUESTIONNAIRE

    def issue(self, body: bytes) -> bytes:
        request = issue.decode_request(body)
        assert self.requests.setdefault(request.inv, request.blinded) == request.blinded
        blind_sig = blind_rsa.signer(self.token_key.private).blind_sign(request.blinded)
        reply = issue.IssueReply(blind_sig, samples.UNIT, samples.PASS, samples.SALT, self.label)
        return issue.encode_reply(reply)

    def cast(self, wave: str, body: bytes) -> bytes:
        message = envelope.parse_cast(body, 4096)
        raw = self.manifest(wave)
        mh = manifest.manifest_hash(raw)
        assert envelope.verify_cast(message, mh, manifest.parse(raw).token_key) is None
        self.box.append(body)
        leaf = envelope.leaf(mh, message.bpk, message.sealed)
        return keys.sign(self.promise_seed, envelope.promise_message(mh, leaf))

    def ballots(self) -> list[dict[str, Any]]:
        """What the tally key finds in the box."""
        mh = manifest.manifest_hash(self.manifest(""))
        tally = keys.TallyKey.load(samples.TALLY_PRIVATE)
        messages = [envelope.parse_cast(body, 4096) for body in self.box]
        return [envelope.open_sealed(tally, mh, m.bpk, m.sealed) for m in messages]


def over_http(service: SmallService) -> ThreadingHTTPServer:
    """Serve on a free port; the caller shuts the server down."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._note_cookie()
            is_manifest = self.path.startswith("/manifest/")
            service.manifests_served += is_manifest
            self._reply(
                200, service.manifest("") if is_manifest else manifest.canonical(QUESTIONNAIRE)
            )

        def do_POST(self) -> None:
            self._note_cookie()
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if "closed" in self.path:
                return self._reply(409, b'{"detail":"This wave is closed."}')
            reply = service.issue(body) if self.path == "/issue" else service.cast("", body)
            if service.lose:
                service.lose -= 1
                return self.connection.close()
            return self._reply(200, reply)

        def _reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Set-Cookie", "seen=before; Path=/")
            self.end_headers()
            self.wfile.write(body)

        def _note_cookie(self) -> None:
            if cookie := self.headers["Cookie"]:
                service.cookies_seen.append(cookie)

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.ballot_url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def link(survey_url: str = "http://127.0.0.1:1") -> str:
    return f"{survey_url}/w/{b64u(samples.WAVE)}#{b64u(INV)}"
