"""What a report is made from, read once for one viewer: nothing that their pages do not show."""

from collections.abc import Iterator
from dataclasses import dataclass

from survey_api.access import Viewer
from survey_api.catalogue.database import PublishedReader
from survey_api.errors import NotFound
from survey_api.published import reader, trend_view
from survey_api.published.reports.model import Report
from survey_api.published.schemas.results import Trend, UnitResult
from survey_api.published.schemas.statistics import OrganisationStatistics
from survey_api.published.trend_view import Past
from survey_api.published.wording import Wording


@dataclass(frozen=True)
class Desk:
    """Where the reports of one released wave are put together."""

    session: PublishedReader
    wave_id: str
    wording: Wording
    organisation: str

    def wave(self, viewer: Viewer) -> Report:
        """Every unit in view; ``NotFound`` where there is none."""
        results = self._all(viewer)
        if not results:
            raise NotFound
        past = self._past(viewer, results[0])
        trends = tuple(one for result in results for one in _trends(past, result))
        worth = self._statistics(viewer, results[0], past)
        return Report(
            self.organisation, results[0].wave, tuple(results), trends, worth, self.wording.locale
        )

    def unit(self, viewer: Viewer, unit: str) -> Report:
        """One unit; unknown and forbidden ones are the same ``NotFound``."""
        result = reader.unit_result(
            self.session, viewer, wave=self.wave_id, unit=unit, wording=self.wording
        )
        return self._alone(viewer, result, self._past(viewer, result))

    def every_unit(self, viewer: Viewer) -> Iterator[Report]:
        """One report for each unit in view, in the order of the tree."""
        results = self._all(viewer)
        past = self._past(viewer, results[0]) if results else []
        for result in results:
            yield self._alone(viewer, result, past)

    def _alone(self, viewer: Viewer, result: UnitResult, past: list[Past]) -> Report:
        trends, worth = tuple(_trends(past, result)), self._statistics(viewer, result, past)
        return Report(self.organisation, result.wave, (result,), trends, worth, self.wording.locale)

    def _all(self, viewer: Viewer) -> list[UnitResult]:
        return reader.all_results(self.session, viewer, wave=self.wave_id, wording=self.wording)

    def _past(self, viewer: Viewer, result: UnitResult) -> list[Past]:
        until = result.wave.number
        return reader.past(self.session, viewer, wording=self.wording, until=until)

    def _statistics(
        self, viewer: Viewer, result: UnitResult, past: list[Past]
    ) -> OrganisationStatistics | None:
        """Of the whole organisation only, and not before the reader's day."""
        if result.expected_on or result.unit != past[-1].bundle["organisation_unit"]:
            return None
        return reader.statistics(self.session, viewer, wave=self.wave_id, wording=self.wording)


def _trends(past: list[Past], result: UnitResult) -> Iterator[Trend]:
    if not any(one.has(result.unit) for one in past):
        return
    for one in result.scales:
        yield trend_view.trend(past, result.unit, one.scale.id)
