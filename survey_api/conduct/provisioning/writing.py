"""Before a directory writes: one entry in the record for each day on which it does."""

from survey_api import audit, clock
from survey_api.conduct.rooms import Rooms
from survey_api.identity import provisioning_tokens
from survey_api.identity.provisioning_tokens import Program


def begin(rooms: Rooms, program: Program) -> None:
    """A directory writes thousands of times a day; that it did, and under which name, is a deed."""
    if program.wrote_on == clock.today():
        return
    subject = f"roster, by the directory {program.name}"
    audit.record(rooms.published_engine, None, "provision", subject)
    with rooms.identity() as session:
        provisioning_tokens.note_writing(session, program)
