"""The record of deeds as colleagues read it: with roles for everybody, with names for oversight."""

from datetime import date

from survey_api.published.schemas.figures import Wire


class DeedOut(Wire):
    """One deed; ``who`` is a name for those who may know it, else None."""

    number: int
    on: date
    role: str
    who: str | None
    action: str
    subject: str


class RecordOut(Wire):
    """The newest deeds, and what can be said of all. ``fingerprint`` changes with every entry;
    ``broken_at`` is the first entry that does not follow from the one before; ``n_loose`` were
    written by an older version during an update."""

    n: int
    fingerprint: str
    broken_at: int | None
    n_loose: int
    has_names: bool
    deeds: tuple[DeedOut, ...]
