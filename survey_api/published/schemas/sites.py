"""A released wave by site."""

from pydantic import Field

from survey_api.published.schemas.figures import Score, Wire
from survey_api.published.schemas.results import ScaleMeta
from survey_api.published.schemas.waves import WaveSummary


class SiteLine(Wire):
    """One site: the shown teams of all its teams, and "about" figures made of theirs."""

    site: str
    n_teams: int
    n_shown: int
    n_band: str | None
    scales: dict[str, Score]


class Sites(Wire):
    """Every site with a team in view, by name; none where no sites were said before opening."""

    wave: WaveSummary
    scales: list[ScaleMeta]
    lines: tuple[SiteLine, ...]


class SitesIn(Wire):
    """A CSV with the columns ``unit,site``; empty for no second tree."""

    content: str = Field(max_length=4_000_000)


class SitesOut(Wire):
    """The sites of a draft wave, and how many units were placed."""

    n_units: int
    sites: tuple[str, ...]
