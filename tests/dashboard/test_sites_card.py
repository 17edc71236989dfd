"""Sites in words: about, in a band, by name; a site without a shown team has the lock."""

from dashboard.components.sites import sites
from dashboard.first import markup
from dashboard.texts import speaking
from survey_api.published.schemas.figures import Score
from survey_api.published.schemas.sites import SiteLine, Sites
from survey_api.published.schemas.words import Relation
from tests.dashboard.samples import INDEX, WAVE


def score(value: str | None) -> Score:
    plain = {"text": None, "borrowed": None, "range": None, "bin": None, "shrunken": None}
    relation = Relation.ABOUT if value else None
    return Score(shown=bool(value), value=value, relation=relation, change=None, **plain)


def line(site: str, value: str | None, shown: int) -> SiteLine:
    band = "20–49" if value else None
    return SiteLine(
        site=site, n_teams=3, n_shown=shown, n_band=band, scales={"index": score(value)}
    )


def test_each_site_is_one_row_of_words() -> None:
    found = Sites(
        wave=WAVE, scales=[INDEX], lines=(line("Leipzig", "3.4", 2), line("Ulm", None, 0))
    )
    with speaking("de"):
        said = markup(sites(found, "index"))
    assert "etwa 3,4" in said
    assert "2 von 3" in said
    assert "icon-lock" in said
    assert said.index("Leipzig") < said.index("Ulm")


def test_without_sites_there_is_no_card() -> None:
    assert sites(Sites(wave=WAVE, scales=[INDEX], lines=()), "index") is None
