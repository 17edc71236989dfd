"""Keeps a draft on disk from before the first request until the ballot is acknowledged.

An invitation gives one token. Whoever loses the draft between asking and casting cannot ask again.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from survey_api.credentials.encoding import Malformed, b64u
from survey_api.errors import Conflict
from survey_api.respondent.client import Draft, WaveInView


class DraftUnreadable(Conflict):
    """The kept draft of an earlier try is damaged. Restore its file or ask for a new invitation."""


class OtherManifest(Conflict):
    """The manifest is not the one under which you began. Do not answer; ask why it changed."""


@contextmanager
def kept_draft(folder: Path, inv: bytes, view: WaveInView) -> Iterator[Draft]:
    """The draft of an earlier try, or a fresh one; its file goes when the block ends well."""
    file = folder / f"{hashlib.sha256(inv).hexdigest()[:32]}.draft"
    draft = _read(file, view) if file.exists() else _write(file, view)
    yield draft
    file.unlink()


def _write(file: Path, view: WaveInView) -> Draft:
    """On disk, readable by its owner only, before anything is sent."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    draft = Draft.fresh(view.manifest.token_key)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump({**draft.to_json(), "manifest": b64u(view.mh)}, out)
        out.flush()
        os.fsync(out.fileno())
    half.rename(file)
    return draft


def _read(file: Path, view: WaveInView) -> Draft:
    try:
        document = json.loads(file.read_text("ascii"))
        draft, is_same = Draft.from_json(document), document["manifest"] == b64u(view.mh)
    except (ValueError, KeyError, TypeError, AttributeError, Malformed):
        raise DraftUnreadable from None
    if not is_same:
        raise OtherManifest
    return draft
