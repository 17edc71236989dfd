"""The weekly small step, and who stands beside a leader."""

from survey_api.published.schemas.figures import Wire


class Step(Wire):
    """One short reflection: what it is about, a thought, and something to try or to ask."""

    id: str
    title: str
    thought: str
    try_it: str


class Week(Wire):
    """This week's step ("2026-W48"), and those of the weeks before, newest first."""

    week: str
    step: Step
    earlier: list[Step]


class StepMails(Wire):
    """Whether the organisation offers the step by mail, and whether the reader paused it."""

    offered: bool
    paused: bool


class StepMailsIn(Wire):
    """A reader's wish about the weekly mail."""

    paused: bool


class SupporterIn(Wire):
    """Whom a leader asks to stand beside them."""

    email: str


class SupporterOut(Wire):
    """Who stands beside a leader."""

    name: str
