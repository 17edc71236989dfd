"""What every format is made from: released results and nothing else."""

from dataclasses import dataclass
from functools import cached_property

from survey_api.published.reports.words import Words
from survey_api.published.schemas.results import Trend, UnitResult
from survey_api.published.schemas.statistics import OrganisationStatistics
from survey_api.published.schemas.waves import WaveSummary

INDEX = "index"


@dataclass(frozen=True)
class Report:
    """One wave as one reader may see it: one unit, or every unit in their view.

    ``results`` are in the order of the tree and never empty; the first one is what the report
    is about. ``statistics`` are for reports on the whole organisation only.
    """

    organisation: str
    wave: WaveSummary
    results: tuple[UnitResult, ...]
    trends: tuple[Trend, ...]
    statistics: OrganisationStatistics | None
    locale: str

    @property
    def head(self) -> UnitResult:
        """The unit the report is about."""
        return self.results[0]

    @property
    def is_wide(self) -> bool:
        """Whether it compares several units."""
        return len(self.results) > 1

    @property
    def is_whole(self) -> bool:
        """Whether it is about the organisation, which then is not compared with itself."""
        return not self.head.path and self.statistics is not None

    @cached_property
    def words(self) -> Words:
        """How it speaks."""
        return Words(self.locale)

    def trend(self, scale: str = INDEX) -> Trend | None:
        """One scale of the unit the report is about; None for a group of one wave only."""
        found = (one for one in self.trends if one.unit == self.head.unit)
        return next((one for one in found if one.scale.id == scale), None)
