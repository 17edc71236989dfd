"""What the demo needs of its invented company: a roster, who signs in, and who answers what.

Waves are numbered from 1 here, as people see them.
"""

from survey_api.catalogue import library
from survey_api.demo import backgrounds, climate, population
from survey_api.demo.population import DECLINING, IMPROVING

INSTRUMENT = "team_climate"
COMPANY = population.build()
N_PEOPLE = len(COMPANY.people)
BY_NUMBER = {person.employee_id: person for person in COMPANY.people}

LEADER = COMPANY.leader_of(IMPROVING).email
OTHER_LEADER = COMPANY.leader_of(DECLINING).email
EMPLOYEE = next(p.email for p in COMPANY.members(IMPROVING) if not p.leads)
ANALYST = COMPANY.analyst.email
ADMINISTRATOR = COMPANY.administrator.email


def roster_csv() -> bytes:
    """The roster file, for the real import."""
    return population.roster_csv(COMPANY)


def answers_for(employee_id: str, number: int) -> dict[str, int] | None:
    """Somebody's answers in a wave, or None when they do not take part."""
    instrument = library.load(INSTRUMENT)
    return climate.answers_for(BY_NUMBER[employee_id], number - 1, instrument)


def cuts_for(employee_id: str) -> dict[str, str]:
    """What somebody says about themselves, whenever they take part."""
    return backgrounds.said_by(BY_NUMBER[employee_id])


def is_early(employee_id: str, share: float) -> bool:
    """Whether somebody has answered by the time the visitor comes."""
    return climate.is_early(BY_NUMBER[employee_id], share)
