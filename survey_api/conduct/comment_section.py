"""The comments of a wave from its opening to the day they are published.

At opening their readers get a key; at the close the sealed section is kept; on its day it is
opened once, what nobody held back becomes rows that its viewers may see, and the key is
destroyed. Every step may be repeated.
"""

import hashlib
import json
from datetime import date
from typing import Any

from sqlalchemy import select

from survey_api import clock
from survey_api.catalogue import instruments
from survey_api.catalogue.models import Instrument, Wave, WaveManifest, WaveState
from survey_api.conduct import keyring
from survey_api.conduct.rooms import Rooms
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import CommentReading, Custodian, manifest_hash
from survey_api.errors import Conflict
from survey_api.identity import comment_readers
from survey_api.published.comment_models import Comment, CommentMark, CommentSection, MarkState
from survey_api.published.stages import working_days_after
from survey_api.published.wave_view import planned_stages
from survey_api.release.comments import open_section

WORKING_DAYS = 3
READS = "reads comments"


class CommentsDamaged(Conflict):
    """The kept comments are not those the release names; nothing of them was published."""


def prepare(rooms: Rooms, wave: Wave) -> CommentReading | None:
    """A key for this wave's readers; None when it asks for no comments or nobody reads them."""
    with rooms.reading() as session:
        asked = session.get_one(Instrument, (wave.instrument_id, wave.instrument_version))
        parsed = instruments.parse_instrument(asked.source, name=asked.id)
    with rooms.identity() as identity:
        names = comment_readers.names(identity)
        if not parsed.comments or not names:
            return None
        public = comment_readers.make_key(identity, wave.id, _sealer(rooms))
    publish_on = working_days_after(planned_stages(wave).leader_on, WORKING_DAYS)
    return CommentReading(public, publish_on, tuple(Custodian(name, READS) for name in names))


def kept(wave: Wave, bundle: dict[str, Any], sealed: bytes) -> CommentSection:
    """The section as it is stored with its release."""
    named = bundle["comments"]
    publish_on = date.fromisoformat(named["publish_on"])
    day = due_on(publish_on, planned_stages(wave).leader_on, clock.today())
    return CommentSection(wave_id=wave.id, sealed=sealed, digest=named["digest"], publish_on=day)


def due_on(publish_on: date, planned_on: date, released_on: date) -> date:
    """The manifest's day; after a late release as many working days later as were planned."""
    if released_on <= planned_on:
        return publish_on
    days = 0
    while working_days_after(planned_on, days) < publish_on:
        days += 1
    return working_days_after(released_on, days)


def opened(rooms: Rooms, wave: str) -> dict[str, Any]:
    """What was written, while its readers' key exists; raises ``CommentKeyGone``."""
    with rooms.reading() as session:
        section = session.get_one(CommentSection, wave)
        mh = manifest_hash(session.get_one(WaveManifest, wave).manifest)
    with rooms.identity() as identity:
        key = comment_readers.key(identity, wave, _sealer(rooms))
    plain = open_section(section.sealed, key, mh)
    if b64u(hashlib.sha256(plain).digest()) != section.digest:
        raise CommentsDamaged
    found: dict[str, Any] = json.loads(plain)
    return found


def publish_due(rooms: Rooms) -> int:
    """Publish every section whose day has come; returns how many."""
    with rooms.reading() as session:
        released = select(Wave.id).where(Wave.state == WaveState.RELEASED)
        of_released = CommentSection.wave_id.in_(released)
        sections = list(session.scalars(select(CommentSection).where(of_released)))
    today = clock.today()
    due = [one for one in sections if one.published_on is None and one.publish_on <= today]
    for one in due:
        _publish(rooms, one.wave_id)
    out = [one.wave_id for one in sections if one.published_on is not None]
    if out or due:
        with rooms.identity() as identity:
            comment_readers.forget_keys(identity, [*out, *(one.wave_id for one in due)])
    return len(due)


def _publish(rooms: Rooms, wave: str) -> None:
    document = opened(rooms, wave)
    with rooms.published() as session:
        section = session.get_one(CommentSection, wave, with_for_update=True)
        if section.published_on is not None:
            return
        query = select(CommentMark).where(CommentMark.wave_id == wave)
        states = {one.place: one.state for one in session.scalars(query)}
        for place, said in enumerate(document["comments"]):
            is_shown = states.get(place, MarkState.SHOWN) == MarkState.SHOWN
            text = said["text"] if is_shown else None
            at = {name: said[name] for name in ("unit", "question", "kind")}
            session.add(Comment(wave_id=wave, place=place, text=text, **at))
        section.published_on, section.held = clock.today(), document["held"]


def _sealer(rooms: Rooms) -> bytes:
    return keyring.read(keyring.Keyring(rooms.settings).comments)
