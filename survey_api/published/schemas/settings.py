"""Settings of this installation, as those who run it see and change them."""

from pydantic import Field

from survey_api.published.schemas.figures import Wire


class SettingOut(Wire):
    """One setting in force; ``origin`` is environment, file or default. ``next_value`` is written
    and waits for the next start. A secret's value is hidden."""

    name: str
    variable: str
    value: str
    origin: str
    is_editable: bool
    next_value: str | None


class SettingsOut(Wire):
    """All of them."""

    settings: tuple[SettingOut, ...]


class SettingsIn(Wire):
    """The few that are changed in the browser; what is left out stays as it is."""

    organisation: str | None = Field(default=None, min_length=1, max_length=200)
    voucher: str | None = Field(default=None, max_length=200)
    help_contact: str | None = Field(default=None, max_length=200)
    report_contact: str | None = Field(default=None, max_length=200)
    controller_address: str | None = Field(default=None, max_length=200)
    controller_contact: str | None = Field(default=None, max_length=200)
    dpo_contact: str | None = Field(default=None, max_length=200)
    works_council: str | None = Field(default=None, max_length=200)
    supervisory_authority: str | None = Field(default=None, max_length=200)
    processors: str | None = Field(default=None, max_length=200)
    time_zone: str | None = Field(default=None, min_length=1, max_length=60)
    weekly_steps: bool | None = None
