"""How the invented people answer: a team's climate, a person's leaning and chance."""

from collections.abc import Mapping

from survey_api.catalogue.instrument import Instrument
from survey_api.demo.backgrounds import leaning
from survey_api.demo.chance import draw
from survey_api.demo.population import DECLINING, IMPROVING, SEED, DemoPerson, Path

ACTED_AFTER = 2  # the wave, counted from 0, after which the night shift's leader acted
COMPANY_LEVEL, TEAM_SPREAD, PERSON_SPREAD, ITEM_SPREAD, CHANCE = 3.7, 0.3, 0.45, 0.15, 0.7
TEAM_SCALE_SPREAD, PERSON_SCALE_SPREAD = 0.12, 0.25
SKIPPED = 0.015
FIRST_ANSWERS = {IMPROVING: 2.75, DECLINING: 4.05}
STEP_UP, STEP_DOWN, HIGHEST, LOWEST = 0.24, -0.17, 3.95, 2.7
DEPARTMENT_LEANING: Mapping[str, Mapping[str, float]] = {  # by scale, from the company's level
    "Operations": {"safety": -0.5, "accountability": 0.35},
    "Product": {"safety": 0.45, "accountability": -0.75, "practice": 0.2},
    "Engineering": {"safety": 0.4, "accountability": 0.4, "practice": 0.2},
    "Sales": {"safety": -0.9, "accountability": -0.8, "practice": -0.3, "trust": -0.3},
    "Customer care": {"accountability": -0.1, "practice": 0.1},
}


def answers_for(
    person: DemoPerson, wave: int, instrument: Instrument, *, seed: int = SEED
) -> dict[str, int] | None:
    """One person's answers by item, as ticked (reversed items are not turned), or None when
    they do not take part. ``wave`` counts from 0 and may go beyond the history."""
    if not takes_part(person, wave, seed=seed):
        return None
    own = draw(seed, "person", person.employee_id).gauss(0, PERSON_SPREAD)
    own += leaning(person, seed=seed)
    level = {
        scale.id: own + scale_level(person, wave, scale.id, seed=seed)
        for scale in instrument.scales
    }
    source = draw(seed, "answers", person.employee_id, wave)
    answers: dict[str, int] = {}
    for item in instrument.items:
        hardness = draw(seed, "item", item.id).gauss(0, ITEM_SPREAD)
        meant = level[instrument.scale_of(item.id).id] + hardness + source.gauss(0, CHANCE)
        value = round(min(5.0, max(1.0, meant)))
        if source.random() >= SKIPPED:
            answers[item.id] = 6 - value if item.is_reversed else value
    return answers


def takes_part(person: DemoPerson, wave: int, *, seed: int = SEED) -> bool:
    """Some nearly always answer, some now and then; about 76 % together."""
    habit = draw(seed, "habit", person.employee_id).betavariate(7.6, 2.4)
    return draw(seed, "takes part", person.employee_id, wave).random() < habit


def is_early(person: DemoPerson, share: float, *, seed: int = SEED) -> bool:
    """Whether somebody belongs to the given share of people who answer in the first days."""
    return draw(seed, "early", person.employee_id).random() < share


def scale_level(person: DemoPerson, wave: int, scale: str, *, seed: int = SEED) -> float:
    """What a person's team is like on one scale, and how this person sees that scale."""
    unit = person.unit
    personal = draw(seed, "person", person.employee_id, scale).gauss(0, PERSON_SCALE_SPREAD)
    level = team_level(unit, wave, seed=seed) + personal
    if unit in FIRST_ANSWERS or len(unit) == 1:
        return level
    own_way = draw(seed, "team", unit, scale).gauss(0, TEAM_SCALE_SPREAD)
    return level + DEPARTMENT_LEANING.get(unit[1], {}).get(scale, 0.0) + own_way


def team_level(unit: Path, wave: int, *, seed: int = SEED) -> float:
    """The climate of a team: steady with small swings, but for the two that have a story."""
    swing = draw(seed, "swing", unit, wave).gauss(0, 0.05)
    if unit == IMPROVING:
        steps = max(0, wave - ACTED_AFTER)
        return min(HIGHEST, FIRST_ANSWERS[unit] + STEP_UP * steps) + swing
    if unit == DECLINING:
        return max(LOWEST, FIRST_ANSWERS[unit] + STEP_DOWN * wave) + swing
    return COMPANY_LEVEL + draw(seed, "team", unit).gauss(0, TEAM_SPREAD) + swing
