"""Who may see a released result from which day on: the leader first, the team some working
days later.

Pure: how somebody stands to a unit, the wave's two days and today go in, an answer comes out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from survey_api.access import Viewer
from survey_api.published.schemas.words import PublicText, Standing

SATURDAY = 5
WHOLE = ""
DIRECT = ".direct"
AT_ONCE = frozenset({Standing.LEADER, Standing.SUPPORTER, Standing.ABOVE, Standing.HR})
NAMED_FIRST = (
    Standing.LEADER,
    Standing.SUPPORTER,
    Standing.MEMBER,
    Standing.ABOVE,
    Standing.HR,
)
ABSENT = ("n_band", "participation", "level", "nearest", "zone")
CHOSEN = ("strongest_gain", "worth_a_conversation")
NO_FIGURE: dict[str, Any] = {
    "shown": False,
    "text": PublicText.ON_ITS_WAY,
    "figures": {},
    "items": {},
    "cuts": [],
    **dict.fromkeys((*ABSENT, *CHOSEN)),
}


@dataclass(frozen=True)
class Stages:
    """The day of the leaders and the day of the teams."""

    leader_on: date
    team_on: date

    @classmethod
    def after(cls, start: date, working_days: int) -> "Stages":
        """Counted from the closing day when planned, from the release when it is there."""
        return cls(start, working_days_after(start, working_days))

    def opens_on(self, standings: Collection[Standing]) -> date:
        """From when somebody who stands so to a unit may see its result."""
        return self.leader_on if AT_ONCE & set(standings) else self.team_on


def working_days_after(day: date, n: int) -> date:
    """The ``n``-th day from Monday to Friday after ``day``; the same day for none."""
    while n > 0:
        day += timedelta(days=1)
        n -= day.weekday() < SATURDAY
    return day


def standings(
    viewer: Viewer,
    unit: str,
    *,
    parents: dict[str, str | None],
    pooled: Mapping[str, str],
    supported: Collection[str] = (),
) -> frozenset[Standing]:
    """Everything the viewer is to a unit; a group also stands for the units pooled into it."""
    home = viewer.own_unit
    mine = {one for one in viewer.roots if one and one.removesuffix(DIRECT) == home}
    found = {
        Standing.LEADER: bool(stands_for(unit, pooled) & viewer.lead_roots),
        Standing.SUPPORTER: unit in supported,
        Standing.MEMBER: unit in mine or any(pooled.get(one) == unit for one in mine),
        Standing.ABOVE: viewer.leads(parents.get(unit) or unit, parents),
        Standing.HR: WHOLE in viewer.roots,
    }
    return frozenset(name for name, is_so in found.items() if is_so)


def foremost(found: Collection[Standing]) -> Standing:
    """The one a page speaks to."""
    return next((one for one in NAMED_FIRST if one in found), Standing.OTHER)


def stands_for(unit: str, pooled: Mapping[str, str]) -> frozenset[str]:
    """The units whose leader is the leader of this group."""
    small = {one for one, group in pooled.items() if group == unit}
    return frozenset({unit, unit.removesuffix(DIRECT), *small})


def masked(record: Mapping[str, Any]) -> dict[str, Any]:
    """A unit's record before the viewer's day: its place in the tree, and no figure."""
    return {**record, **NO_FIGURE}
