"""safetosay trustee register: the one deed about key holders that belongs to the server."""

from survey_api import audit
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import trustees


def register(raw: bytes) -> None:
    """Store an offer and show what to compare."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "register key holders", "offer")
        done = trustees.register(rooms, raw)
    for one in done.offer.custodians:
        console.print(f"{one.name} ({one.role})", markup=False)
    console.print(f"Keys for waves: {done.n_left} left of {len(done.offer.tally_keys)}.")
    console.print(f"Read this out to the key holders: [bold]{done.fingerprint}[/]")
    console.print("From now on waves open at level 2: only they can open ballots.")
