"""One way to build each noun that more than one folder of tests needs."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from survey_api import clock
from survey_api.catalogue import instrument_store, waves
from survey_api.conduct import opening, roster
from survey_api.conduct.rooms import Rooms
from survey_api.demo import crowd
from survey_api.demo.crowd import Answering
from survey_api.identity import invitations
from survey_api.identity.models import Invitation, Person
from survey_api.respondent.transport import Receipt

INSTRUMENT = "pulse_short"
ITEMS = (
    "problems_raised", "mistakes", "support_first", "works_it_out", "answers_safe",
    "noticed_change",
)  # fmt: skip
UNITS = {
    "Operations / Customer care": 14,
    "Operations / Night shift": 9,
    "Operations / Dispatch": 3,
    "Engineering / Platform": 12,
    "Engineering / Apps": 6,
    "Engineering / Tools": 2,
    "Finance": 8,
}


def roster_csv(n_people: int = 54, units: dict[str, int] = UNITS) -> bytes:
    """A roster whose units grow in proportion until it has ``n_people``."""
    rows = ["employee_id,name,email,unit,leads"]
    for number, unit in zip(range(n_people), _seats(units), strict=False):
        leads = "yes" if all(f",{unit}," not in row for row in rows) else ""
        rows.append(f"{number:05},Person {number},p{number}@example.org,{unit},{leads}")
    return "\n".join(rows).encode()


def _seats(units: dict[str, int]) -> Iterator[str]:
    while True:
        for unit, size in units.items():
            yield from [unit] * size


def draft_wave(rooms: Rooms, *, title: str = "First wave", k: int = 5, team_days: int = 0) -> str:
    """A draft of the short instrument; returns its number. Everybody sees its release at once
    unless ``team_days`` says otherwise."""
    with rooms.published() as session:
        wave = waves.create(
            session,
            title=title,
            instrument=instrument_store.newest(session, INSTRUMENT),
            k=k,
            opens_on=clock.today(),
            closes_on=clock.today() + timedelta(days=14),
        )
        waves.plan_stages(wave, team_days)
        return str(wave.number)


def open_wave(rooms: Rooms, *, title: str = "First wave", k: int = 5, weeks_ago: int = 0) -> str:
    """Create and open a wave of the short instrument; returns its id. The same items may be
    asked every four weeks, so earlier waves were opened ``weeks_ago``."""
    with clock.travel(clock.now() - timedelta(weeks=weeks_ago)):
        return opening.open_wave(rooms, draft_wave(rooms, title=title, k=k)).wave


def staffed(rooms: Rooms, n_people: int = 54) -> None:
    """Import a roster of made-up people."""
    roster.import_csv(rooms, roster_csv(n_people))


def links(rooms: Rooms, wave: str) -> dict[str, str]:
    """e-mail → a fresh personal link, as the mail would carry it."""
    with rooms.identity() as session:
        query = (
            select(Invitation, Person.email)
            .join(Person, Person.id == Invitation.person_id)
            .where(Invitation.wave == wave, Person.email.is_not(None))
            .order_by(Person.employee_id)
        )
        return {
            email: invitations.link(
                rooms.settings.survey_url, wave, invitations.new_secret(session, invitation.id)
            )
            for invitation, email in session.execute(query)
        }


def answers_of(number: int) -> dict[str, int]:
    """Five different ways to answer, none of them constant over the items."""
    return {item: 1 + (number + place) % 5 for place, item in enumerate(ITEMS)}


def answer_all(given: dict[str, str], *, threads: int = 4) -> list[Receipt]:
    """Everybody answers over HTTP with the Python client."""
    people = [Answering(link, answers_of(at)) for at, link in enumerate(given.values())]
    return crowd.answer_all(people, clients=threads)
