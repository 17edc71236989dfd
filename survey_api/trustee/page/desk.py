"""What the page remembers while it is open: which folder, which language, what is being done."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from survey_api import languages
from survey_api.errors import SafeToSayError
from survey_api.trustee import rehearsal
from survey_api.trustee.errors import CannotRead, FolderMissing
from survey_api.trustee.folder import KeyFolder, Made
from survey_api.trustee.page.jobs import Job
from survey_api.trustee.recounting import Recounted
from survey_api.trustee.summary import Summary, summary
from survey_api.trustee.tallying import Tallied
from survey_api.trustee.words import Words

SUMMARY, SAME = "counted", "recounted"
CHECKED_WORDS = (4, 11, 17)


@dataclass(frozen=True)
class Sheets:
    """New sheets until somebody says that they are on paper; ``replaces`` an older set."""

    made: Made = field(repr=False)
    replaces: bool = False


@dataclass
class Desk:
    """One person, one browser, one folder at a time."""

    home: Path | None
    words: Words = field(default_factory=Words)
    practice: Path | None = None
    practice_words: tuple[str, ...] = field(default=(), repr=False)
    practised: bool = False
    sheets: Sheets | None = field(default=None, repr=False)
    job: Job | None = None
    tallied: Tallied | None = field(default=None, repr=False)
    recounted: Recounted | None = None
    erased: str = ""
    is_signed: bool = False
    problem: SafeToSayError | None = None
    typed: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def path(self) -> Path | None:
        """The folder that deeds are done in: the rehearsal's while one is on."""
        return self.practice or self.home

    @property
    def folder(self) -> KeyFolder:
        """That folder; raises ``FolderMissing``."""
        if self.path is None:
            raise FolderMissing
        return KeyFolder.load(self.path)

    def found(self) -> KeyFolder | None:
        """The folder if keys were made there; a damaged one is a problem to show."""
        try:
            folder = self.folder
            folder.history  # noqa: B018  read, so that damage shows here
        except FolderMissing:
            return None
        except (SafeToSayError, OSError) as error:
            self.problem = error if isinstance(error, SafeToSayError) else CannotRead()
            return None
        return folder

    def speak(self, locale: str) -> None:
        """Change the language."""
        self.words = Words(languages.choose(locale))

    def begin_rehearsal(self) -> None:
        """Everything from here on happens in a folder that is thrown away."""
        self.end_rehearsal()
        self.practice, self.practised = rehearsal.new_folder(), False

    def end_rehearsal(self) -> None:
        """Throw the made-up keys away; what was done is remembered while the page is open."""
        if self.practice is not None:
            shutil.rmtree(self.practice, ignore_errors=True)
        self.practice, self.practice_words = None, ()
        self.clear()

    def clear(self) -> None:
        """Forget every secret and result."""
        self.sheets = self.job = self.tallied = self.recounted = None
        self.problem, self.typed, self.erased, self.is_signed = None, {}, "", False

    def fail(self, problem: SafeToSayError, typed: dict[str, str]) -> None:
        """Keep what was typed, so that one wrong word need not cost forty."""
        self.problem, self.typed = problem, typed

    def taken_problem(self) -> str:
        """The problem in words, shown once."""
        found, self.problem = self.problem, None
        return self.words.problem(found) if found else ""

    def summary(self) -> Summary | None:
        """The last count, in words."""
        return summary(self.tallied, self.words) if self.tallied else None
