"""A released wave by site: a second tree over the same teams, said before it opened.

A site's figure is arithmetic on what the teams' own pages say: the mean of the published figures
of the teams that lie wholly there, each by the middle of its size band. Whoever sees those pages
learns nothing new, so no rule has to be asked again; a team that is not shown counts in no site.
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

import numpy as np

from survey_api.disclosure.bands import midpoints, n_band
from survey_api.published import views
from survey_api.published.schemas.figures import Score
from survey_api.published.schemas.sites import SiteLine, Sites
from survey_api.published.schemas.words import Relation
from survey_api.published.unit_view import Page
from survey_api.published.views import Record

DIRECT = ".direct"


def by_site(page: Page, sites: Mapping[str, str]) -> Sites:
    """Every site with at least one team in this reader's view, by name."""
    home = {unit: site for unit, site in _homes(page, sites).items() if unit in page.in_view}
    teams: dict[str, list[Record]] = {}
    for unit, site in sorted(home.items()):
        teams.setdefault(site, []).append(page.record(unit))
    metas = views.scale_metas(page.bundle, page.wording)
    names = [one.id for one in metas]
    lines = [_line(site, teams[site], names) for site in sorted(teams, key=str.casefold)]
    return Sites(wave=page.wave, scales=metas, lines=tuple(lines))


def _homes(page: Page, sites: Mapping[str, str]) -> dict[str, str]:
    """Group without groups below it → the one site of all its units; groups that were formed at
    close, and groups that lie at several sites, are at none."""
    parents = {one["parent"] for one in page.units.values() if not one["one_wave_only"]}
    members: dict[str, set[str | None]] = {}
    for unit, one in page.units.items():
        if unit not in parents and not one["one_wave_only"] and one["kind"] != "rest":
            members.setdefault(unit, set()).add(_site_of(unit, sites))
    for unit, group in page.bundle["pooled"].items():
        members.pop(unit, None)
        members.setdefault(group, set()).add(_site_of(unit, sites))
    return {
        unit: site
        for unit, found in members.items()
        if unit in page.units and len(found) == 1 and (site := next(iter(found))) is not None
    }


def _site_of(unit: str, sites: Mapping[str, str]) -> str | None:
    """Those who report to the head of a unit are where the unit is."""
    return sites.get(unit) or sites.get(unit.removesuffix(DIRECT))


def _line(site: str, teams: Sequence[Record], measures: Iterable[str]) -> SiteLine:
    shown = [one for one in teams if one["shown"]]
    people = sum(_middle(one["n_band"]) for one in shown)
    return SiteLine(
        site=site,
        n_teams=len(teams),
        n_shown=len(shown),
        n_band=n_band(round(people)) if shown else None,
        scales={measure: _score(shown, measure) for measure in measures},
    )


def _score(shown: Sequence[Record], measure: str) -> Score:
    parts = [(one["figures"].get(measure), _middle(one["n_band"])) for one in shown]
    told = [(float(figure["value"]), n) for figure, n in parts if figure and figure["shown"]]
    if not told:
        return views.score(None)
    value = fmean([one for one, _ in told], weights=[n for _, n in told])
    about = {"shown": True, "value": f"{value:.1f}", "relation": Relation.ABOUT}
    return views.score({**about, "text": None, "borrowed": None})


def _middle(band: str) -> float:
    """The middle of a size band as published."""
    ends = [int(one) for one in band.removeprefix("about ").split("\N{EN DASH}")]
    return float(midpoints(np.array([ends[0]]))[0])
