"""The planner: when the items of an instrument may be asked again."""

from datetime import date
from functools import lru_cache

from sqlalchemy import select

from survey_api.catalogue import instruments
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import Instrument, Wave
from survey_api.disclosure.cadence import Fielding, TooSoon, earliest, too_soon
from survey_api.errors import Conflict

MOST_NAMED = 6


class AskedTooSoon(Conflict):
    """An item returns to a unit after four weeks at the earliest."""


def refuse_early_return(
    session: PublishedReader, instrument: Instrument, opens_on: date, *, but: str | None = None
) -> None:
    """Raise ``AskedTooSoon``, naming items, wave and date, when another wave (``but`` is the
    wave in question) asks one of the instrument's items less than four weeks away."""
    items, others = _items(instrument.source), _others(session, but)
    clashes = too_soon(items, opens_on, others)
    if clashes:
        may_on = earliest(items, opens_on, others)
        told = "; ".join(_told(one) for one in clashes)
        raise AskedTooSoon(
            f"{told}. The same question returns to a unit after four weeks at the earliest: "
            f"open this wave on {may_on}, or ask other items. A draft made by mistake goes with: "
            "safetosay wave discard NUMBER"
        )


def _told(clash: TooSoon) -> str:
    named = ", ".join(clash.items[:MOST_NAMED])
    more = len(clash.items) - MOST_NAMED
    items = f"{named} and {more} more" if more > 0 else named
    return f"Wave {clash.fielding.number} asks {items} on {clash.fielding.opens_on}"


def _others(session: PublishedReader, but: str | None) -> list[Fielding]:
    query = (
        select(Wave, Instrument.source)
        .join(
            Instrument,
            (Instrument.id == Wave.instrument_id) & (Instrument.version == Wave.instrument_version),
        )
        .where(Wave.id != (but or ""))
    )
    return [
        Fielding(wave.number, wave.opens_on, _items(source))
        for wave, source in session.execute(query)
    ]


@lru_cache(maxsize=64)
def _items(source: str) -> frozenset[str]:
    parsed = instruments.parse_instrument(source, name="the instrument")
    return frozenset(item.id for item in parsed.items)


def first_free(session: PublishedReader, instrument: Instrument, opens_on: date) -> date:
    """The first day from ``opens_on`` on which none of its items returns too early."""
    return earliest(_items(instrument.source), opens_on, _others(session, None))
