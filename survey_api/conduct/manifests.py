"""Draw up the manifest of a wave and the frame annex that only the key holder may read."""

import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from survey_api.catalogue import instrument_store
from survey_api.catalogue.models import Wave
from survey_api.conduct import keyring
from survey_api.conduct.frames import Frozen
from survey_api.conduct.holder import HolderPublic
from survey_api.conduct.rooms import Rooms
from survey_api.credentials import keys, manifest
from survey_api.credentials.encoding import PLAIN_SIZES, b64u_decode
from survey_api.credentials.manifest_reading import MOST_OBJECTION_DAYS
from survey_api.disclosure.policy import Policy
from survey_api.published.wave_view import planned_stages
from survey_api.release.inputs import FrameAnnex, FrameGroup
from survey_api.settings import Settings, SettingsInvalid
from survey_api.web.client import client_digest

FEWEST_OBJECTION_DAYS = 7


@dataclass(frozen=True)
class Drawn:
    """Bytes ready to be signed and stored."""

    manifest: bytes
    questionnaire: bytes
    frame_annex: bytes


@dataclass(frozen=True)
class Secrets:
    """What only identity and the key holder may know of one group; 32 bytes each."""

    pass_: bytes
    salt: bytes


@dataclass(frozen=True)
class Material:
    """What the manifest is drawn from, beside the frame and the settings."""

    asked: bytes
    secrets: dict[str, Secrets]
    token_public: RSAPublicKey
    public: HolderPublic
    reading: manifest.CommentReading | None


def draw(
    rooms: Rooms,
    frozen: Frozen,
    secrets: dict[str, Secrets],
    token_private: bytes,
    public: HolderPublic,
    reading: manifest.CommentReading | None,
) -> Drawn:
    """Everything that is fixed before the first mail, as the bytes that will be hashed."""
    wave = frozen.wave
    with rooms.reading() as session:
        asked = instrument_store.questionnaire(session, wave.instrument_id, wave.instrument_version)
    token_public = keys.TokenKey.load(token_private).public
    material = Material(asked, secrets, token_public, public, reading)
    described = _describe(rooms, frozen, material)
    annex = FrameAnnex(
        wave=wave.id,
        nodes=frozen.nodes,
        groups=_groups(frozen, secrets),
        pooled=dict(frozen.pooling.mapping),
        before=frozen.since.wave,
        moves=frozen.since.moves,
        eligible_before=frozen.since.eligible,
    )
    return Drawn(manifest.encode(described), asked, annex.encode())


def _describe(rooms: Rooms, frozen: Frozen, material: Material) -> manifest.Manifest:
    wave, settings = frozen.wave, rooms.settings
    wave_bytes = b64u_decode(wave.id)
    return manifest.Manifest(
        wave=wave_bytes,
        organisation=settings.organisation,
        title=wave.title,
        opens=wave.opens_on,
        closes=wave.closes_on,
        k=wave.k,
        comments=material.reading is not None,
        padded=PLAIN_SIZES[material.reading is not None],
        reading=material.reading,
        token_key=material.token_public,
        tally_key=material.public.tally_key,
        units=_entries(frozen, material.secrets, wave_bytes),
        questionnaire_sha256=hashlib.sha256(material.asked).digest(),
        client_sha256=b64u_decode(client_digest()),
        custodians=material.public.custodians,
        level=material.public.level,
        policy=_policy(wave).as_document(),
        keys=_public_keys(rooms, material.public),
        ballot_url=settings.ballot_url,
        survey_url=settings.survey_url,
        voucher=settings.voucher,
        help_contact=settings.help_contact,
        report_contact=settings.report_contact,
        **_reminders(wave),
        results=_results(wave),
        objection_days=_objection_days(settings),
    )


def _reminders(wave: Wave) -> dict[str, Any]:
    return {"reminders_at_most": wave.reminders, "reminders_targeted": wave.targeted}


def _objection_days(settings: Settings) -> int:
    if not FEWEST_OBJECTION_DAYS <= settings.objection_days <= MOST_OBJECTION_DAYS:
        raise SettingsInvalid(
            f"SAFETOSAY_OBJECTION_DAYS must be {FEWEST_OBJECTION_DAYS} to {MOST_OBJECTION_DAYS}: "
            "so many days after its release a wave can be annulled, then its keys are destroyed."
        )
    return settings.objection_days


def _results(wave: Wave) -> manifest.Results:
    planned = planned_stages(wave)
    return manifest.Results(planned.leader_on, planned.team_on, wave.team_days)


def _policy(wave: Wave) -> Policy:
    found = Policy.profile(wave.policy, wave.k)
    found.check_for_wave()
    return found


def _entries(
    frozen: Frozen, secrets: dict[str, Secrets], wave: bytes
) -> tuple[manifest.UnitEntry, ...]:
    return tuple(
        manifest.UnitEntry(
            unit=group.unit,
            eligible=group.eligible,
            pass_commitment=manifest.unit_commitment(wave, group.unit, secrets[group.unit].pass_),
            label_commitment=manifest.label_commitment(
                wave, group.unit, secrets[group.unit].salt, group.label
            ),
        )
        for group in frozen.pooling.groups
    )


def _groups(frozen: Frozen, secrets: dict[str, Secrets]) -> tuple[FrameGroup, ...]:
    return tuple(
        FrameGroup(
            unit=group.unit,
            eligible=group.eligible,
            pass_=secrets[group.unit].pass_,
            label=group.label,
            salt=secrets[group.unit].salt,
        )
        for group in frozen.pooling.groups
    )


def _public_keys(rooms: Rooms, public: HolderPublic) -> manifest.PublicKeys:
    ring = keyring.Keyring(rooms.settings)
    return manifest.PublicKeys(
        promise=keyring.read(ring.promise_public),
        checkpoint=keys.signing_public(keyring.read(ring.manifest)),
        statement=public.statement_key,
    )
