"""What those who run the survey read through the dashboard's door."""

from dataclasses import dataclass
from typing import Final, TypeVar

from pydantic import BaseModel, TypeAdapter

from dashboard.api import Api
from survey_api.published.schemas.approvals import ApprovalsOut
from survey_api.published.schemas.earlier import EarlierOut
from survey_api.published.schemas.instruments import InstrumentLine, InstrumentSheet
from survey_api.published.schemas.keeping import ErasureWaiting, KeepingOut
from survey_api.published.schemas.mails import MailSheet, MailsOut
from survey_api.published.schemas.notices import NoticeOut, NoticesOut
from survey_api.published.schemas.provisioning import ProvisioningOut
from survey_api.published.schemas.roles import RolesOut
from survey_api.published.schemas.running import PolicyPreview, RosterToday, WaveChoices, WaveOut
from survey_api.published.schemas.schedules import Schedules
from survey_api.published.schemas.settings import SettingsOut

Answer = TypeVar("Answer", bound=BaseModel)
RUN_WAVES: Final = TypeAdapter(list[WaveOut])
BEFORE: Final = TypeAdapter(list[EarlierOut])
WAITING: Final = TypeAdapter(tuple[ErasureWaiting, ...])
SHELF: Final = TypeAdapter(list[InstrumentLine])


@dataclass(frozen=True)
class Administration:
    """Reads with the viewer's cookie; the API decides what their roles may see."""

    api: Api

    def waves(self) -> list[WaveOut]:
        """All waves, oldest first."""
        return RUN_WAVES.validate_json(self._get("/waves"))

    def schedules(self) -> Schedules:
        """All schedules, and what speaks against asking again."""
        return self._one(Schedules, "/schedules")

    def choices(self) -> WaveChoices:
        """What a new wave can be made of."""
        return self._one(WaveChoices, "/waves/choices")

    def policy(self, policy: str, k_from: int, k_to: int) -> PolicyPreview:
        """What each smallest group would show of today's organisation."""
        asked = f"policy={policy}&k_from={k_from}&k_to={k_to}"
        return self._one(PolicyPreview, f"/policy/preview?{asked}")

    def approvals(self) -> ApprovalsOut:
        """Every draft with all that will be fixed when it opens."""
        return self._one(ApprovalsOut, "/approvals")

    def roles(self) -> RolesOut:
        """Every role but leading."""
        return self._one(RolesOut, "/roles")

    def provisioning(self) -> ProvisioningOut:
        """The tokens of directories, and where a directory is to be pointed."""
        return self._one(ProvisioningOut, "/provisioning")

    def keeping(self) -> KeepingOut:
        """What is kept how long."""
        return self._one(KeepingOut, "/keeping")

    def erasures(self) -> tuple[ErasureWaiting, ...]:
        """Who waits to be forgotten."""
        return WAITING.validate_json(self._get("/persons/erasures"))

    def roster(self) -> RosterToday:
        """Today's organisation in numbers."""
        return self._one(RosterToday, "/roster")

    def settings(self) -> SettingsOut:
        """Every setting and where it comes from."""
        return self._one(SettingsOut, "/settings")

    def instruments(self) -> list[InstrumentLine]:
        """The newest version of every questionnaire."""
        return SHELF.validate_json(self._get("/instruments/newest"))

    def instrument(self, name: str, version: int = 0) -> InstrumentSheet:
        """One version with all its texts; 0 is the newest."""
        return self._one(InstrumentSheet, f"/instruments/{name}?version={version}")

    def mails(self) -> MailsOut:
        """Every kind of mail, and addresses that take none."""
        return self._one(MailsOut, "/mails")

    def mail(self, kind: str, language: str) -> MailSheet:
        """One mail in one language, as it looks now."""
        return self._one(MailSheet, f"/mails/{kind}/{language}")

    def notices(self, language: str) -> NoticesOut:
        """Every paper for counsel, in a language."""
        return self._one(NoticesOut, f"/notices?lang={language}")

    def notice(self, name: str, language: str) -> NoticeOut:
        """One of them, to be read."""
        return self._one(NoticeOut, f"/notices/{name}?lang={language}")

    def earlier(self) -> list[EarlierOut]:
        """Results of surveys that were held before."""
        return BEFORE.validate_json(self._get("/earlier"))

    def _one(self, kind: type[Answer], path: str) -> Answer:
        return kind.model_validate_json(self._get(path))

    def _get(self, path: str) -> bytes:
        return self.api.door.get(path, self.api.cookie)
