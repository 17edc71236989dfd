"""Two people open a wave: somebody in oversight agrees to it, somebody else opens it."""

from survey_api import audit
from survey_api.access import Viewer
from survey_api.catalogue import approvals, waves
from survey_api.catalogue.models import Instrument, Wave, WaveState
from survey_api.conduct import instrument_sheets, trustees
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict
from survey_api.published.schemas.approvals import ToApprove


class NotApproved(Conflict):
    """Somebody in oversight has to approve this wave before it is opened: they do it on their
    page "Approvals". Whatever is changed afterwards has to be approved again."""


class TwoPeopleNeeded(Conflict):
    """You approved this wave yourself. Somebody else has to open it."""


def level_of(rooms: Rooms, level: int | None = None) -> int:
    """The level of assurance that a wave opened now would have."""
    if level is not None:
        return level
    return 1 if trustees.current(rooms) is None else trustees.LEVEL


def waiting(rooms: Rooms) -> list[ToApprove]:
    """Every draft with all that will be fixed, and whether it is approved as it is now."""
    level = level_of(rooms)
    with rooms.reading() as session:
        drafts = [one for one in waves.every(session) if one.state == WaveState.DRAFT]
        return [
            _out(one, session.get_one(Instrument, (one.instrument_id, one.instrument_version)),
                 level, present, bool(approvals.agreed(session, one.id, present)))
            for one in drafts
            for present in [approvals.digest(session, one, level)]
        ]  # fmt: skip


def missing(rooms: Rooms) -> frozenset[str]:
    """Drafts that cannot be opened because nobody agreed to them as they are."""
    if not rooms.settings.co_approval:
        return frozenset()
    return frozenset(one.wave for one in waiting(rooms) if not one.is_approved)


def approve(rooms: Rooms, viewer: Viewer, reference: str, seen: str) -> None:
    """Agree to a draft as it was looked at; recorded before it is kept."""
    with rooms.reading() as session:
        wave = waves.find(session, reference)
        waves.check_may_move(wave, WaveState.OPEN)
    audit.record(rooms.published_engine, viewer, "approve wave", f"wave {wave.number}", digest=seen)
    level = level_of(rooms)
    with rooms.published() as session:
        present = waves.find(session, reference)
        approvals.agree(
            session, present, seen, approvals.digest(session, present, level), viewer.id
        )


def check(rooms: Rooms, reference: str, level: int | None = None, opener: str = "") -> None:
    """Raise unless the wave may be opened by ``opener`` as it is now.

    Where the installation asks for two people, at least one other than ``opener`` has agreed;
    without an opener (a schedule, the command line) any one who agreed is the second.
    """
    if not rooms.settings.co_approval:
        return
    with rooms.reading() as session:
        wave = waves.find(session, reference)
        present = approvals.digest(session, wave, level_of(rooms, level))
        agreed = {one.viewer for one in approvals.agreed(session, wave.id, present)}
    if not agreed:
        raise NotApproved
    if agreed == {opener}:
        raise TwoPeopleNeeded


def _out(wave: Wave, kept: Instrument, level: int, digest: str, is_approved: bool) -> ToApprove:
    return ToApprove(
        wave=wave.id,
        number=wave.number,
        title=wave.title,
        k=wave.k,
        policy=wave.policy,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        team_days=wave.team_days,
        reminders=wave.reminders,
        targeted=wave.targeted,
        level=level,
        sheet=instrument_sheets.of(kept.source, (kept.version,), fielded=kept.fielded),
        digest=digest,
        is_approved=is_approved,
    )
