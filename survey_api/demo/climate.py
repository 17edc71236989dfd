"""How the invented people answer: a team's climate, a person's leaning and chance.

Every draw is keyed by what it is for, so answers do not depend on who is asked first.
"""

import hashlib
import random

from survey_api.catalogue.instrument import Instrument
from survey_api.demo.population import DECLINING, IMPROVING, SEED, DemoPerson, Path

ACTED_AFTER = 2  # the wave, counted from 0, after which the night shift's leader acted
COMPANY_LEVEL, TEAM_SPREAD, PERSON_SPREAD, ITEM_SPREAD, CHANCE = 3.75, 0.35, 0.5, 0.18, 0.75
SKIPPED = 0.015
FIRST_ANSWERS = {IMPROVING: 2.75, DECLINING: 4.05}
STEP_UP, STEP_DOWN, HIGHEST, LOWEST = 0.24, -0.17, 3.95, 2.7


def answers_for(
    person: DemoPerson, wave: int, instrument: Instrument, *, seed: int = SEED
) -> dict[str, int] | None:
    """One person's answers by item, as ticked (reversed items are not turned), or None when
    they do not take part. ``wave`` counts from 0 and may go beyond the history."""
    if not takes_part(person, wave, seed=seed):
        return None
    leaning = _draw(seed, "person", person.employee_id).gauss(0, PERSON_SPREAD)
    level = team_level(person.unit, wave, seed=seed) + leaning
    source = _draw(seed, "answers", person.employee_id, wave)
    answers: dict[str, int] = {}
    for item in instrument.items:
        hardness = _draw(seed, "item", item.id).gauss(0, ITEM_SPREAD)
        value = round(min(5.0, max(1.0, level + hardness + source.gauss(0, CHANCE))))
        if source.random() >= SKIPPED:
            answers[item.id] = 6 - value if item.is_reversed else value
    return answers


def takes_part(person: DemoPerson, wave: int, *, seed: int = SEED) -> bool:
    """Some nearly always answer, some now and then; about 76 % together."""
    habit = _draw(seed, "habit", person.employee_id).betavariate(7.6, 2.4)
    return _draw(seed, "takes part", person.employee_id, wave).random() < habit


def is_early(person: DemoPerson, share: float, *, seed: int = SEED) -> bool:
    """Whether somebody belongs to the given share of people who answer in the first days."""
    return _draw(seed, "early", person.employee_id).random() < share


def team_level(unit: Path, wave: int, *, seed: int = SEED) -> float:
    """The climate of a team: steady with small swings, but for the two that have a story."""
    swing = _draw(seed, "swing", unit, wave).gauss(0, 0.05)
    if unit == IMPROVING:
        steps = max(0, wave - ACTED_AFTER)
        return min(HIGHEST, FIRST_ANSWERS[unit] + STEP_UP * steps) + swing
    if unit == DECLINING:
        return max(LOWEST, FIRST_ANSWERS[unit] + STEP_DOWN * wave) + swing
    return COMPANY_LEVEL + _draw(seed, "team", unit).gauss(0, TEAM_SPREAD) + swing


def _draw(seed: int, *purpose: object) -> random.Random:
    key = hashlib.sha256(repr((seed, *purpose)).encode()).digest()
    return random.Random(int.from_bytes(key[:16], "big"))  # noqa: S311  (invented answers)
