"""What can go wrong at the key holder's desk, each as a sentence that says what to do."""

from typing import Any

from survey_api.errors import Conflict, Invalid, Unavailable


class _Placed(Invalid):
    """Something at one place of what was typed; ``values`` let a page say it in any language."""

    form = ""

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.form.format(**values))


class WordUnknown(_Placed):
    """A word does not stand on any sheet. Compare it letter by letter; the first four letters of
    each word are enough."""

    form = (
        "Sheet {sheet}, word {word} is not a word of these sheets. A word like it is: {near}. The "
        "first four letters of each word are enough."
    )


class SheetIncomplete(_Placed):
    """A sheet has twenty words; type all of them in their order."""

    form = "Sheet {sheet} has {n} words here; it needs all {of}, in their order."


class SheetMistyped(_Placed):
    """The words of a sheet do not fit each other: one is another word than on the paper, or two
    are in the wrong order. Compare the sheet word by word."""

    form = (
        "The words of sheet {sheet} do not fit each other: one is another word than on the paper, "
        "or two are in the wrong order. Compare the sheet word by word."
    )


class TooFewSheets(_Placed):
    """Two different sheets are needed."""

    form = "{needed} different sheets are needed; different ones typed here: {n}."


class SheetsOfDifferentSets(Invalid):
    """These sheets do not belong together: one is from an older or another set. Use the sheets
    that show the same first two words."""


class WrongSecret(Conflict):
    """This does not open this key folder. The sheets or the passphrase belong to another one.
    Nothing was changed; try again."""


class PassphraseWeak(Invalid):
    """This passphrase is too easy to guess. Take at least 20 characters, for example six words
    that have nothing to do with each other."""


class FolderMissing(Invalid):
    """There is no key folder here. Put in the stick, or choose the right folder."""


class FolderTaken(Conflict):
    """There is a key folder here already, and keys are never overwritten. Choose an empty
    folder."""


class FolderDamaged(Conflict):
    """This key folder is damaged or incomplete. Use another copy of it."""


class CannotWrite(Unavailable):
    """The file could not be written: the stick may be full, write-protected or taken out. Nothing
    half-written was left; put that right and do it again."""


class CannotRead(Invalid):
    """The file cannot be read. Is the stick still in, and is it the right file?"""


class KeyErased(Conflict):
    """The key of this wave was erased in this folder. Its ballots cannot be opened here any
    more."""


class NotOurWave(Conflict):
    """This wave was not opened with a key of this folder. The box may be of another wave or
    another installation, or this is the wrong stick."""


class ManifestsDiffer(Conflict):
    """The box holds another manifest than the one you fetched yourself. Do not count. Tell the
    people who run the survey, and compare both with the notice board."""


class WrongManifest(Invalid):
    """This file is not a manifest. Fetch it again from the survey's address."""


class CountedBefore(Conflict):
    """This wave was counted before, from another box. A wave is counted once; a second box would
    let somebody compare the two. Ask the people who run the survey why there is another one."""


class KeyUsedBefore(Conflict):
    """This key was used for another wave. A key serves one wave. Do not count, and ask the people
    who run the survey."""


class NothingToCompare(Invalid):
    """This file is neither a release made here nor a published one. Choose the earlier release
    file, or the figures or the statement as published."""


class RecountDiffers(Conflict):
    """The recount does not give the same bytes. Either the box or the earlier release is another
    one, or something was changed. Keep both files and tell the people who run the survey."""


class TooEarlyToErase(Conflict):
    """Objections are still possible in this wave. Its key may be needed for a recount."""


class NeverCounted(Conflict):
    """This wave has not been counted with this folder. Erasing its key now would lose its ballots
    for good. If another copy of the folder was used, erase there first."""


class PaperUnlike(Invalid):
    """What was typed is not what stands on the sheet. Look at the paper again; print again if it
    cannot be read."""


class PassphraseMissing(Invalid):
    """Choose a passphrase, or the three sheets."""
