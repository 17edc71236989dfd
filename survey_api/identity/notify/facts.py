"""What a mail says about a wave; handed in by whoever may read the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from survey_api.catalogue import waves
from survey_api.catalogue.database import PublishedReader
from survey_api.database import transaction


@dataclass(frozen=True)
class WaveFacts:
    """A wave's title and the last day on which it can be answered."""

    title: str
    closes_on: date


FactsOf = Callable[[str], WaveFacts]


def facts_from(reader: Engine) -> FactsOf:
    """Facts read from the published database through a read-only engine, kept by wave id."""
    known: dict[str, WaveFacts] = {}

    def facts_of(wave: str) -> WaveFacts:
        if wave not in known:
            with transaction(reader, PublishedReader) as session:
                found = waves.find(session, wave)
                known[wave] = WaveFacts(found.title, found.closes_on)
        return known[wave]

    return facts_of
