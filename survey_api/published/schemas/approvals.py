"""What is looked at before it is agreed to."""

from datetime import date

from pydantic import Field

from survey_api.published.schemas.figures import Wire
from survey_api.published.schemas.instruments import InstrumentSheet


class ToApprove(Wire):
    """A draft with everything that will be fixed when it opens; ``digest`` names all of it."""

    wave: str
    number: int
    title: str
    k: int
    policy: str
    opens_on: date
    closes_on: date
    team_days: int
    reminders: int
    targeted: bool
    level: int
    sheet: InstrumentSheet
    digest: str
    is_approved: bool


class ApprovalIn(Wire):
    """Agreement to what was looked at."""

    digest: str = Field(max_length=64)


class ApprovalsOut(Wire):
    """All drafts; ``is_needed`` says whether a wave opens only once it is approved."""

    is_needed: bool
    drafts: tuple[ToApprove, ...]
