"""From one wave to the next: what may be asked again, and who is still the same unit."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from survey_api import clock
from survey_api.catalogue import instrument_store, waves
from survey_api.catalogue.planning import AskedTooSoon
from survey_api.catalogue.waves import WaveMoveRefused
from survey_api.cli.main import app
from survey_api.conduct import holder, keyring, opening, policy_preview, roster
from survey_api.conduct.discarding import discard_wave
from survey_api.conduct.rooms import Rooms
from survey_api.disclosure.continuity import continuity
from survey_api.disclosure.policy import PolicyInvalid
from survey_api.identity import frame
from survey_api.release.inputs import FrameAnnex
from tests import factories
from tests.installing import installed


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path))
    factories.staffed(made)
    yield made
    made.dispose()


def annex(rooms: Rooms, wave: str) -> FrameAnnex:
    key = keyring.read(keyring.Keyring(rooms.settings).identity)
    with rooms.identity() as session:
        return FrameAnnex.parse(frame.annex(session, wave, "frame", key=key)[0])


def test_a_wave_that_repeats_items_within_four_weeks_is_refused_with_the_date(
    rooms: Rooms,
) -> None:
    factories.open_wave(rooms, weeks_ago=3)
    may = clock.today() + timedelta(weeks=1)
    with pytest.raises(AskedTooSoon, match=f"Wave 1 asks .*mistakes.*open this wave on {may}"):
        factories.draft_wave(rooms, title="Too soon")
    with clock.travel(clock.now() + timedelta(weeks=1)):
        assert factories.draft_wave(rooms, title="In time") == "2"


def test_a_draft_opened_earlier_than_planned_is_refused_and_nothing_is_frozen(
    rooms: Rooms,
) -> None:
    factories.open_wave(rooms, weeks_ago=3)
    with clock.travel(clock.now() + timedelta(weeks=1)):
        draft = factories.draft_wave(rooms, title="Planned")
    with pytest.raises(AskedTooSoon):
        opening.open_wave(rooms, draft)
    with rooms.identity() as session:
        with rooms.reading() as lobby:
            planned = waves.find(lobby, draft)
        assert planned.state == "draft" and frame.count(session, planned.id) == 0


def planned(rooms: Rooms, instrument: str, weeks: int, policy: str = "standard") -> str:
    """A draft that opens in so many weeks; returns its number."""
    opens_on = clock.today() + timedelta(weeks=weeks)
    with rooms.published() as session:
        wave = waves.create(
            session,
            title=f"{instrument} in week {weeks}",
            instrument=instrument_store.newest(session, instrument),
            k=5,
            opens_on=opens_on,
            closes_on=opens_on + timedelta(days=12),
            policy=policy,
        )
        return str(wave.number)


def test_a_weekly_pulse_rotates_its_items_and_drafts_count_against_each_other(
    rooms: Rooms,
) -> None:
    rotation = ("empathy_in_practice", "psychological_safety", "trust_and_action")
    for week, instrument in enumerate(rotation):
        planned(rooms, instrument, week)
    for week, instrument in enumerate(rotation):
        with pytest.raises(AskedTooSoon, match=f"Wave {week + 1} asks"):
            planned(rooms, instrument, week + 3)
        assert planned(rooms, instrument, week + 4) == str(week + 4)


def test_a_wave_carries_its_policy_and_an_unknown_one_is_refused(rooms: Rooms) -> None:
    number = planned(rooms, "empathy_in_practice", 0, "strict")
    with rooms.reading() as session:
        wave = waves.find(session, number)
        assert (wave.k, wave.policy) == (7, "strict")
    with pytest.raises(PolicyInvalid, match="no policy"):
        planned(rooms, "empathy_in_practice", 9, "lax")


def test_units_are_compared_with_the_wave_opened_last_whatever_its_number(rooms: Rooms) -> None:
    first = planned(rooms, "empathy_in_practice", 0)
    late, early = planned(rooms, "psychological_safety", 2), planned(rooms, "trust_and_action", 1)
    opened = {}
    for weeks, draft in enumerate((first, early, late)):
        with clock.travel(clock.now() + timedelta(weeks=weeks)):
            opened[draft] = opening.open_wave(rooms, draft).wave
    assert annex(rooms, opened[first]).before is None
    assert annex(rooms, opened[early]).before == opened[first]
    assert annex(rooms, opened[late]).before == opened[early]


def test_a_draft_made_by_mistake_can_be_discarded_and_an_open_wave_cannot(rooms: Rooms) -> None:
    typo = factories.draft_wave(rooms, title="Typo")
    with pytest.raises(AskedTooSoon, match="wave discard"):
        factories.draft_wave(rooms, title="Right")
    assert discard_wave(rooms, typo) == 1
    opened = opening.open_wave(rooms, factories.draft_wave(rooms, title="Right")).wave
    with pytest.raises(WaveMoveRefused, match="only a draft"):
        discard_wave(rooms, opened)


def test_a_draft_whose_opening_was_interrupted_leaves_nothing_behind(rooms: Rooms) -> None:
    draft = factories.draft_wave(rooms)
    with rooms.reading() as session:
        wave = waves.find(session, draft).id
    holder.prepare(rooms.settings, wave)
    with rooms.identity() as session:
        people = [person for person, _ in frame.active_people(session)]
        frame.freeze(session, wave, dict.fromkeys(people, "org"))
    discard_wave(rooms, draft)
    with rooms.identity() as session:
        assert frame.count(session, wave) == 0
    assert not list(rooms.settings.holder_dir.glob("tally-*"))


def test_movers_are_counted_between_frames_without_naming_anybody(rooms: Rooms) -> None:
    first = factories.open_wave(rooms, weeks_ago=4)
    lines = factories.roster_csv().decode().splitlines()
    moved = [
        line.replace("Operations / Customer care", "Engineering / Platform")
        if line.startswith(("00003", "00004"))
        else line
        for line in lines
    ]
    moved.append("99999,New Person,new@example.org,Finance,")
    roster.import_csv(rooms, "\n".join(moved).encode())
    second = factories.open_wave(rooms)
    before, now = annex(rooms, first), annex(rooms, second)
    assert (before.before, before.moves, before.eligible_before) == (None, {}, {})
    assert now.before == first
    label = {one.label: one.unit for one in now.groups}
    platform, care, finance = label["Platform"], label["Customer care"], label["Finance"]
    assert now.moves[platform] == {platform: 12, care: 2}
    assert now.moves[care] == {care: 12}
    assert now.moves[finance] == {finance: 8, "": 1}
    sizes = {one.unit: one.eligible for one in now.groups}
    assert {unit: sum(found.values()) for unit, found in now.moves.items()} == sizes
    assert now.eligible_before == {one.unit: one.eligible for one in before.groups}
    assert b"Person" not in now.encode() and b"example.org" not in now.encode()
    states = continuity(
        now.published_tree(), before.published_tree(), now.moves, now.eligible_before, 5
    )
    assert set(map(str, states.values())) == {"continues"}


def test_the_price_of_each_smallest_group_is_told_before_the_first_wave(rooms: Rooms) -> None:
    found = policy_preview.of_today(rooms, range(5, 11))
    assert [one.k for one in found.previews] == [5, 6, 7, 8, 9, 10]
    assert all(one.n_people == 54 and one.n_teams == 7 for one in found.previews)
    assert any("no reliability" in one for one in found.sentences)
    with pytest.raises(PolicyInvalid, match="never lowered below 5"):
        policy_preview.of_today(rooms, range(4, 6))


def test_the_command_line_prints_policies_and_their_price(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETOSAY_DATA_DIR", str(rooms.settings.data_dir))
    monkeypatch.setenv("COLUMNS", "160")
    run = CliRunner()
    listed = run.invoke(app, ["policy", "list"])
    assert listed.exit_code == 0 and "strictest" in listed.output
    shown = run.invoke(app, ["policy", "preview", "--k", "5..7"])
    assert shown.exit_code == 0, shown.output
    assert "70%" in shown.output and "54 people" in shown.output
    assert "of those who answer count in some wider group" in shown.output
