"""A small survey to point the answer page at: real credentials and real site, state in memory.

It stands where the issuing and ballot services stand, so that a test can lose a reply, swap a
manifest or close the wave at the exact moment that matters.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from survey_api.ballots.refusals import NotYetPublished, TooManyVersions
from survey_api.catalogue import instruments
from survey_api.catalogue.library import load
from survey_api.credentials import blind_rsa, checkpoint, envelope, issue, keys
from survey_api.credentials.encoding import L_PROMISE, MAX_VERSIONS, b64u
from survey_api.credentials.manifest import (
    CommentReading,
    Custodian,
    Manifest,
    PublicKeys,
    Results,
    UnitEntry,
    canonical,
    encode,
    label_commitment,
    manifest_hash,
    unit_commitment,
)
from survey_api.errors import Conflict, NotFound, SafeToSayError
from survey_api.settings import Settings
from survey_api.web.client import client_digest
from survey_api.web.site import survey_site

UNIT, LABEL, ELIGIBLE = "care.night", "Customer care, night shift", 9
PULSE = load("pulse_short")
ITEMS = {"early": "problems_raised", "help": "support_first", "mistakes": "mistakes"}
LEVELS = {"under_1": "Under a year", "1_to_3": "1 to 3 years", "4_or_more": "4 years or more"}
LEVELS_DE = {"under_1": "Unter 1 Jahr", "1_to_3": "1 bis 3 Jahre", "4_or_more": "4 Jahre oder mehr"}
TENURE = {
    "id": "tenure",
    "label": {"en": "How long have you been with us?", "de": "Wie lange sind Sie schon bei uns?"},
    "ordered": True,
    "levels": [
        {"id": key, "label": {"en": text, "de": LEVELS_DE[key]}} for key, text in LEVELS.items()
    ],
}
POLICY = dict(k=5, w=2, t_low=1, t_high=0, big=50, scale_points=5, k_item=8, epsilon=1.0)


class InvitationUsed(Conflict):
    """This invitation was used with another request."""


class WaveNotOpen(Conflict):
    """This wave is closed."""


def questionnaire(cuts: tuple[Any, ...] = (), comments: tuple[Any, ...] = ()) -> bytes:
    """Three items of the shipped pulse under names of their own."""
    document = json.loads(instruments.questionnaire(PULSE))
    texts = {item["id"]: item["text"] for item in document["items"]}
    document |= {
        "items": [{"id": key, "text": texts[known]} for key, known in ITEMS.items()],
        "cuts": cuts,
        "comments": comments,
        "keying": dict.fromkeys(ITEMS, "straight"),
    }
    return json.dumps(document, ensure_ascii=False).encode()


@dataclass
class Survey:
    """One wave with its keys, and what the two services have accepted."""

    token_key: keys.TokenKey
    tally_key: keys.TallyKey
    promise_seed: bytes = field(default_factory=keys.generate_signing_key)
    wave: bytes = field(default_factory=lambda: os.urandom(16))
    pass_: bytes = field(default_factory=lambda: os.urandom(32))
    salt: bytes = field(default_factory=lambda: os.urandom(32))
    survey_url: str = ""
    ballot_url: str = ""
    manifest: bytes = b""
    invitations: dict[bytes, bytes] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)
    cuts: tuple[Any, ...] = ()
    comments: tuple[Any, ...] = ()
    is_closed: bool = False
    lost_replies: int = 0
    tamper: Callable[[bytes], bytes] | None = None

    def freeze(self, **changes: Any) -> None:
        """Write the manifest, with fields changed where a test wants them wrong."""
        self.manifest = encode(replace(self._described(), **changes))

    def ask_about(self, *cuts: Any) -> None:
        """Ask for these too, and freeze the wave anew."""
        self.cuts = cuts
        self.freeze()

    def ask_in_own_words(self, *comments: Any) -> None:
        """Take comments on these, and freeze the wave anew."""
        self.comments = comments
        readers = (Custodian("Mara Kern", "people partner"),)
        publish_on = date.today() + timedelta(days=12)  # noqa: DTZ011
        reading = CommentReading(self.tally_key.public_bytes, publish_on, readers)
        self.freeze(comments=True, padded=8192, reading=reading)

    @property
    def padded(self) -> int:
        """How long a ballot is in this wave."""
        return 8192 if self.comments else 4096

    def invite(self) -> bytes:
        """A fresh invitation's secret."""
        secret = os.urandom(16)
        self.invitations[secret] = b""
        return secret

    def link(self, secret: bytes) -> str:
        """The personal link as a mail has it."""
        return f"{self.survey_url}/w/{b64u(self.wave)}#{b64u(secret)}"

    def ballots(self) -> list[dict[str, Any]]:
        """Every accepted envelope, opened."""
        mh = manifest_hash(self.manifest)
        casts = [envelope.parse_cast(body, self.padded) for body in self.bodies]
        return [envelope.open_sealed(self.tally_key, mh, one.bpk, one.sealed) for one in casts]

    def issue(self, body: bytes) -> bytes:
        """One blind signature for one invitation, the same again for the same request."""
        asked = issue.decode_request(body)
        known = self.invitations.get(asked.inv)
        if known is None:
            raise NotFound
        if self.is_closed:
            raise WaveNotOpen
        if known not in (b"", asked.blinded):
            raise InvitationUsed
        self.invitations[asked.inv] = asked.blinded
        signature = blind_rsa.signer(self.token_key.private).blind_sign(asked.blinded)
        return issue.encode_reply(issue.IssueReply(signature, UNIT, self.pass_, self.salt, LABEL))

    def cast(self, body: bytes) -> bytes:
        """The promise for a ballot that passes every check of the box."""
        mh = manifest_hash(self.manifest)
        message = envelope.parse_cast(body, self.padded)
        if self.is_closed:
            raise WaveNotOpen
        assert envelope.verify_cast(message, mh, self.token_key.public) is None
        if body not in self.bodies:
            if sum(known[33:65] == message.bpk for known in self.bodies) >= MAX_VERSIONS:
                raise TooManyVersions
            self.bodies.append(body)
        leaf = envelope.leaf(mh, message.bpk, message.sealed)
        return keys.sign(self.promise_seed, L_PROMISE + mh + leaf)

    def leaves(self) -> list[bytes]:
        """The public list, as it is when the wave has closed."""
        mh = manifest_hash(self.manifest)
        casts = [envelope.parse_cast(body, self.padded) for body in self.bodies]
        return sorted(envelope.leaf(mh, one.bpk, one.sealed) for one in casts)

    def checkpoint(self) -> bytes:
        """The list's root, signed."""
        mh = manifest_hash(self.manifest)
        document = checkpoint.document(b64u(self.wave), mh, self.leaves())
        signature = keys.sign(self.promise_seed, document)
        return canonical({"checkpoint": b64u(document), "signature": b64u(signature)})

    def _described(self) -> Manifest:
        entry = UnitEntry(
            UNIT,
            ELIGIBLE,
            unit_commitment(self.wave, UNIT, self.pass_),
            label_commitment(self.wave, UNIT, self.salt, LABEL),
        )
        promise = keys.signing_public(self.promise_seed)
        today = date.today()  # noqa: DTZ011
        return Manifest(
            wave=self.wave,
            organisation="Harbour & Sons",
            title="How is it to speak up in your team?",
            opens=today,
            closes=today + timedelta(days=7),
            k=5,
            comments=False,
            padded=4096,
            token_key=self.token_key.public,
            tally_key=self.tally_key.public_bytes,
            units=(entry,),
            questionnaire_sha256=hashlib.sha256(questionnaire(self.cuts, self.comments)).digest(),
            client_sha256=hashlib.sha256(client_digest().encode()).digest(),
            custodians=(Custodian("Noor Haddad", "works council"),),
            policy=POLICY,
            keys=PublicKeys(promise, promise, promise),
            ballot_url=self.ballot_url,
            survey_url=self.survey_url,
            voucher="Noor Haddad, works council,",
            help_contact="Ada Brandt, ada.brandt@harbour.example, extension 210",
            report_contact="ombudsperson@harbour.example",
            reminders_at_most=2,
            results=Results(today + timedelta(days=9), today + timedelta(days=16), 5),
        )


def survey_app(survey: Survey, settings: Settings) -> Starlette:
    """The survey origin."""

    async def manifest(_request: Request) -> Response:
        return Response(survey.manifest, media_type="application/json")

    async def asked(_request: Request) -> Response:
        return Response(questionnaire(survey.cuts, survey.comments), media_type="application/json")

    async def post_issue(request: Request) -> Response:
        body = await request.body()
        survey.requests.append(body)
        return _answer(survey, survey.issue, body)

    routes = [
        Route("/manifest/{wave}", manifest),
        Route("/questionnaire/{wave}", asked),
        Route("/issue", post_issue, methods=["POST"]),
    ]
    app = Starlette(routes=routes)
    survey_site(app, settings)
    return app


def ballot_app(survey: Survey) -> Starlette:
    """The ballot origin."""

    async def post_cast(request: Request) -> Response:
        assert "cookie" not in request.headers and "referer" not in request.headers
        reply = _answer(survey, survey.cast, await request.body(), 202)
        reply.headers["Access-Control-Allow-Origin"] = survey.survey_url
        return reply

    async def log(_request: Request) -> Response:
        return _public(survey, b"".join(survey.leaves()))

    async def signed(_request: Request) -> Response:
        return _public(survey, survey.checkpoint())

    return Starlette(
        routes=[
            Route("/cast/{wave}", post_cast, methods=["POST"]),
            Route("/log/{wave}", log),
            Route("/checkpoint/{wave}", signed),
        ]
    )


def _public(survey: Survey, body: bytes) -> Response:
    headers = {"Access-Control-Allow-Origin": survey.survey_url}
    if not survey.is_closed:
        return JSONResponse(NotYetPublished().problem(), status_code=404, headers=headers)
    return Response(survey.tamper(body) if survey.tamper else body, headers=headers)


def _answer(
    survey: Survey, act: Callable[[bytes], bytes], body: bytes, status: int = 200
) -> Response:
    try:
        reply = act(body)
    except SafeToSayError as refusal:
        return JSONResponse(refusal.problem(), status_code=refusal.status)
    if survey.lost_replies > 0:
        survey.lost_replies -= 1
        return Response(status_code=503)
    return Response(survey.tamper(reply) if survey.tamper else reply, status_code=status)
