"""A made-up wave for rehearsals: what the server would do, with real keys, tokens and envelopes.

Thirty-two people in four teams; one replaces their ballot, one ballot is tampered with, so that
the count shows a replaced and a refused one.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from survey_api.credentials import blind_rsa, checkpoint, envelope, issue, keys, manifest
from survey_api.credentials.encoding import PLAIN_SIZES, b64u
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node
from survey_api.release.inputs import FrameAnnex, FrameGroup, IssuedAnnex, ReleaseInput
from survey_api.release.offer import Offer
from survey_api.respondent.client import Draft, WaveInView, issue_request, seal_ballot, take_token

ITEMS: Final = ("problems", "mistakes", "support", "answers")
SCALES: Final = {"safety": ("Safety", ITEMS[:2]), "trust": ("Trust", ITEMS[2:])}
TEAMS: Final = {"kitchen": 9, "garden": 8, "workshop": 8, "office": 7}


@dataclass(frozen=True)
class Handed:
    """What the people who run the survey would hand over."""

    box: ReleaseInput
    manifest: bytes


@dataclass(frozen=True)
class _Server:
    wave: bytes
    token: keys.TokenKey
    lead: bytes
    asked: bytes
    groups: tuple[FrameGroup, ...]

    def signed(self, document: bytes) -> bytes:
        return keys.sign(self.lead, document)


def wave(
    offer: Offer,
    on: date,
    *,
    place: int = 0,
    title: str = "REHEARSAL",
    token: keys.TokenKey | None = None,
) -> Handed:
    """A closed wave under the key at ``place`` of an offer."""
    server = _Server(
        wave=secrets.token_bytes(16),
        token=token or keys.TokenKey.load(keys.generate_token_key()),
        lead=keys.generate_signing_key(),
        asked=json.dumps(_questionnaire()).encode(),
        groups=tuple(_group(unit, n) for unit, n in TEAMS.items()),
    )
    described = manifest.encode(_manifest(server, offer, on, (place, title)))
    view = WaveInView.read(described, b64u(server.wave))
    casts = tuple(_tampered(list(_casts(server, view))))
    return Handed(_box(server, described, casts), described)


def _questionnaire() -> dict[str, Any]:
    scales = [
        {"id": key, "label": {"en": name}, "description": {"en": ""}, "items": list(items)}
        for key, (name, items) in SCALES.items()
    ]
    return {
        "v": 2,
        "id": "rehearsal",
        "version": 1,
        "title": {"en": "Rehearsal"},
        "items": [{"id": item, "text": {"en": f"Rehearsal: {item}"}} for item in ITEMS],
        "scales": scales,
        "keying": dict.fromkeys(ITEMS, "straight"),
    }


def _group(unit: str, n: int) -> FrameGroup:
    return FrameGroup(unit, n, secrets.token_bytes(32), unit.title(), secrets.token_bytes(32))


def _manifest(server: _Server, offer: Offer, on: date, named: tuple[int, str]) -> manifest.Manifest:
    (place, title), policy = named, Policy()
    return manifest.Manifest(
        wave=server.wave,
        organisation=offer.holder,
        title=title,
        opens=on - timedelta(days=14),
        closes=on,
        k=policy.k,
        comments=False,
        padded=PLAIN_SIZES[False],
        token_key=server.token.public,
        tally_key=offer.tally_keys[place],
        units=tuple(_entry(server.wave, one) for one in server.groups),
        questionnaire_sha256=hashlib.sha256(server.asked).digest(),
        client_sha256=bytes(32),
        custodians=offer.custodians,
        policy=policy.as_document(),
        keys=_public_keys(server, offer),
        ballot_url="https://ballots.example.org",
        survey_url="https://survey.example.org",
        voucher="",
        help_contact="",
        report_contact="",
        reminders_at_most=2,
        level=2,
    )


def _public_keys(server: _Server, offer: Offer) -> manifest.PublicKeys:
    promise = keys.signing_public(keys.generate_signing_key())
    return manifest.PublicKeys(promise, keys.signing_public(server.lead), offer.statement_key)


def _entry(wave: bytes, group: FrameGroup) -> manifest.UnitEntry:
    return manifest.UnitEntry(
        group.unit,
        group.eligible,
        manifest.unit_commitment(wave, group.unit, group.pass_),
        manifest.label_commitment(wave, group.unit, group.salt, group.label),
    )


def _casts(server: _Server, view: WaveInView) -> Iterator[envelope.CastMessage]:
    """One ballot for each person; the first of all sends a second version."""
    signer = blind_rsa.signer(server.token.private)
    people = [group for group in server.groups for _ in range(group.eligible)]
    for number, group in enumerate(people):
        draft = Draft.fresh(view.manifest.token_key)
        request = issue.decode_request(issue_request(view, draft, secrets.token_bytes(16)))
        reply = issue.encode_reply(
            issue.IssueReply(
                signer.blind_sign(request.blinded), group.unit, group.pass_, group.salt, group.label
            )
        )
        token = take_token(view, draft, reply)
        for version in (1, 2) if number == 0 else (1,):
            answers = {item: 1 + (number + at + version) % 5 for at, item in enumerate(ITEMS)}
            cast = seal_ballot(view, draft, token, answers, version=version)
            yield envelope.parse_cast(cast.body, view.manifest.padded)


def _tampered(casts: list[envelope.CastMessage]) -> list[envelope.CastMessage]:
    """The last one changed on its way, as if somebody had tried."""
    last = casts[-1]
    changed = bytes([last.sigma[0] ^ 1]) + last.sigma[1:]
    return [*casts[:-1], replace(last, sigma=changed)]


def _box(
    server: _Server, described: bytes, casts: tuple[envelope.CastMessage, ...]
) -> ReleaseInput:
    name, mh = b64u(server.wave), manifest.manifest_hash(described)
    nodes = (Node("all", None, "Rehearsal"), *(Node(u, "all", u.title()) for u in TEAMS))
    frame = FrameAnnex(name, nodes, server.groups, {}).encode()
    issued = IssuedAnnex(name, dict(TEAMS)).encode()
    leaves = tuple(sorted(envelope.leaf(mh, one.bpk, one.sealed) for one in casts))
    closing = checkpoint.document(name, mh, leaves)
    return ReleaseInput(
        manifest=described,
        manifest_signature=server.signed(described),
        questionnaire=server.asked,
        frame_annex=frame,
        frame_signature=server.signed(frame),
        issued_annex=issued,
        issued_signature=server.signed(issued),
        checkpoint=closing,
        checkpoint_signature=server.signed(closing),
        envelopes=casts,
        log_leaves=leaves,
    )
