"""What one viewer sees of one release today; every page, file and mail asks here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import select

from survey_api import clock
from survey_api.access import Viewer, VisibleUnit
from survey_api.catalogue.database import PublishedReader
from survey_api.published import stages, views
from survey_api.published.models import Supporter
from survey_api.published.schemas.words import Standing
from survey_api.published.stages import Stages
from survey_api.published.views import Bundle


@dataclass(frozen=True)
class Sight:
    """One viewer before one frozen tree. ``asked`` says who was asked to support which unit:
    unit → (person, name)."""

    viewer: Viewer
    bundle: Bundle
    days: Stages
    asked: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def units(self) -> frozenset[VisibleUnit]:
        """Units the viewer may see, whenever: the subtrees of their roots, the groups that stand
        for roots too small to be shown by themselves, and what they were asked to support."""
        own = self.viewer.units_in_view(self._parents)
        groups = {self._pooled.get(unit) for unit in (*own, *self.viewer.roots)}
        direct = {f"{root}.direct" for root in self.viewer.roots}
        extra = {one for one in (*groups, *direct, *self._supported) if one in self._parents}
        return own | frozenset(VisibleUnit(str(unit)) for unit in extra)

    def expected_on(self, unit: str) -> date | None:
        """The viewer's day for a unit, while it is still to come; nothing is told before it."""
        if clock.today() >= self.days.team_on:
            return None
        day = self.days.opens_on(self._standings(unit))
        return day if day > clock.today() else None

    def standing(self, unit: str) -> Standing:
        """As what a page of this unit speaks to the viewer."""
        return stages.foremost(self._standings(unit))

    def is_to(self, unit: str, standing: Standing) -> bool:
        """Whether the viewer is this to a unit, among other things perhaps."""
        return standing in self._standings(unit)

    def supporter(self, unit: str) -> str | None:
        """Who stands beside the leader, if this may be told to the viewer."""
        told = self.standing(unit) in {Standing.LEADER, Standing.SUPPORTER}
        return self.asked[unit][1] if told and unit in self.asked else None

    def led_since(self, unit: str) -> date | None:
        """From when the viewer leads a unit themselves, where that is known."""
        own = stages.stands_for(unit, self._pooled)
        return max((day for one, day in self.viewer.led_since if one in own), default=None)

    @property
    def has_begun(self) -> bool:
        """Whether the viewer's day has come for any unit."""
        return any(self.expected_on(unit) is None for unit in self.units)

    def _standings(self, unit: str) -> frozenset[Standing]:
        return stages.standings(
            self.viewer,
            unit,
            parents=self._parents,
            pooled=self._pooled,
            supported=self._supported,
        )

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return views.parents_of(self.bundle)

    @property
    def _pooled(self) -> dict[str, str]:
        found: dict[str, str] = self.bundle["pooled"]
        return found

    @cached_property
    def _supported(self) -> frozenset[str]:
        mine = self.viewer.id
        return frozenset(unit for unit, (person, _name) in self.asked.items() if person == mine)


def of(session: PublishedReader, viewer: Viewer, wave: str, bundle: Bundle, days: Stages) -> Sight:
    """The sight of a viewer of a released wave."""
    rows = session.scalars(select(Supporter).where(Supporter.wave_id == wave))
    return Sight(viewer, bundle, days, {one.unit: (one.person_id, one.name) for one in rows})
