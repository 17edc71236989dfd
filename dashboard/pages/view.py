"""What every page is made from, and what it makes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.api import Api, ApiProblem
from survey_api.published.schemas.results import UnitResult
from survey_api.published.schemas.waves import Me, UnitNode, WaveSummary

UNIT = re.compile(r"^[A-Za-z0-9.\-_]{1,40}$")


@dataclass(frozen=True)
class Page:
    """A title for the window, and the main column from its header on. ``at`` is the unit the
    page is about, ``name`` the entry of the navigation it belongs to; ``is_sure`` is false for
    one that is not kept: the API could not answer, or nobody shall know that it was read."""

    title: str
    body: list[Any]
    at: str | None = None
    name: str = ""
    is_sure: bool = True


@dataclass(frozen=True)
class View:
    """Who looks, at which wave, at which address. ``nodes`` are the units in view of ``wave``,
    which is None before the first release; ``rest`` is the path behind the page's name."""

    api: Api
    me: Me
    waves: list[WaveSummary]
    wave: WaveSummary | None
    nodes: list[UnitNode]
    rest: tuple[str, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def focus(self) -> str:
        """The unit in the address, else where the view begins; raises 404 when there is none."""
        if not self.rest:
            return self.top
        if not UNIT.match(self.rest[0]):
            raise ApiProblem(404)
        return self.rest[0]

    @property
    def top(self) -> str:
        """Where the viewer's view begins: the widest of their units in this wave; of two as
        wide as each other the one they lead and not the one they answer in."""
        seen = {node.unit for node in self.nodes}
        roots = [one.unit for one in self.me.units if one.unit in seen]
        own = self.me.own_unit
        if not roots and own is None:
            raise ApiProblem(404)
        return max(roots, key=lambda one: (self._width(one), one != own), default=own or "")

    @property
    def wholes(self) -> frozenset[str]:
        """The organisation itself, where it is in view."""
        return frozenset(node.unit for node in self.nodes if node.parent is None)

    @property
    def released(self) -> WaveSummary:
        """The chosen wave; raises 404 when nothing is released yet."""
        if self.wave is None:
            raise ApiProblem(404)
        return self.wave

    def node(self, unit: str) -> UnitNode:
        """A unit of the tree in view; raises 404."""
        for one in self.nodes:
            if one.unit == unit:
                return one
        raise ApiProblem(404)

    def result(self, unit: str) -> UnitResult:
        """Everything the chosen wave says about a unit."""
        return self.api.unit(self.released.id, unit)

    def below(self, unit: str) -> list[UnitNode]:
        """The units directly under one."""
        return [node for node in self.nodes if node.parent == unit]

    def _width(self, unit: str) -> int:
        """How many units of the tree lie under one."""
        return sum(1 + self._width(one.unit) for one in self.below(unit))
