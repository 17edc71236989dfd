"""The weekly small step: a short reflection, the same for everybody, another one each week.

Nobody says whether they did it, and nothing of it is ever counted.
"""

import json
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from survey_api import languages
from survey_api.published.schemas.steps import Step, Week

FOLDER = "steps"
EARLIER = 8


def this_week(day: date, locale: str) -> Week:
    """The step of the week that ``day`` lies in, and those of the weeks before."""
    before = [day - timedelta(weeks=n) for n in range(1, EARLIER + 1)]
    return Week(
        week=name_of(day),
        step=step_on(day, locale),
        earlier=[step_on(one, locale) for one in before],
    )


def step_on(day: date, locale: str) -> Step:
    """The step of one ISO week; the weeks of a year follow those of the one before."""
    steps = load(locale)
    return steps[(day.toordinal() - day.weekday()) // 7 % len(steps)]


def name_of(day: date) -> str:
    """ "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(name: str) -> date:
    """The first day of a week by its name."""
    return date.fromisoformat(f"{name}-1")


@cache
def load(locale: str) -> tuple[Step, ...]:
    """All steps in the language nearest to the one asked for."""
    folder = files("survey_api.actions") / FOLDER
    chosen = languages.choose(locale)
    path = folder / f"{chosen}.json"
    if not path.is_file():
        path = folder / f"{languages.FALLBACK}.json"
    return tuple(Step(**one) for one in json.loads(path.read_text(encoding="utf-8")))
