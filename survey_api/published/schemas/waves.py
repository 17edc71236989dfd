"""Waves, the units in view, and who is looking."""

from datetime import date

from survey_api.published.schemas.figures import Wire
from survey_api.published.schemas.words import PublicText


class WaveSummary(Wire):
    """A wave as any colleague may know it. ``level`` of assurance says who could open its
    ballots; ``k`` and ``policy`` were fixed before anybody answered. Its results are seen by
    leaders from ``leader_on`` and by everybody else from ``team_on``; until the release both are
    counted from the closing day. An annulled wave has no results; the reason is public."""

    id: str
    number: int
    title: str
    state: str
    opens_on: date
    closes_on: date
    released_on: date | None
    participation: str | None
    level: int
    level_sentence: str
    fingerprint: str | None
    k: int
    policy: str
    leader_on: date | None = None
    team_on: date | None = None
    objections_until: date | None = None
    keys_destroyed_on: date | None = None
    ballots_erased_on: date | None = None
    annulled_on: date | None = None
    annulled_because: str | None = None
    client_sha256: str = ""


class UnitNode(Wire):
    """A unit in the viewer's view, in one wave; ``expected_on`` as in its result."""

    unit: str
    label: str
    parent: str | None
    kind: str
    shown: bool
    text: PublicText | None
    n_band: str | None
    expected_on: date | None = None


class UnitRef(Wire):
    """A unit named beside another."""

    unit: str
    label: str


class Glance(Wire):
    """As long as all three are the same, every page of the viewer is the same."""

    viewer: str
    revision: int
    today: date


class Me(Wire):
    """Who is looking and what they may do; ``units`` are the roots of their view. ``withheld``
    roles sleep until a second step is set up."""

    name: str
    organisation: str
    roles: list[str]
    permissions: list[str]
    units: list[UnitRef]
    own_unit: str | None
    demo: bool
    withheld: tuple[str, ...] = ()
