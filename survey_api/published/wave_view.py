"""A wave as any colleague may know it."""

from survey_api.catalogue.models import Wave
from survey_api.published.schemas import WaveSummary
from survey_api.published.stages import Stages
from survey_api.published.wording import Wording

LEVEL = 1  # of assurance: the tally key lies with this installation


def summary(wave: Wave, fingerprint: str | None, wording: Wording) -> WaveSummary:
    """Its dates, how many take part, and who could open its ballots."""
    days = stages_of(wave)
    return WaveSummary(
        id=wave.id,
        number=wave.number,
        title=wave.title,
        state=wave.state,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        released_on=wave.released_on,
        participation=wave.participation,
        level=LEVEL,
        level_sentence=wording.word(f"level.{LEVEL}"),
        fingerprint=fingerprint,
        k=wave.k,
        policy=wave.policy,
        leader_on=days.leader_on,
        team_on=days.team_on,
    )


def stages_of(wave: Wave) -> Stages:
    """From when its results may be seen: planned from the closing day, fixed by the release."""
    return Stages.after(wave.released_on or wave.closes_on, wave.team_days)
