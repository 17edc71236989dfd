"""Papers for counsel say what is set here, the same in both languages, and invent nothing."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from survey_api import clock
from survey_api.catalogue import instrument_store, schedules
from survey_api.catalogue.models import Announcement
from survey_api.catalogue.schedules import Plan
from survey_api.conduct import retention
from survey_api.conduct.notices import facts, files, papers
from survey_api.conduct.notices.files import Form
from survey_api.conduct.notices.papers import Known, Notice, Paper
from survey_api.conduct.notices.rules import Rule
from survey_api.conduct.rooms import Rooms
from survey_api.identity.models import Person
from survey_api.settings import PREFIX
from tests import factories
from tests.notices.telling import OTHERWISE, RULE, Papers, all_told, drawn, found, told

NEEDS = {
    "oidc_roles_claim": {"oidc_issuer": "https://login.example"},
    "ballot_url": {"app_url": "https://a.example", "survey_url": "https://b.example"},
    "survey_url": {"app_url": "https://a.example", "ballot_url": "https://b.example"},
    "app_url": {"survey_url": "https://a.example", "ballot_url": "https://b.example"},
}  # what else has to be so before a setting says something
TOLD_ALONG = {"ballots_url": "identity_url", "published_url": "identity_url"}
LANGUAGES = "languages_dir"  # a folder of files, not a value
REMAINS = {
    "The mailbox": "whoever reads a mailbox", "The page": "manipulated answer page",
    "Cards": "finds a card", "Level 1": "whoever controls the whole server",
    "Key holder and server together": "key holders and server together",
    "Copies": "made by other means", "Added ballots": "added ballots within that number",
    "Invented colleagues": "made-up roster",
    "Devices and networks of the employer": "devices and networks",
    "Participation": "whoever operates the roster, until it is erased",
    "Unanimous groups": "unanimous groups", "Colluding colleagues": "put their answers together",
    "Newcomers and the same answers over many waves": "newcomers and the same answers",
    "Style": "style and content", "An annulled result": "annulled result that somebody saw",
    "Batches": "small batches", "Waiting ballots": "which ballots wait",
    "The spool's disk": "the disk where ballots wait",
    "Data lost in the browser": "a browser lost between link and ballot",
}  # what docs/promises.md says remains → where the risk table says it  # fmt: skip
OF_A_PERSON = {
    "id": "personnel number", "employee_id": "personnel number", "name": "name",
    "email": "e-mail address", "unit": "unit", "locale": "language", "timezone": "time zone",
    "active": "being there", "left_on": "day of leaving", "wants_steps": "pausing the weekly step",
    "bounced_on": "took no mail, with the day", "bounce": "took no mail",
}  # what room 1 holds of a person → how the record of processing calls it  # fmt: skip
N_FOR_PEOPLE = {
    Notice.EMPLOYEE: 3, Notice.RECORD: 11, Notice.ASSESSMENT: 11, Notice.MEASURES: 12,
    Notice.DELETION: 9, Notice.AGREEMENT: 15,
}  # gaps that no setting can fill: decisions, days, names, signatures  # fmt: skip


def body(paper: Paper) -> str:
    """Without the list of settings at the end."""
    return paper.text.rpartition("\n## ")[0]


def variants(known: Known) -> Iterator[Known]:
    yield known
    full = all_told(known)
    yield full
    yield found(full, rules=(replace(RULE, targeted=True, team_days=0), RULE))
    imported = replace(known.facts.people, has_earlier_results=True, roles=())
    yield found(known, people=imported)


@pytest.mark.parametrize("setting", OTHERWISE)
def test_a_paper_changes_with_a_setting_exactly_when_it_lists_it(
    known: Known, bare: Papers, setting: str
) -> None:
    needed = NEEDS.get(setting, {})
    before = drawn(told(known, **needed)) if needed else bare
    after = drawn(told(known, **needed, **{setting: OTHERWISE[setting]}))
    listing = [key for key, paper in before.items() if PREFIX + setting.upper() in paper.settings]
    assert listing, "no paper names this setting"
    assert [key for key in before if body(before[key]) != body(after[key])] == listing


def test_every_listed_setting_is_tried_above() -> None:
    listed = {name for names in facts.SOURCES.values() for name in names}
    assert listed == {*OTHERWISE, *TOLD_ALONG, LANGUAGES}


def test_every_rule_of_a_wave_and_everything_found_changes_the_papers(known: Known) -> None:
    full = all_told(known)
    texts = {key: paper.text for key, paper in drawn(full).items()}
    others: dict[str, Any] = {
        "title": "Autumn", "every": "weekly", "n_items": 11, "k": 9, "policy": "strictest",
        "team_days": 8, "reminders": 0, "targeted": True, "asks_comments": False,
        "asks_about_people": False, "level": 2,
    }  # fmt: skip
    for name, value in others.items():
        changed = drawn(found(full, rules=(replace(RULE, **{name: value}),)))
        assert any(paper.text != texts[key] for key, paper in changed.items()), name
    known_by = replace(full.facts.people, directories=("Entra",))
    kept = drawn(found(full, people=known_by))
    assert sum("Entra" in paper.text for paper in kept.values()) == 4
    for name, value in {"level": 1, "key_holders": ("Two others",), "rules": ()}.items():
        changed = drawn(found(full, **{name: value}))
        assert any(paper.text != texts[key] for key, paper in changed.items()), name
    assert {one.name for one in fields(Rule)} - set(others) == {"has_sites"}


def test_both_languages_have_the_same_sections_tables_gaps_and_settings(known: Known) -> None:
    for variant in variants(known):
        both = drawn(variant)
        for notice in Notice:
            english, german = both[notice, "en"], both[notice, "de"]
            assert shape(english) == shape(german), notice
            assert len(english.gaps) == len(german.gaps), notice
            assert english.settings == german.settings
            assert english.text != german.text


def shape(paper: Paper) -> list[Any]:
    found = [(one.kind, one.level, one.start, list(map(len, one.rows))) for one in paper.blocks]
    numbers = [
        re.findall(r"^§? ?\d+", "".join(span.text for span in one.rows[0][0]))
        for one in paper.blocks
        if one.kind == "heading"
    ]
    return [*found, numbers]


def test_a_role_for_each_process_is_claimed_only_where_one_connects(known: Known) -> None:
    said = {}
    for user in ("safetosay_api", "safetosay_owner"):
        changed = told(known, identity_url=f"postgresql+psycopg://{user}@db/identity")
        said[user] = papers.drawn(changed, Notice.MEASURES, "en").text
    claim = "Each process has a role of its own"
    assert claim in said["safetosay_api"] and claim not in said["safetosay_owner"]


def test_every_paper_is_headed_as_a_draft_with_day_version_and_settings(known: Known) -> None:
    for (notice, lang), paper in drawn(known).items():
        head = "".join(span.text for span in paper.blocks[1].rows[0][0])
        assert head.startswith(
            {"en": "Draft for counsel.", "de": "Entwurf zur rechtlichen Prüfung."}[lang]
        ), notice
        assert known.facts.version in head
        assert paper.settings and all(one in list(lines(paper)) for one in paper.settings)


def test_what_nobody_told_is_a_gap_and_what_was_told_leaves_only_what_people_decide(
    known: Known, bare: Papers
) -> None:
    full = drawn(all_told(known))
    for (notice, lang), paper in full.items():
        assert len(paper.gaps) == N_FOR_PEOPLE[notice], (notice, lang, paper.gaps)
        assert len(bare[notice, lang].gaps) > len(paper.gaps) or notice is Notice.DELETION
    for paper in (*bare.values(), *full.values()):
        assert not re.search(r"None|undefined|\(\)|\[\]|, ,|: \.|  \|  \|", paper.text)
        assert str(len(paper.gaps)) in paper.text.splitlines()[4]


@pytest.mark.parametrize(
    "name",
    [
        "1. <script>alert(1)</script> | **X** [to be filled in: y] `z` & &amp; _u_ \\",
        "- one",
        "---",
        "# 2) {{ organisation }}",
    ],
)
def test_a_name_that_looks_like_markup_stays_a_name(known: Known, bare: Papers, name: str) -> None:
    plain, hostile = bare, drawn(told(known, organisation=name, smtp_host=name))
    for key, paper in hostile.items():
        assert any(name in line for line in lines(paper)), key
        assert len(paper.gaps) <= len(plain[key].gaps)
        assert "<script>" not in files.written(paper, Form.HTML).decode()


def test_every_risk_that_remains_by_our_own_account_stands_in_the_assessment(
    known: Known,
) -> None:
    said = (Path(__file__).parents[2] / "docs" / "promises.md").read_text(encoding="utf-8")
    remaining = said.partition("## What remains")[2].partition("\n## ")[0]
    named = {one.strip(".") for one in re.findall(r"^- \*\*(.+?)\*\*", remaining, re.M)}
    assert named == set(REMAINS)
    readers = replace(known.facts.people, comment_readers=("Ida Horn",))
    first, second = (found(known, people=readers), found(all_told(known), people=readers))
    table = [papers.drawn(one, Notice.ASSESSMENT, "en").text for one in (first, second)]
    for name, words in REMAINS.items():
        assert any(words in one for one in table), name


def test_everything_that_is_held_of_a_person_stands_in_the_record(known: Known) -> None:
    text = papers.drawn(known, Notice.RECORD, "en").text
    assert set(Person.__table__.columns.keys()) == set(OF_A_PERSON), "name it in both records"
    for column, words in OF_A_PERSON.items():
        assert words in text, column


def lines(paper: Paper) -> Iterator[str]:
    for one in paper.blocks:
        for row in one.rows:
            yield from ("".join(span.text for span in cell) for cell in row)


def test_no_secret_stands_in_a_paper_and_every_kind_of_data_that_goes_is_in_the_plan(
    rooms: Rooms, known: Known
) -> None:
    for paper in drawn(all_told(known)).values():
        assert "secret" not in paper.text.lower().replace("neither text nor secret", "")
    plan = papers.drawn(known, Notice.DELETION, "en").text
    rows = {"leavers": "Leavers", "frames": "Frames", "mails": "Mails", "sessions": "Sessions",
            "sign-in links": "Sign-in links"}  # fmt: skip
    for one in retention.status(rooms):
        assert f"| {rows[one.kind]}" in plan, f"place {one.kind} in both deletion plans"


def test_waves_and_schedules_are_read_as_they_are_planned(rooms: Rooms, known: Known) -> None:
    before = known.facts
    assert before.rules == () and before.people.n_people == 54
    assert ("administrator", 1) in before.people.roles
    number = factories.draft_wave(rooms, title="Pilot", k=6, team_days=2)
    plan = Plan(title="Monthly", instrument="team_climate", every="monthly",
                first_on=clock.today(), days_open=14, k=8)  # fmt: skip
    with rooms.published() as session:
        bank = instrument_store.newest(session, "team_climate")
        schedules.create(session, plan, bank, clock.today())
    after = {one.title: one for one in facts.gather(rooms).rules}
    assert (after["Pilot"].k, after["Pilot"].team_days, after["Pilot"].level) == (6, 2, 1)
    assert (after["Monthly"].k, after["Monthly"].every) == (8, "monthly")
    text = papers.draw_up(rooms, Notice.AGREEMENT, "de").text
    assert "weniger als 6 Personen" in text and "Monthly, jeden Monat" in text
    with rooms.published() as session:
        said = Announcement(wave_id=number, kind="opened", channel="slack", state="sent")
        said.due_at = clock.now()
        session.add(said)
    assert "Slack" in papers.draw_up(rooms, Notice.EMPLOYEE, "de").text
