"""What a mail says about a wave; handed in by whoever may read the catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from survey_api.catalogue import assurance, mail_texts, waves
from survey_api.catalogue.assurance import Assurance
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import WaveManifest
from survey_api.database import transaction


@dataclass(frozen=True)
class WaveFacts:
    """A wave's title, the last day on which it can be answered, who could open ballots, and
    whether only those are reminded who have not opened it."""

    title: str
    closes_on: date
    assurance: Assurance | None = None
    is_targeted: bool = False


FactsOf = Callable[[str], WaveFacts]
OwnTexts = Callable[[str, str], Mapping[str, str]]


def facts_from(reader: Engine) -> FactsOf:
    """Facts read from the published database through a read-only engine, kept by wave id."""
    known: dict[str, WaveFacts] = {}

    def facts_of(wave: str) -> WaveFacts:
        if wave not in known:
            with transaction(reader, PublishedReader) as session:
                found = waves.find(session, wave)
                frozen = session.get(WaveManifest, found.id)
                assured = assurance.of(frozen.manifest) if frozen else None
            if assured is None:
                return WaveFacts(found.title, found.closes_on)
            known[wave] = WaveFacts(found.title, found.closes_on, assured, found.targeted)
        return known[wave]

    return facts_of


def own_from(reader: Engine) -> OwnTexts:
    """An organisation's own texts, read anew for each mail: a change is in force at once."""

    def own(locale: str, kind: str) -> dict[str, str]:
        with transaction(reader, PublishedReader) as session:
            return mail_texts.of(session, locale, kind)

    return own
