"""A wave as any colleague may know it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from survey_api.catalogue import assurance
from survey_api.catalogue.assurance import Assurance
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import Wave, WaveManifest
from survey_api.published.models import Erasure
from survey_api.published.schemas.waves import WaveSummary
from survey_api.published.stages import Stages
from survey_api.published.wording import Wording

_READ: dict[tuple[str, str], Assurance] = {}
TALLY_KEY, ENVELOPES = "tally_key", "envelopes"  # as erasure statements call them


@dataclass(frozen=True)
class Known:
    """What is known in public of a wave beside its row."""

    fingerprint: str
    assured: Assurance
    erased: Sequence[Erasure] = ()

    def gone_on(self, part: str) -> date | None:
        """When a part of it was destroyed, as stated; None as long as it was not."""
        days = (one.erased_on for one in self.erased if part in one.parts.split())
        return min(days, default=None)


def known(session: PublishedReader, wave: str) -> Known:
    """Of one wave."""
    return every(session, [wave])[wave]


def every(session: PublishedReader, waves: Collection[str]) -> dict[str, Known]:
    """Of several: wave → what is known."""
    of_these = select(WaveManifest.wave_id, WaveManifest.fingerprint)
    found = session.execute(of_these.where(WaveManifest.wave_id.in_(waves)))
    erased = list(session.scalars(select(Erasure).where(Erasure.wave_id.in_(waves))))
    return {
        wave: Known(
            mark, _assured(session, wave, mark), [one for one in erased if one.wave_id == wave]
        )
        for wave, mark in found
    }


def _assured(session: PublishedReader, wave: str, mark: str) -> Assurance:
    """Manifests of large organisations are large, and never change: what was read is kept."""
    if (wave, mark) not in _READ:
        query = select(WaveManifest.manifest).where(WaveManifest.wave_id == wave)
        _READ[wave, mark] = assurance.of(session.scalars(query).one())
    return _READ[wave, mark]


def summary(wave: Wave, told: Known, wording: Wording) -> WaveSummary:
    """Its dates, how many take part, and who could open its ballots."""
    days, keys, ballots = stages_of(wave), told.gone_on(TALLY_KEY), told.gone_on(ENVELOPES)
    assured = told.assured
    said = (assured.sentence(wording.locale), assurance.gone(keys, ballots, wording.locale))
    return WaveSummary(
        id=wave.id,
        number=wave.number,
        title=wave.title,
        state=wave.state,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        released_on=wave.released_on,
        participation=wave.participation,
        level=assured.level,
        level_sentence=" ".join(filter(None, said)),
        fingerprint=told.fingerprint,
        k=wave.k,
        policy=wave.policy,
        leader_on=days.leader_on,
        team_on=days.team_on,
        objections_until=_until(wave, assured),
        keys_destroyed_on=keys,
        ballots_erased_on=ballots,
        annulled_on=wave.annulled_on,
        annulled_because=wave.annulled_because,
        client_sha256=assured.client_sha256,
    )


def _until(wave: Wave, assured: Assurance) -> date | None:
    if wave.released_on is None:
        return None
    return wave.released_on + timedelta(days=assured.objection_days)


def stages_of(wave: Wave) -> Stages:
    """From when its results may be seen: planned from the closing day, fixed by the release."""
    if wave.released_on is None:
        return planned_stages(wave)
    return Stages.after(wave.released_on, wave.team_days)


def planned_stages(wave: Wave) -> Stages:
    """As respondents are told. A wave that closes by itself is open all of its last day."""
    closing = wave.closes_on + timedelta(days=1 if wave.by_itself else 0)
    return Stages.after(closing, wave.team_days)
