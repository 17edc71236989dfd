"""May anyone, in this state? The life of a wave as a table of allowed moves."""

from datetime import date

from sqlalchemy import func, select

from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.catalogue.models import Instrument, Wave, WaveState
from survey_api.catalogue.new_ids import new_id
from survey_api.catalogue.planning import refuse_early_return
from survey_api.disclosure.policy import STANDARD, Policy
from survey_api.errors import Conflict, Invalid, NotFound

TEAM_DAYS, MOST_TEAM_DAYS = 3, 10
MORNING_HOUR = 9
ALLOWED_MOVES: dict[WaveState, frozenset[WaveState]] = {
    WaveState.DRAFT: frozenset({WaveState.OPEN}),
    WaveState.OPEN: frozenset({WaveState.CLOSED}),
    WaveState.CLOSED: frozenset({WaveState.RELEASED}),
    WaveState.RELEASED: frozenset({WaveState.ANNULLED}),
    WaveState.ANNULLED: frozenset(),
}


class WaveMoveRefused(Conflict):
    """A wave cannot go from its present state to that one."""


class UnknownWave(NotFound):
    """No wave of that number or id. Run: safetosay wave status"""


class WaveInvalid(Invalid):
    """The wave cannot be created like this."""


def may_move(wave: Wave, to: WaveState) -> bool:
    """Whether ``wave`` may become ``to`` now."""
    return to in ALLOWED_MOVES[WaveState(wave.state)]


def move(wave: Wave, to: WaveState) -> None:
    """Change the state, or raise ``WaveMoveRefused``."""
    check_may_move(wave, to)
    wave.state = to


def check_may_move(wave: Wave, to: WaveState) -> None:
    """Raise ``WaveMoveRefused`` unless ``wave`` may become ``to`` now."""
    if not may_move(wave, to):
        raise WaveMoveRefused(
            f"Wave {wave.number} is {wave.state}; it cannot become {to}. "
            "A wave goes from draft to open to closed to released, once; a release can be "
            "annulled while objections are possible, for good."
        )


def create(
    session: PublishedSession,
    *,
    title: str,
    instrument: Instrument,
    k: int,
    opens_on: date,
    closes_on: date,
    policy: str = STANDARD,
) -> Wave:
    """A draft wave; nothing is frozen before it opens.

    Raises ``Invalid``, and ``AskedTooSoon`` when an item would return within four weeks.
    """
    if not title.strip() or len(title) > 120:
        raise WaveInvalid("A wave needs a title of 1 to 120 characters.")
    frozen = Policy.profile(policy, k)
    if closes_on <= opens_on:
        raise WaveInvalid(f"The wave closes on {closes_on}, which is not after {opens_on}.")
    refuse_early_return(session, instrument, opens_on)
    last = session.scalar(select(func.max(Wave.number))) or 0
    wave = Wave(
        id=new_id(),
        number=last + 1,
        title=title.strip(),
        instrument_id=instrument.id,
        instrument_version=instrument.version,
        k=frozen.k,
        policy=policy,
        opens_on=opens_on,
        closes_on=closes_on,
        state=WaveState.DRAFT,
        team_days=TEAM_DAYS,
    )
    session.add(wave)
    return wave


def plan_stages(wave: Wave, team_days: int) -> None:
    """Say of a draft how many working days after their leaders teams see its results."""
    if wave.state != WaveState.DRAFT:
        raise WaveMoveRefused(f"Wave {wave.number} is {wave.state}; its days are fixed.")
    if not 0 <= team_days <= MOST_TEAM_DAYS:
        raise WaveInvalid(f"Teams see results 0 to {MOST_TEAM_DAYS} working days after leaders.")
    wave.team_days = team_days


def let_go(wave: Wave) -> None:
    """Let a draft open and close by itself; its mails leave in the morning where readers are."""
    if wave.state != WaveState.DRAFT:
        raise WaveMoveRefused(f"Wave {wave.number} is {wave.state}; only a draft can be let go.")
    wave.by_itself, wave.send_hour = True, MORNING_HOUR


def plan(session: PublishedSession, wave: Wave, *, opens_on: date) -> None:
    """Move a draft to another day; raises ``WaveInvalid`` or ``AskedTooSoon``."""
    if wave.closes_on <= opens_on:
        raise WaveInvalid(
            f"Wave {wave.number} was to close on {wave.closes_on}; it cannot open on {opens_on}. "
            "Create a wave with later dates."
        )
    instrument = session.get_one(Instrument, (wave.instrument_id, wave.instrument_version))
    refuse_early_return(session, instrument, opens_on, but=wave.id)
    wave.opens_on = opens_on


def check_may_discard(wave: Wave) -> None:
    """Raise ``WaveMoveRefused`` unless ``wave`` is a draft."""
    if wave.state != WaveState.DRAFT:
        raise WaveMoveRefused(
            f"Wave {wave.number} is {wave.state}; only a draft can be discarded. "
            "What people were asked stays on record."
        )


def discard(session: PublishedSession, wave: Wave) -> None:
    """Forget a draft; its items may be planned again at once."""
    check_may_discard(wave)
    session.delete(wave)


def find(session: PublishedReader, reference: str) -> Wave:
    """A wave by its number ("3") or its id; raises ``UnknownWave``."""
    by_number = reference.isdecimal() and len(reference) < 9
    where = Wave.number == int(reference) if by_number else Wave.id == reference
    wave = session.scalar(select(Wave).where(where))
    if wave is None:
        raise UnknownWave
    return wave


def last_opened(session: PublishedReader, wave: Wave) -> Wave | None:
    """The wave people were asked in last before this one, whatever their numbers."""
    query = (
        select(Wave)
        .where(Wave.id != wave.id, Wave.state != WaveState.DRAFT)
        .order_by(Wave.opens_on.desc(), Wave.number.desc())
    )
    return session.scalars(query).first()


def every(session: PublishedReader) -> list[Wave]:
    """All waves, oldest first."""
    return list(session.scalars(select(Wave).order_by(Wave.number)))
