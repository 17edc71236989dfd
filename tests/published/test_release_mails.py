"""Mails of a release follow its stages and say, in their reader's language, what that reader's
page says, never a figure and never more."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from survey_api import clock, languages
from survey_api.access import Viewer
from survey_api.actions import commitments, steps
from survey_api.catalogue.models import Wave
from survey_api.conduct import announcing, weekly
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.telling import NoLongerWanted, teller
from survey_api.identity.models import MailState, OutboxMessage, Person
from survey_api.identity.notify.draft import draft
from survey_api.identity.notify.facts import facts_from
from survey_api.identity.notify.mails import write
from survey_api.identity.notify.telling import Sources
from survey_api.published.models import Commitment, CommitmentChange
from survey_api.published.schemas.commitments import CommitmentIn, CommitmentWithdrawn
from tests import released
from tests.identity.mailbox import link_in, plain
from tests.published.conftest import ANALYST, EMPLOYEE, LEADER, UPPER, unit_named

N_PEOPLE = 54
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def announced(place: released.Place) -> Iterator[str]:
    """The newest wave, told anew with its teams ten working days behind."""
    wave = place.waves[-1]
    _forget_mails(place.rooms)
    with place.rooms.published() as session:
        session.get_one(Wave, wave).team_days = 10
    announcing.announce(place.rooms, wave)
    announcing.announce(place.rooms, wave)
    yield wave
    _forget_mails(place.rooms)
    with place.rooms.published() as session:
        session.get_one(Wave, wave).team_days = 0


def _forget_mails(rooms: Rooms) -> None:
    with rooms.identity() as session:
        session.execute(delete(OutboxMessage))


def kinds_of(rooms: Rooms, email: str) -> dict[str, datetime]:
    """kind → due of everything in the outbox for somebody."""
    with rooms.identity() as session:
        query = select(OutboxMessage).join(Person).where(Person.email == email)
        return {one.kind: one.due_at.replace(tzinfo=UTC) for one in session.scalars(query)}


def mail_of(rooms: Rooms, email: str, kind: str, locale: str = "en") -> tuple[str, str, str]:
    """(subject, text, link) of one mail as it would go out now."""
    sources = Sources(rooms.settings, facts_from(rooms.reader_engine), teller(rooms))
    with rooms.identity() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        person.locale = locale
        mail = session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.kind == kind, OutboxMessage.person_id == person.id
            )
        ).one()
        message = write(draft(session, mail, sources).letter, rooms.settings)
        person.locale = "en"
    return str(message["Subject"]), plain(message), link_in(message)


def test_leaders_and_hr_are_told_at_once_and_everybody_asked_on_the_day_of_the_teams(
    place: released.Place, announced: str
) -> None:
    with place.rooms.identity() as session:
        told = list(session.scalars(select(OutboxMessage.kind)))
    assert told.count("release") == N_PEOPLE
    assert set(kinds_of(place.rooms, LEADER)) == {"release-leader", "release"}
    assert set(kinds_of(place.rooms, UPPER)) == {"release-leader"}
    assert set(kinds_of(place.rooms, ANALYST)) == {"release-hr"}
    due = kinds_of(place.rooms, EMPLOYEE)
    assert set(due) == {"release"}
    assert due["release"] > clock.now() + timedelta(days=12)
    assert kinds_of(place.rooms, LEADER)["release-leader"] <= clock.now()


def test_where_all_see_it_on_one_day_nobody_is_told_twice(
    place: released.Place, announced: str
) -> None:
    _forget_mails(place.rooms)
    with place.rooms.published() as session:
        session.get_one(Wave, announced).team_days = 0
    announcing.announce(place.rooms, announced)
    assert set(kinds_of(place.rooms, LEADER)) == {"release"}
    assert set(kinds_of(place.rooms, UPPER)) == {"release-leader"}
    assert kinds_of(place.rooms, EMPLOYEE)["release"] <= clock.now()


def test_the_leaders_mail_offers_somebody_beside_them_and_leads_to_their_page(
    place: released.Place, announced: str
) -> None:
    subject, text, link = mail_of(place.rooms, LEADER, "release-leader")
    unit = unit_named(place, "Customer care")
    assert subject == "October: you see the results of your team first"
    assert "Would you like someone beside you" in text
    assert "Customer care: " in text
    assert f"next=%2Fdashboard%2Fteam%2F{unit}%3Fwave%3D{announced}#" in link
    assert not re.search(r"\d[.,]\d", text), "a mail holds no figure"


def test_a_mail_that_leaves_before_the_day_says_no_more_than_the_page(
    place: released.Place, announced: str
) -> None:
    _, text, _ = mail_of(place.rooms, EMPLOYEE, "release")
    assert "Customer care: on its way, you see it from" in text
    assert "conversation." not in text.split("on its way")[1].split("Open the results")[0]


def test_the_teams_mail_tells_what_was_promised_on_the_result(
    place: released.Place, announced: str
) -> None:
    unit = unit_named(place, "Customer care")
    leader = Viewer("p", "Person 0", frozenset(), frozenset(), unit)
    with place.rooms.published() as session:
        session.get_one(Wave, announced).team_days = 0
        said = CommitmentIn(what="Ten minutes after each shift.", due_on=date(2099, 1, 31))
        commitments.make(session, leader, wave=announced, unit=unit, said=said)
        other = CommitmentIn(what="Another form.", due_on=said.due_on)
        taken = commitments.make(session, leader, wave=announced, unit=unit, said=other)
        commitments.withdraw(session, leader, taken, CommitmentWithdrawn(because="No.", version=1))
    _, text, _ = mail_of(place.rooms, EMPLOYEE, "release")
    _, german, _ = mail_of(place.rooms, EMPLOYEE, "release", "de")
    with place.rooms.published() as session:
        session.execute(delete(CommitmentChange).where(CommitmentChange.what == other.what))
        session.execute(delete(Commitment).where(Commitment.what.in_([said.what, other.what])))
    assert "Another form." not in text
    assert "Promised for January 31, 2099 by Person 0: “Ten minutes after each shift.”" in text
    assert "Zugesagt bis 31. Januar 2099 von Person 0: „Ten minutes after each shift.“" in german


@pytest.mark.parametrize("locale", ["de", "de-AT"])
def test_a_mail_is_in_its_readers_language_with_the_dates_of_that_language(
    place: released.Place, announced: str, locale: str
) -> None:
    subject, text, _ = mail_of(place.rooms, LEADER, "release-leader", locale)
    assert subject == "October: Sie sehen die Ergebnisse Ihres Teams zuerst"
    assert "Guten Tag Person 0," in text
    assert re.search(r"ab dem \d{1,2}\. (Januar|J.nner|Dezember|[A-Z]\w+) \d{4}", text)


def test_the_text_of_every_kind_of_mail_is_there_in_both_languages() -> None:
    en, de = (languages.texts(one, "mail") for one in ("en", "de"))
    released_to = {announcing.TO_LEADER, announcing.TO_HR, announcing.TO_TEAM}
    for kind in released_to | {"supporter", "week", "sign-in", "invitation", "reminder-1"}:
        for part in ("subject", "opening", "button"):
            assert en[f"{kind}.{part}"] != de[f"{kind}.{part}"]


@pytest.fixture
def with_steps(place: released.Place) -> Iterator[Rooms]:
    _forget_mails(place.rooms)
    rooms = Rooms(replace(place.settings, weekly_steps=True))
    yield rooms
    rooms.dispose()
    _forget_mails(place.rooms)


def test_the_weekly_step_is_offered_by_mail_only_where_the_organisation_wants_it(
    place: released.Place, with_steps: Rooms
) -> None:
    with clock.travel(MONDAY):
        weekly.offer(place.rooms)
        assert kinds_of(place.rooms, EMPLOYEE) == {}
        weekly.offer(with_steps)
        weekly.offer(with_steps)
        assert set(kinds_of(place.rooms, EMPLOYEE)) == {"week"}
        assert kinds_of(place.rooms, ANALYST) == {}  # an account beside the roster
        subject, text, link = mail_of(place.rooms, EMPLOYEE, "week", "de")
    step = steps.step_on(MONDAY.date(), "de")
    assert subject == f"Ein kleiner Schritt für diese Woche: {step.title}"
    assert step.thought in " ".join(text.split()) and "next=%2Fdashboard%2Fweek#" in link
    with clock.travel(MONDAY + timedelta(days=3)):
        weekly.offer(with_steps)
    with place.rooms.identity() as session:
        weeks = set(session.scalars(select(OutboxMessage.wave)))
    assert weeks == {"2026-W49"}
    with clock.travel(MONDAY + timedelta(days=8)):
        weekly.offer(with_steps)
    with place.rooms.identity() as session:
        assert set(session.scalars(select(OutboxMessage.wave))) == {"2026-W50"}


def test_whoever_paused_the_step_gets_no_mail_not_even_one_that_was_queued(
    place: released.Place, with_steps: Rooms
) -> None:
    with clock.travel(MONDAY):
        weekly.offer(with_steps)
        with place.rooms.identity() as session:
            person = session.scalars(select(Person).where(Person.email == EMPLOYEE)).one()
            person.wants_steps = False
        with pytest.raises(NoLongerWanted):
            mail_of(place.rooms, EMPLOYEE, "week")
        _forget_mails(place.rooms)
        weekly.offer(with_steps)
        assert kinds_of(place.rooms, EMPLOYEE) == {}
        with place.rooms.identity() as session:
            session.get_one(Person, person.id).wants_steps = True
            assert MailState.PENDING in set(session.scalars(select(OutboxMessage.state)))
