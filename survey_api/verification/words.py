"""What each check says when it is right, wrong or open, and what to do when it is wrong."""

from typing import Final, NamedTuple

AGAIN: Final = "Fetch the files again from the addresses in docs/verifying.md. If it stays so, "
TELL: Final = "keep what you have and tell the works council or whoever asked you to check."
MIXED: Final = "Files of two waves may be mixed up in this folder. " + AGAIN + TELL


class Words(NamedTuple):
    """The sentences of one check; in ``wrong`` and ``advice`` {…} is filled in."""

    right: str
    wrong: str
    advice: str
    open: str = ""


WORDS: Final = {
    "manifest": Words(
        "The manifest can be read: {groups} groups of {least} people or more; nothing smaller "
        "than {k} is ever shown.",
        "The manifest cannot be used: {why}",
        AGAIN + TELL,
    ),
    "manifest.wave": Words(
        "The manifest belongs to this wave.",
        "The manifest belongs to another wave than the one you asked for.",
        MIXED,
    ),
    "manifest.signature": Words(
        "The manifest is signed with its own checkpoint key.",
        "The signature on the manifest does not fit.",
        AGAIN + TELL,
        "The signature of the manifest (manifest.sig) is not among your files.",
    ),
    "fingerprint": Words(
        "The fingerprint {fingerprint} is the one you were given.",
        "The fingerprint is {fingerprint}, and you were given another.",
        "Different people may have been shown different keys. Photograph the notice, " + TELL,
        "The fingerprint is {fingerprint}. Compare it with the notice board and with what "
        "colleagues see on the answer page.",
    ),
    "questionnaire": Words(
        "The questionnaire is the one that the manifest names.",
        "The questionnaire is not the one that the manifest names.",
        AGAIN + TELL,
        "The questionnaire (questionnaire.json) is not among your files.",
    ),
    "client": Words(
        "The list of the answer page's files is the one that the manifest names.",
        "The answer page that is served is not the one that the manifest names.",
        "Do not answer. " + AGAIN + TELL,
        "The list of the answer page's files (client.json) is not here, or is that of a later "
        "page, which this wave no longer uses: it is closed. There is nothing to compare.",
    ),
    "client.files": Words(
        "{n} files of the answer page are as listed.",
        "These files of the answer page are not as listed: {names}.",
        "Do not answer. " + AGAIN + TELL,
        "The files of the answer page were not fetched; only their list was checked.",
    ),
    "client.page": Words(
        "The page that loads them is in the same list ({digest}). Whoever was served the same "
        "language has the same one.",
        "The page that was served is not in the list of files ({digest}).",
        "Do not answer. " + AGAIN + TELL,
    ),
    "checkpoint": Words(
        "The checkpoint is signed with the manifest's checkpoint key and belongs to this wave.",
        "The checkpoint is not one of this wave: {why}",
        MIXED,
        "There is no checkpoint yet: it is published at the close of the wave.",
    ),
    "log.lists": Words(
        "Each leaf list (of {lists}) is the one whose digest the checkpoint signs.",
        "Leaf list {number} is not the one whose digest the checkpoint signs.",
        "Ballots may have been added or taken out after the close. " + AGAIN + TELL,
        "The leaf lists are not all here ({missing} of {lists} missing), so the log cannot be "
        "computed from them.",
    ),
    "log.order": Words(
        "The leaves are sorted and none stands twice, so their order says nothing about anybody.",
        "The leaves are not sorted, or one of them stands twice.",
        AGAIN + TELL,
    ),
    "log.root": Words(
        "{size} leaves give the root that the checkpoint signs.",
        "The leaves do not give the size and root that the checkpoint signs.",
        "Ballots may have been added or taken out after the close. " + AGAIN + TELL,
    ),
    "history": Words(
        "The log of earlier checkpoints ({size} so far) is the one that this checkpoint signs.",
        "The log of earlier checkpoints is not the one that this checkpoint signs.",
        "An earlier wave's checkpoint may have been exchanged. " + AGAIN + TELL,
        "The log of earlier checkpoints (history.bin) is not among your files, or this wave is "
        "of before there was one.",
    ),
    "earlier": Words(
        "The log still has the checkpoint of wave {wave} in its place.",
        "The checkpoint that you kept of wave {wave} is not in its place in the log: {why}",
        "An earlier wave was exchanged or left out. Keep both folders and tell the works council.",
        "Wave {wave} could not be compared: {why}",
    ),
    "earlier.release": Words(
        "This release was compared with that of wave {wave} before it was made.",
        "This release was not compared with that of wave {wave}, or that one was exchanged.",
        "Keep both statements and ask the key holder.",
    ),
    "statement": Words(
        "The statement is signed with the manifest's statement key and belongs to this wave.",
        "The statement is not one of this wave: {why}",
        MIXED,
        "There is no statement yet: the key holder makes it with the results.",
    ),
    "statement.log": Words(
        "The statement counts exactly the log that was published: {size} envelopes.",
        "The statement counts another log than the published one.",
        "The key holder may have been given another box. Send both files to the key holder.",
    ),
    "statement.sum": Words(
        "{accepted} counted + {superseded} replaced + {rejected} not valid = {size} envelopes.",
        "{accepted} counted + {superseded} replaced + {rejected} not valid are not {size}.",
        "Ask the key holder to count again (safetosay trustee recount).",
    ),
    "statement.outside": Words(
        "No envelope lay in the box without standing in the log.",
        "{n} envelopes lay in the box without standing in the log; they were not counted.",
        "Somebody put them there past the ballot service. Tell the works council.",
    ),
    "statement.people": Words(
        "{accepted} ballots ≤ {issued} tokens ≤ {eligible} people asked.",
        "Ballots, tokens and people do not fit: {accepted} ≤ {issued} ≤ {eligible} fails, or "
        "another number of people was asked than the manifest lists.",
        "Ballots or tokens were added. Keep the files and tell the works council.",
        "{accepted} ballots, {issued} tokens, {eligible} people: this does not fit, and groups "
        "whose counts disagree were withheld for it.",
    ),
    "statement.groups": Words(
        "In all {groups} groups ballots, tokens and people agreed.",
        "The statement names other groups than the manifest.",
        "Ask the key holder; the frame of the wave may have been exchanged.",
        "In {withheld} of {groups} groups the counts did not agree; they are withheld.",
    ),
    "bundle": Words(
        "The result file is the one that the statement names.",
        "The result file is not the one that the statement names: {why}",
        "Somebody showed you other results than those that were signed. Keep the file and tell "
        "the works council.",
    ),
    "erasure": Words(
        "{who} states, signed, that on {on} this was destroyed: {parts}.",
        "An erasure statement does not hold: {why}",
        "Ask whoever should have destroyed the keys and ballots for the statement.",
        "Nothing is stated to be destroyed yet; that comes when objections are over.",
    ),
    "receipt.wave": Words(
        "The receipt belongs to this wave.",
        "The receipt belongs to another wave.",
        "Fetch the public files of the wave that stands in the receipt.",
        "The receipt is a code without a wave; it is looked up in this one.",
    ),
    "receipt.promise": Words(
        "The ballot box signed a promise for this envelope.",
        "The promise in this receipt is not signed by this wave's ballot box.",
        "It was altered or belongs to another wave; it proves nothing. Compare with the original.",
        "There is no signed promise in this receipt, only its code.",
    ),
    "receipt.list": Words(
        "The list to look in is the one that the signed checkpoint names.",
        "The list does not match the signed checkpoint, so it says nothing about your envelope.",
        AGAIN + TELL,
        "There is no list yet: it is published at the close of the wave.",
    ),
    "receipt.found": Words(
        "Found: your envelope is in the list.",
        "Not found: this receipt is not in the list.",
        "{whom}",
    ),
}
