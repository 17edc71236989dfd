"""safetosay trustee rehearse: the whole procedure on made-up data, told step by step."""

import shutil

from rich.console import Console

from survey_api import clock
from survey_api.trustee import erasing, files, recounting, rehearsal, tallying
from survey_api.trustee.errors import KeyErased
from survey_api.trustee.folder import FROM_SERVER, KeyFolder, Made
from survey_api.trustee.summary import summary
from survey_api.trustee.words import Words

MARK = "[bold]REHEARSAL[/]"


def play(console: Console) -> None:
    """Keys, a made-up wave, count, recount, erasure; nothing is left behind."""
    folder = rehearsal.new_folder()
    try:
        _play(console, KeyFolder.make(folder, rehearsal.plan(), clock.today(), rehearsal=True))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    console.print(f"{MARK} is over; everything made up is gone.")


def _play(console: Console, made: Made) -> None:
    folder, today = made.folder, clock.today()
    console.print(f"{MARK} 1. Keys are made; three sheets, any two open. The first begins:")
    console.print(f"   {' '.join(made.sheets[0].split()[:4])} …")
    rehearsal.hand_over(folder, today)
    console.print(f"{MARK} 2. A made-up survey of 32 people has closed; its box arrives.")
    box = files.read(folder.path / FROM_SERVER / rehearsal.BOX)
    manifest = files.read(folder.path / FROM_SERVER / rehearsal.MANIFEST)
    fitting = tallying.fitted(folder, box, manifest)
    unlocked = folder.unlock([made.sheets[0], made.sheets[2]])
    done = tallying.tally(unlocked, fitting, today)
    console.print(f"{MARK} 3. Counted with the first and the third sheet:")
    for name, n in summary(done, Words()).rows:
        console.print(f"   {n:>4}  {name}")
    same = recounting.recount(unlocked, fitting, done.release.encode())
    console.print(f"{MARK} 4. Counted again: the same {same.n_bytes} bytes.")
    erasing.erase(folder, fitting.wave, today)
    erasing.statement(unlocked, fitting.wave, today)
    try:
        tallying.tally(unlocked, fitting, today)
    except KeyErased as error:
        console.print(f"{MARK} 5. The key is erased. A third count says: {error.detail}")
