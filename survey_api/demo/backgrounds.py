"""What the invented people say about themselves: how long they are there, where they work.

Most say it, some never do. Their answers lean with it a little, so that a comparison has
something to show.
"""

from survey_api.demo.chance import draw
from survey_api.demo.population import ROOT, SEED, DemoPerson

RELUCTANT, FORGETFUL = 0.12, 0.03  # who tells nothing at all; who leaves out one of the two
TENURE = {"under_1": 0.19, "1_to_3": 0.3, "4_to_9": 0.29, "10_or_more": 0.22}
LEADERS_TENURE = {"1_to_3": 0.2, "4_to_9": 0.4, "10_or_more": 0.4}
WORKPLACE = {
    "Operations": {"on_site": 0.96, "hybrid": 0.04},
    "Customer care": {"on_site": 0.4, "hybrid": 0.3, "remote": 0.3},
    "Product": {"on_site": 0.1, "hybrid": 0.5, "remote": 0.4},
    "Engineering": {"on_site": 0.1, "hybrid": 0.45, "remote": 0.45},
    "Sales": {"on_site": 0.6, "hybrid": 0.25, "remote": 0.15},
    "People and finance": {"on_site": 0.3, "hybrid": 0.5, "remote": 0.2},
}
HEADS_WORKPLACE = {"on_site": 0.3, "hybrid": 0.7}
LEANING = {"under_1": 0.25, "10_or_more": -0.15, "remote": -0.1}


def background(person: DemoPerson, *, seed: int = SEED) -> dict[str, str]:
    """Cut → level, as it is; what of it they say is another matter."""
    tenure = LEADERS_TENURE if person.leads else TENURE
    workplace = HEADS_WORKPLACE if person.unit == ROOT else WORKPLACE[person.unit[1]]
    return {
        "tenure": _one_of(tenure, seed, "tenure", person.employee_id),
        "workplace": _one_of(workplace, seed, "workplace", person.employee_id),
    }


def said_by(person: DemoPerson, *, seed: int = SEED) -> dict[str, str]:
    """What they choose to say, the same in every wave; about 85 % of them, each cut."""
    source = draw(seed, "says", person.employee_id)
    if source.random() < RELUCTANT:
        return {}
    known = background(person, seed=seed)
    return {cut: level for cut, level in known.items() if source.random() >= FORGETFUL}


def leaning(person: DemoPerson, *, seed: int = SEED) -> float:
    """How much their background moves their answers, in points of the answer scale."""
    return sum(LEANING.get(level, 0.0) for level in background(person, seed=seed).values())


def _one_of(shares: dict[str, float], seed: int, *purpose: object) -> str:
    (chosen,) = draw(seed, *purpose).choices(tuple(shares), weights=tuple(shares.values()))
    return chosen
