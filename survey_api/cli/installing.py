"""Make an installation: data directory, key files, tables, the instruments that ship."""

from collections.abc import Callable

from survey_api import migrations
from survey_api.ballots.promise import ensure_promise_key
from survey_api.catalogue import instrument_store
from survey_api.conduct import holder
from survey_api.conduct.keyring import Keyring, ensure
from survey_api.conduct.rooms import Rooms


def install(rooms: Rooms, *, say: Callable[[str], None] = lambda _text: None) -> None:
    """Idempotent: what exists is left as it is, tables are brought up to date."""
    settings, ring = rooms.settings, Keyring(rooms.settings)
    for folder in (settings.data_dir, settings.keys_dir, settings.holder_dir, settings.spool_dir):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for key in (ring.identity, ring.manifest, ring.comments):
        if ensure(key):
            say(f"made {key.name}")
    ensure_promise_key(ring.promise)
    holder.ensure_keys(settings)
    say("bringing the three databases up to date")
    migrations.upgrade(settings)
    with rooms.published() as session:
        instrument_store.install_library(session)
