"""What a released result says to one reader in a few sentences, and what was promised on it.

Read as that reader through the same door as their page, so it can never say more. No figure
stands in a mail: the sentences name a part of the result, and the page shows it.
"""

from collections.abc import Mapping

from sqlalchemy import select

from survey_api import languages
from survey_api.access import Viewer
from survey_api.catalogue.database import PublishedReader
from survey_api.identity.notify.dates import long_date
from survey_api.published import reader
from survey_api.published.models import Commitment
from survey_api.published.schemas.results import UnitResult
from survey_api.published.schemas.words import PublicText, Standing
from survey_api.published.wording import Wording

MOST_UNITS, MOST_PROMISES = 3, 2
Texts = Mapping[str, str]


def units_for(session: PublishedReader, viewer: Viewer, wave: str, standing: Standing) -> list[str]:
    """The units a mail is about; a leader's direct team goes with the unit it is of."""
    if standing is Standing.HR:
        whole = reader.units(session, viewer, wave=wave)
        return [one.unit for one in whole if one.parent is None]
    found = reader.units_of(session, viewer, wave=wave, standing=standing)
    own = [one for one in found if one.removesuffix(".direct") not in set(found) - {one}]
    return own[:MOST_UNITS]


def sentences(
    session: PublishedReader, viewer: Viewer, wave: str, units: list[str], locale: str
) -> tuple[str, ...]:
    """The findings of each unit, then its promises that are still open."""
    texts, said = languages.texts(locale, "mail"), []
    for unit in units:
        result = reader.unit_result(
            session, viewer, wave=wave, unit=unit, wording=Wording(languages.choose(locale))
        )
        said += _findings(result, texts, locale)
        if result.expected_on is None:
            said += _promises(session, unit, texts, locale)
    return tuple(said)


def _findings(result: UnitResult, texts: Texts, locale: str) -> list[str]:
    label = result.label
    if result.expected_on:
        day = long_date(result.expected_on, locale)
        return [texts["digest.waiting"].format(unit=label, day=day)]
    if not result.shown:
        key = "too_small" if result.text == PublicText.TOO_SMALL else "hidden"
        return [texts[f"digest.{key}"].format(unit=label)]
    gain, worth, said = result.strongest_gain, result.worth_a_conversation, []
    if gain:
        said.append(texts["digest.gain"].format(unit=label, scale=gain.label))
    if worth:
        said.append(texts["digest.worth"].format(unit=label, scale=worth.label))
    return said or [texts["digest.calm"].format(unit=label)]


def _promises(session: PublishedReader, unit: str, texts: Texts, locale: str) -> list[str]:
    query = (
        select(Commitment)
        .where(Commitment.unit == unit)
        .where(Commitment.done_on.is_(None), Commitment.withdrawn_on.is_(None))
        .order_by(Commitment.made_on.desc())
        .limit(MOST_PROMISES)
    )
    return [
        texts["digest.promise"].format(
            what=one.what, day=long_date(one.due_on, locale), owner=one.owner
        )
        for one in session.scalars(query)
    ]
