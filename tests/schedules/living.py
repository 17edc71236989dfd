"""An organisation that lives: people come and go, units are joined and divided, HR errs twice.

Everything is decided by the day and the person, so a year is the same year every time.
"""

import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from survey_api import clock
from survey_api.catalogue import instrument_store, schedules, waves
from survey_api.catalogue.models import Wave, WaveState
from survey_api.catalogue.rhythm import Every
from survey_api.catalogue.schedules import Plan
from survey_api.conduct import by_itself, erasing, participation, roster
from survey_api.conduct.rooms import Rooms
from survey_api.demo.crowd import Answering, answer_all
from survey_api.identity import invitations
from survey_api.identity.models import Invitation, Person
from survey_api.published.models import Release

MONDAY = date(2026, 1, 5)
BRANCHES = ("North", "South", "Works", "Office", "Field")
SCALE = 5


def chance(*what: object) -> float:
    """A number from 0 to 1 that these things always have."""
    return zlib.crc32("|".join(map(str, what)).encode()) / 2**32


@dataclass
class Staff:
    """Who is there, and in which unit."""

    unit_of: dict[int, str]
    next_id: int

    @classmethod
    def of(cls, n_people: int, usual: int) -> "Staff":
        units = [f"{BRANCHES[at % 5]} / Team {at}" for at in range(max(2, n_people // usual))]
        return cls({one: units[one % len(units)] for one in range(n_people)}, n_people)

    def a_week_passes(self, week: int) -> None:
        """About one in a hundred leaves, as many join, some move."""
        units = sorted(set(self.unit_of.values()))
        for person in list(self.unit_of):
            if chance("leaves", week, person) < 0.01:
                del self.unit_of[person]
                self.unit_of[self.next_id] = units[self.next_id % len(units)]
                self.next_id += 1
            elif chance("moves", week, person) < 0.01:
                self.unit_of[person] = units[int(chance("to", week, person) * len(units))]

    def reorganised(self, week: int) -> None:
        """Two units become one, and a third is divided."""
        units = sorted(set(self.unit_of.values()))
        first, second, third = units[0], units[1], units[-1]
        for person, unit in self.unit_of.items():
            if unit == second:
                self.unit_of[person] = first
            elif unit == third and person % 2:
                self.unit_of[person] = f"{BRANCHES[week % 5]} / New in week {week}"

    def csv(self) -> bytes:
        """As HR exports it."""
        rows = ["employee_id,name,email,unit,leads"]
        leads = {unit: person for person, unit in sorted(self.unit_of.items(), reverse=True)}
        for person, unit in self.unit_of.items():
            yes = "yes" if leads[unit] == person else ""
            rows.append(f"{person:05},Person {person},p{person}@example.org,{unit},{yes}")
        return "\n".join(rows).encode()

    def wrong_csv(self) -> bytes:
        """An old file with a third of the people, all of them in two units."""
        old = {person: f"Old / {person % 2}" for person in self.unit_of if person % 3 == 0}
        return Staff(old, 0).csv()


@dataclass
class Life:
    """Days that pass in an installation; ``seen`` are releases as they were when they came out."""

    rooms: Rooms
    staff: Staff
    share: float
    today: date = MONDAY - timedelta(days=3)
    seen: dict[str, bytes] = field(default_factory=dict)
    answered: dict[str, Counter[str]] = field(default_factory=dict)

    def begin(self) -> None:
        """A roster and a weekly schedule of rotating questions."""
        plan = Plan("Pulse", "team_climate", Every.WEEKLY, MONDAY, rotates=True, team_days=1)
        with clock.travel(self.noon):
            roster.import_csv(self.rooms, self.staff.csv())
            with self.rooms.published() as session:
                bank = instrument_store.newest(session, plan.instrument)
                schedules.create(session, plan, bank, clock.today())

    @property
    def noon(self) -> datetime:
        return datetime.combine(self.today, time(12), UTC)

    def roster(self, content: bytes) -> None:
        """What HR imports today."""
        with clock.travel(self.noon):
            roster.import_csv(self.rooms, content)

    def a_day(self) -> None:
        """The worker goes its rounds; on Tuesdays people answer."""
        self.today += timedelta(days=1)
        with clock.travel(self.noon):
            by_itself.go_on(self.rooms)
            erasing.erase_due(self.rooms)
            participation.tell(self.rooms)
            self._look()
            if self.today.weekday() == 1:
                for wave in self.in_state(WaveState.OPEN):
                    self._answer(wave)

    def days(self, n: int) -> None:
        for _day in range(n):
            self.a_day()

    def in_state(self, *states: WaveState) -> list[Wave]:
        with self.rooms.reading() as session:
            return [one for one in waves.every(session) if one.state in states]

    def _look(self) -> None:
        with self.rooms.reading() as session:
            for release in session.scalars(select(Release)):
                self.seen.setdefault(release.wave_id, release.bundle)

    def _answer(self, wave: Wave) -> None:
        """The same share of everybody, each unit with a climate of its own."""
        items = self._items(wave)
        with self.rooms.identity() as session:
            query = select(Invitation, Person).join(Person, Person.id == Invitation.person_id)
            asked = session.execute(query.where(Invitation.wave == wave.id)).all()
            todo = [
                Answering(
                    invitations.link(
                        self.rooms.settings.survey_url,
                        wave.id,
                        invitations.new_secret(session, invitation.id),
                    ),
                    {
                        item: 1
                        + int(SCALE * (chance(invitation.unit) + chance(person.id, item)) / 2)
                        for item in items
                    },
                )
                for invitation, person in asked
                if chance("answers", wave.id, person.employee_id) < self.share
            ]
            self.answered[wave.id] = Counter(invitation.unit for invitation, _person in asked)
        answer_all(todo)

    def _items(self, wave: Wave) -> list[str]:
        from survey_api.catalogue import instruments

        with self.rooms.reading() as session:
            kept = instrument_store.newest(session, wave.instrument_id)
            parsed = instruments.parse_instrument(kept.source, name=kept.id)
        return [item.id for item in parsed.items]
