"""What each form of the page does. Deeds raise what is wrong; the page shows it on the form."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from survey_api import clock
from survey_api.errors import SafeToSayError
from survey_api.release.opening import Watch
from survey_api.trustee import erasing, files, recounting, rehearsal, shares, tallying
from survey_api.trustee.description import Keeper, Plan
from survey_api.trustee.errors import (
    CannotRead,
    FolderMissing,
    NeverCounted,
    PaperUnlike,
    PassphraseMissing,
)
from survey_api.trustee.folder import TO_SERVER, KeyFolder, Made, Unlocked
from survey_api.trustee.lying import chosen, lying
from survey_api.trustee.page.desk import CHECKED_WORDS, Desk, Sheets
from survey_api.trustee.page.jobs import Job

Form = Mapping[str, str]
N_SHEETS: Final = shares.TOTAL


def choose_folder(desk: Desk, form: Form) -> str:
    """Take the folder that was typed or picked."""
    said = form.get("typed", "").strip() or form.get("folder", "")
    if not said:
        raise FolderMissing
    desk.clear()
    desk.home = Path(said).expanduser()
    return ""


def begin_rehearsal(desk: Desk, _form: Form) -> str:
    """Start over in a folder that is thrown away."""
    desk.begin_rehearsal()
    return "keys"


def end_rehearsal(desk: Desk, _form: Form) -> str:
    """Back to the real folder."""
    desk.end_rehearsal()
    return ""


def make_keys(desk: Desk, form: Form) -> str:
    """Draw the keys; the sheets are shown next, once."""
    if desk.path is None:
        raise FolderMissing
    by_passphrase = form.get("lock") == "passphrase"
    n = form.get("waves", "")
    plan = Plan(
        holder=form.get("holder", ""),
        keepers=_keepers(form, by_passphrase=by_passphrase),
        n_waves=int(n) if n.isdecimal() and len(n) < 4 else 0,
        passphrase=form.get("passphrase", "") if by_passphrase else "",
    )
    if by_passphrase and not plan.passphrase:
        raise PassphraseMissing
    made = KeyFolder.make(desk.path, plan, clock.today(), rehearsal=desk.practice is not None)
    desk.typed, desk.sheets = {}, Sheets(made)
    if desk.practice is not None:
        desk.practice_words = made.sheets or (plan.passphrase,)
    return "sheets"


def confirm_sheets(desk: Desk, form: Form) -> str:
    """One word of each sheet read from the paper; then the words are forgotten here."""
    if desk.sheets is None:
        return ""
    for number, words in enumerate(desk.sheets.made.sheets):
        expected = words.split()[CHECKED_WORDS[number] - 1]
        if form.get(f"word{number + 1}", "").strip().lower()[:4] != expected[:4]:
            raise PaperUnlike
    desk.sheets, desk.typed = None, {}
    if desk.practice is not None:
        rehearsal.hand_over(desk.folder, clock.today())
    return ""


def count(desk: Desk, form: Form) -> str:
    """Check everything that can be checked at once, then count beside the page."""
    unlocked, fitting = _opened(desk, form)
    desk.tallied = None

    def deed(watch: Watch) -> tallying.Tallied:
        done = tallying.tally(unlocked, fitting, clock.today(), watch)
        files.write(release_path(desk.folder, done), done.release.encode())
        return done

    return _begin(desk, Job(back="count", on="counted"), deed)


def recount(desk: Desk, form: Form) -> str:
    """Count again and compare with an earlier release file."""
    name = form.get("release", "")
    before = files.read(chosen(desk.folder, name, lying(desk.folder).releases))
    unlocked, fitting = _opened(desk, form)
    desk.recounted = None
    return _begin(
        desk,
        Job(back="recount", on="recounted"),
        lambda watch: recounting.recount(unlocked, fitting, before, watch),
    )


def finish_job(desk: Desk) -> str:
    """Where to go once a job has ended."""
    job = desk.job
    if job is None:
        return ""
    desk.job = None
    if job.problem is not None:
        desk.problem = job.problem
        return job.back
    if isinstance(job.result, tallying.Tallied):
        desk.tallied = job.result
    else:
        desk.recounted = job.result
    desk.typed = {}
    return job.on


def erase(desk: Desk, form: Form) -> str:
    """Destroy the key of a wave here; sign for it when this was the last copy."""
    folder, today = desk.folder, clock.today()
    wave = folder.history.of(form.get("wave", ""))
    if wave is None:
        raise NeverCounted
    if desk.practice is None:
        erasing.check(folder, wave, today)
    is_last = form.get("copies") == "last"
    unlocked = folder.unlock(_typed(form)) if is_last else None
    erasing.erase(folder, wave, today)
    if unlocked is not None:
        signed = erasing.statement(unlocked, wave, today)
        files.write(folder.path / TO_SERVER / f"erasure-{wave.wave}.json", signed.encode())
    desk.erased, desk.is_signed, desk.typed = wave.title, is_last, {}
    desk.practised = desk.practised or desk.practice is not None
    return "erased"


def replace_sheets(desk: Desk, form: Form) -> str:
    """New sheets from two old ones."""
    made = Made(desk.folder, tuple(desk.folder.unlock(_typed(form)).new_sheets()))
    desk.typed, desk.sheets = {}, Sheets(made, replaces=True)
    if desk.practice is not None:
        desk.practice_words = made.sheets
    return "sheets"


def release_path(folder: KeyFolder, done: tallying.Tallied) -> Path:
    """Where the file to hand over lies."""
    return folder.path / TO_SERVER / f"release-{done.fitting.wave.wave}.zip"


def _begin(desk: Desk, job: Job, deed: Callable[[Watch], object]) -> str:
    desk.job = job
    job.start(deed)
    return "working"


def _opened(desk: Desk, form: Form) -> tuple[Unlocked, tallying.Fitting]:
    folder, there = desk.folder, lying(desk.folder)
    box = files.read(chosen(folder, form.get("box", ""), there.boxes))
    manifest = files.read(chosen(folder, form.get("manifest", ""), there.manifests))
    fitting = tallying.fitted(folder, box, manifest)
    return folder.unlock(_typed(form)), fitting


def _typed(form: Form) -> list[str]:
    return [form.get(name, "") for name in ("words1", "words2") if form.get(name, "").strip()]


def _keepers(form: Form, *, by_passphrase: bool) -> tuple[Keeper, ...]:
    rows = [
        Keeper(*(form.get(f"{part}{number}", "").strip() for part in ("name", "role", "stand_in")))
        for number in range(1, N_SHEETS + 1)
    ]
    named = [one for one in rows if any(vars(one).values())]
    return tuple(named if by_passphrase else rows)


DEEDS: Final[Mapping[str, Callable[[Desk, Form], str]]] = {
    "folder": choose_folder,
    "rehearsal": begin_rehearsal,
    "rehearsal-end": end_rehearsal,
    "keys": make_keys,
    "sheets": confirm_sheets,
    "count": count,
    "recount": recount,
    "erase": erase,
    "shares": replace_sheets,
}


def do(desk: Desk, name: str, form: Form) -> str:
    """Do the deed of a form; returns the screen to show next."""
    try:
        return DEEDS[name](desk, form)
    except (SafeToSayError, OSError) as error:
        desk.fail(error if isinstance(error, SafeToSayError) else CannotRead(), dict(form))
        return "" if name in {"folder", "rehearsal", "rehearsal-end"} else name
