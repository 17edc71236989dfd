"""A company that does not exist, about 300 people in 41 units, the same every time.

Team leaders sit with their department and department heads with the whole organisation;
only the night shift's supervisor works on the shift. Pure: a seed in, people and a roster out.
"""

import csv
import io
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from survey_api.demo.names import FAMILY, GIVEN, TO_ASCII

ORGANISATION = "Kestrel Harbour"
DOMAIN = "kestrel-harbour.example"
SEED = 2026

DEPARTMENTS: dict[str, dict[str, int]] = {
    "Operations": {
        "Warehouse": 40,
        "Night shift": 12,
        "Returns": 14,
        "Transport": 11,
        "Packing": 9,
        "Quality": 6,
        "Facilities": 3,
    },
    "Customer care": {
        "Phone support": 14,
        "Written support": 12,
        "Field service": 11,
        "Complaints": 7,
        "Scheduling": 5,
        "Training": 4,
    },
    "Product": {
        "Design": 7,
        "Product owners": 6,
        "Data": 5,
        "Documentation": 4,
        "Research": 3,
    },
    "Engineering": {
        "Web shop": 10,
        "Platform": 9,
        "Mobile": 7,
        "Testing": 6,
        "Tools": 5,
        "Security": 4,
    },
    "Sales": {"Shops": 10, "Key accounts": 8, "Online": 5, "Partners": 4, "Brand": 3},
    "People and finance": {
        "IT": 7,
        "Accounting": 6,
        "People partners": 5,
        "Payroll": 4,
        "Legal": 2,
    },
}
TIMEZONES = {"Engineering": "Europe/Warsaw", "Sales": "Europe/Lisbon"}

Path = tuple[str, ...]
ROOT: Path = (ORGANISATION,)
IMPROVING: Path = (ORGANISATION, "Operations", "Night shift")
DECLINING: Path = (ORGANISATION, "Operations", "Returns")
STEADY: Path = (ORGANISATION, "Operations", "Warehouse")
TOO_SMALL: Path = (ORGANISATION, "People and finance", "Legal")
WORKING_SUPERVISORS = {IMPROVING}
PEOPLE: Path = (ORGANISATION, "People and finance", "People partners")
IT: Path = (ORGANISATION, "People and finance", "IT")
EVERY_THIRD = 3  # reads German; those whom the visitor signs in as read English


@dataclass(frozen=True)
class DemoPerson:
    """Somebody invented; ``leads`` is the unit they lead, if any."""

    employee_id: str
    name: str
    email: str
    unit: Path
    leads: Path | None
    timezone: str
    locale: str = "en"


@dataclass(frozen=True)
class Company:
    """Everybody, in the order of the roster."""

    organisation: str
    people: tuple[DemoPerson, ...]

    @cached_property
    def _leaders(self) -> dict[Path, DemoPerson]:
        return {person.leads: person for person in self.people if person.leads}

    def leader_of(self, unit: Path) -> DemoPerson:
        """Who leads a unit; the chief leads ``ROOT``."""
        return self._leaders[unit]

    @property
    def analyst(self) -> DemoPerson:
        """The one who looks at results for HR."""
        return self.leader_of(PEOPLE)

    @property
    def administrator(self) -> DemoPerson:
        """The one who runs the service."""
        return self.leader_of(IT)

    def members(self, unit: Path) -> tuple[DemoPerson, ...]:
        """The people directly in a unit."""
        return tuple(person for person in self.people if person.unit == unit)


def build(seed: int = SEED) -> Company:
    """The company of a seed."""
    names = _names(random.Random(seed))  # noqa: S311  (invented people, not secrets)
    people = []
    for number, (unit, leads) in enumerate(_places(), start=1):
        name = next(names)
        zone = TIMEZONES.get((leads or unit)[1] if len(leads or unit) > 1 else "", "Europe/Berlin")
        locale = _locale(number, unit, leads)
        people.append(
            DemoPerson(f"KH{number:04d}", name, _address(name), unit, leads, zone, locale)
        )
    return Company(ORGANISATION, tuple(people))


def roster_csv(company: Company) -> bytes:
    """The roster as HR would export it, for the real import."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("employee_id", "name", "email", "unit", "leads", "locale", "timezone"))
    for person in company.people:
        unit, leads = " / ".join(person.unit), " / ".join(person.leads or ())
        leads = "yes" if leads == unit else leads
        known = (person.employee_id, person.name, person.email)
        writer.writerow((*known, unit, leads, person.locale, person.timezone))
    return out.getvalue().encode()


def _places() -> Iterator[tuple[Path, Path | None]]:
    """(where somebody sits, what they lead): the chief first, then top down."""
    yield ROOT, ROOT
    yield ROOT, None
    for department in DEPARTMENTS:
        yield ROOT, (*ROOT, department)
    for department, teams in DEPARTMENTS.items():
        for team in teams:
            unit = (*ROOT, department, team)
            yield (unit if unit in WORKING_SUPERVISORS else unit[:-1]), unit
    for department, teams in DEPARTMENTS.items():
        for team, size in teams.items():
            for _ in range(size):
                yield (*ROOT, department, team), None


def _locale(number: int, unit: Path, leads: Path | None) -> str:
    is_visitor = unit == IMPROVING or leads in {PEOPLE, IT}
    return "en" if is_visitor or number % EVERY_THIRD else "de"


def _names(source: random.Random) -> Iterator[str]:
    """Full names, each address once."""
    seen: set[str] = set()
    while True:
        name = f"{source.choice(GIVEN)} {source.choice(FAMILY)}"
        if _address(name) not in seen:
            seen.add(_address(name))
            yield name


def _address(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().translate(TO_ASCII))
    ascii_only = "".join(letter for letter in plain if letter.isascii())
    return ascii_only.replace(" ", ".") + "@" + DOMAIN
