"""Comments on both databases: a wave's readers, the day, what a decision leaves in the rows."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from survey_api import clock
from survey_api.access import Role, Viewer
from survey_api.actions import comment_themes
from survey_api.actions.comment_themes import AlreadyPublished, AnswerInvalid, ThemeInvalid
from survey_api.catalogue import instrument_store, waves
from survey_api.catalogue.models import Wave, WaveManifest, WaveState
from survey_api.conduct import comment_desk, comment_section
from survey_api.conduct.comment_section import CommentsDamaged, due_on
from survey_api.conduct.rooms import Rooms
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import manifest_hash
from survey_api.errors import NotFound
from survey_api.identity import roles
from survey_api.identity.comment_readers import CommentKeyGone
from survey_api.published.comment_models import Comment, CommentSection, MarkState
from survey_api.published.models import Release
from survey_api.published.schemas.comments import AnswerIn, Stance
from survey_api.published.wording import Wording
from survey_api.release.comments import Section
from tests.installing import installed

READER = Viewer("1", "M. Kern", frozenset({Role.COMMENT_READER}), frozenset(), "")
MANIFEST = b"{}"
SAID = [
    {"kind": "comment", "unit": "org", "question": "wish", "text": f"text {at}"} for at in range(3)
]
ORG = {"unit": "org", "parent": None, "kind": "unit", "label": "Org"}
DOCUMENT = {"comments": [*SAID, {**SAID[0], "kind": "moment", "text": "story"}], "held": 2}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    opened = Rooms(installed(tmp_path / "data", engine=request.param))
    with opened.identity() as session:
        roles.add_user(session, email="m@example.org", role=Role.COMMENT_READER, name="M. Kern")
    yield opened
    opened.dispose()


def draft(rooms: Rooms) -> Wave:
    with rooms.published() as session:
        return waves.create(
            session,
            title="A wave",
            instrument=instrument_store.newest(session, "team_climate"),
            k=5,
            opens_on=clock.today(),
            closes_on=clock.today() + timedelta(days=14),
        )


def kept(rooms: Rooms, *, digest: str = "") -> str:
    """A wave whose comments are sealed to its readers and due tomorrow; returns its id."""
    wave = draft(rooms)
    reading = comment_section.prepare(rooms, wave)
    assert reading is not None
    section = Section.of(DOCUMENT)
    sealed = section.sealed(reading.key, manifest_hash(MANIFEST))
    with rooms.published() as session:
        session.get_one(Wave, wave.id).state = WaveState.RELEASED
        session.add(
            WaveManifest(
                wave_id=wave.id,
                manifest=MANIFEST,
                signature=bytes(64),
                questionnaire=b'{"comments":[]}',
                fingerprint="",
            )
        )
        bundle = json.dumps({"units": [ORG]}).encode()
        session.add(
            Release(
                wave_id=wave.id,
                bundle=bundle,
                digest=b64u(hashlib.sha256(bundle).digest()),
                signature=bytes(64),
                ledger=b"",
                released_on=clock.today(),
            )
        )
        session.flush()
        tomorrow = clock.today() + timedelta(days=1)
        session.add(
            CommentSection(
                wave_id=wave.id, sealed=sealed, digest=digest or section.digest, publish_on=tomorrow
            )
        )
    return wave.id


def tomorrow() -> AbstractContextManager[None]:
    return clock.travel(clock.now() + timedelta(days=1))


def test_a_wave_takes_comments_only_where_it_asks_and_somebody_reads(rooms: Rooms) -> None:
    wave = draft(rooms)
    reading = comment_section.prepare(rooms, wave)
    assert reading is not None
    assert [one.name for one in reading.readers] == ["M. Kern"]
    silent = Wave(id="silent", instrument_id="pulse_short", closes_on=wave.closes_on)
    with rooms.reading() as session:
        silent.instrument_version = instrument_store.newest(session, "pulse_short").version
    assert comment_section.prepare(rooms, silent) is None
    with rooms.identity() as session:
        roles.revoke_role(session, roles.find(session, "m@example.org").id, Role.COMMENT_READER)
    assert comment_section.prepare(rooms, wave) is None


def test_decisions_before_the_day_decide_what_is_published(rooms: Rooms) -> None:
    wave = kept(rooms)
    comment_desk.hold_back(rooms, wave=wave, place=0)
    comment_desk.hold_back(rooms, wave=wave, place=1)
    comment_desk.show_again(rooms, wave=wave, place=1)
    comment_desk.withdraw(rooms, wave=wave, place=3)
    for place in (1, 4, -1):
        with pytest.raises(NotFound):
            comment_desk.withdraw(rooms, wave=wave, place=place)
    comment_desk.hold_back(rooms, wave=wave, place=3)
    for place in (2, 3):  # one is shown, the other withdrawn for good
        with pytest.raises(NotFound):
            comment_desk.show_again(rooms, wave=wave, place=place)
    desk = comment_desk.desk(rooms, wave=wave, wording=Wording())
    assert [one.text for one in desk.comments] == ["text 0", "text 1", "text 2", None]
    assert comment_section.publish_due(rooms) == 0
    with tomorrow():
        assert comment_section.publish_due(rooms) == 1
        assert comment_section.publish_due(rooms) == 0
    with rooms.reading() as session:
        rows = session.scalars(select(Comment).order_by(Comment.place)).all()
        assert [one.text for one in rows] == [None, "text 1", "text 2", None]
        assert session.get_one(CommentSection, wave).held == 2
    with pytest.raises(CommentKeyGone):
        comment_section.opened(rooms, wave)
    with pytest.raises(AlreadyPublished):
        comment_desk.show_again(rooms, wave=wave, place=0)


def test_what_is_taken_out_after_the_day_leaves_no_text(rooms: Rooms) -> None:
    wave = kept(rooms)
    with tomorrow():
        comment_section.publish_due(rooms)
    comment_desk.hold_back(rooms, wave=wave, place=2)
    comment_desk.withdraw(rooms, wave=wave, place=3)
    with rooms.reading() as session:
        rows = session.scalars(select(Comment).order_by(Comment.place)).all()
        assert [one.text for one in rows] == ["text 0", "text 1", None, None]
        states = {place: one.state for place, one in comment_themes.marks(session, wave).items()}
    assert states == {2: MarkState.HELD_BACK, 3: MarkState.WITHDRAWN}


def test_a_section_that_is_not_the_one_the_release_names_is_not_published(rooms: Rooms) -> None:
    wave = kept(rooms, digest="another")
    with tomorrow(), pytest.raises(CommentsDamaged):
        comment_section.publish_due(rooms)
    with rooms.reading() as session:
        assert session.scalars(select(Comment)).all() == []
        assert session.get_one(CommentSection, wave).published_on is None


def test_a_theme_has_one_answer_and_leaves_its_comments_when_it_goes(rooms: Rooms) -> None:
    wave = kept(rooms)
    theme = comment_desk.create_theme(rooms, wave=wave, title="  Rotas \n and shifts ")
    assert theme.title == "Rotas and shifts"
    comment_desk.put(rooms, wave=wave, place=0, theme=theme.id)
    for text in ("First.", "Second."):
        said = AnswerIn(stance=Stance.WILL, answer=text)
        comment_desk.answer(rooms, READER, wave=wave, theme=theme.id, said=said)
    with rooms.reading() as session:
        (found,) = comment_themes.themes(session, wave)
    assert (found.answer, found.answered_by) == ("Second.", "M. Kern")
    comment_desk.remove_theme(rooms, wave=wave, theme=theme.id)
    with rooms.reading() as session:
        assert comment_themes.themes(session, wave) == []
        assert comment_themes.marks(session, wave)[0].theme_id is None


def test_a_theme_without_a_title_that_fits_is_refused(rooms: Rooms) -> None:
    wave = kept(rooms)
    for title in ("", "  ", "x" * 121):
        with pytest.raises(ThemeInvalid):
            comment_desk.create_theme(rooms, wave=wave, title=title)


def test_themes_and_answers_stay_in_their_wave(rooms: Rooms) -> None:
    wave = kept(rooms)
    theme = comment_desk.create_theme(rooms, wave=wave, title="Rotas").id
    said = AnswerIn(stance=Stance.HEARD, answer=" ")
    with pytest.raises(AnswerInvalid):
        comment_desk.answer(rooms, READER, wave=wave, theme=theme, said=said)
    for other in ("nonsense", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(NotFound):
            comment_desk.put(rooms, wave=wave, place=0, theme=other)
    with pytest.raises(NotFound):
        comment_desk.remove_theme(rooms, wave="other", theme=theme)


FRIDAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("released", "day"),
    [
        (FRIDAY - timedelta(days=9), date(2026, 12, 9)),
        (FRIDAY, date(2026, 12, 9)),
        (date(2026, 12, 8), date(2026, 12, 11)),
    ],
)
def test_a_late_release_leaves_readers_as_many_working_days(released: date, day: date) -> None:
    assert due_on(date(2026, 12, 9), FRIDAY, released) == day
