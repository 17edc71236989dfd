"""The dashboard's only door: typed HTTP to the API, with the viewer's own cookie."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, TypeVar

import httpx2
from pydantic import BaseModel, TypeAdapter

from dashboard.texts import spoken
from survey_api.published.schemas.account import OwnAccount
from survey_api.published.schemas.comments import CommentDesk, UnitComments
from survey_api.published.schemas.commitments import CommitmentOut, UnitCommitments, UnitTally
from survey_api.published.schemas.follow import FollowThrough
from survey_api.published.schemas.guidance import GuidanceRole, GuidanceText, SituationOut
from survey_api.published.schemas.record import RecordOut
from survey_api.published.schemas.results import Below, Trend, UnitResult
from survey_api.published.schemas.sites import Sites
from survey_api.published.schemas.statistics import OrganisationStatistics
from survey_api.published.schemas.steps import Week
from survey_api.published.schemas.waves import Me, UnitNode, WaveSummary

COOKIE: Final = "safetosay_session"
KEPT: Final = 2_000
Answer = TypeVar("Answer", bound=BaseModel)
WAVES: Final = TypeAdapter(list[WaveSummary])
SITUATIONS: Final = TypeAdapter(list[SituationOut])
NODES: Final = TypeAdapter(list[UnitNode])
COMMITMENTS: Final = TypeAdapter(list[CommitmentOut])
TALLIES: Final = TypeAdapter(list[UnitTally])


class ApiProblem(Exception):
    """The API refused; ``status`` says how (401 sign in, 403 not your role, 404 not here)."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the API answered {status}")
        self.status = status


@dataclass
class Door:
    """One connection pool for all viewers; replies are kept by cookie, language and address under
    their ETag, so that an unchanged release is never sent twice."""

    api_url: str
    client: httpx2.Client = field(init=False)
    kept: OrderedDict[tuple[str, str, str], tuple[str, bytes]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        limits = httpx2.Limits(max_connections=40, max_keepalive_connections=20)
        self.client = httpx2.Client(base_url=self.api_url, timeout=15, limits=limits)

    def get(self, path: str, cookie: str) -> bytes:
        """The body of a reply; raises ``ApiProblem`` for anything but 200 and 304."""
        key = (cookie, spoken(), path)
        with self.lock:
            known = self.kept.get(key)
        headers = {
            "Cookie": f"{COOKIE}={cookie}",
            "Accept": "application/json",
            "Accept-Language": spoken(),
        }
        if known:
            headers["If-None-Match"] = known[0]
        try:
            reply = self.client.get(path, headers=headers)
        except httpx2.HTTPError as error:
            raise ApiProblem(503) from error
        if reply.status_code == httpx2.codes.NOT_MODIFIED and known:
            return known[1]
        if reply.status_code != httpx2.codes.OK:
            raise ApiProblem(reply.status_code)
        self._keep(key, reply)
        return reply.content

    def _keep(self, key: tuple[str, str, str], reply: Any) -> None:
        etag = reply.headers.get("etag")
        if not etag:
            return
        with self.lock:
            self.kept[key] = (etag, reply.content)
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)


@dataclass(frozen=True)
class Api:
    """What one viewer may read. Every call carries their cookie and is authorised by the API."""

    door: Door
    cookie: str

    def me(self) -> Me:
        """Who is looking."""
        return self._one(Me, "/published/me")

    def waves(self) -> list[WaveSummary]:
        """All waves past their draft, newest first."""
        return WAVES.validate_json(self.door.get("/published/waves", self.cookie))

    def units(self, wave: str) -> list[UnitNode]:
        """The units in view of a released wave."""
        return NODES.validate_json(self.door.get(f"/published/waves/{wave}/units", self.cookie))

    def unit(self, wave: str, unit: str) -> UnitResult:
        """One unit's result."""
        return self._one(UnitResult, f"/published/waves/{wave}/units/{unit}")

    def below(self, wave: str, unit: str) -> Below:
        """One unit beside the units directly under it."""
        return self._one(Below, f"/published/waves/{wave}/units/{unit}/below")

    def sites(self, wave: str) -> Sites:
        """A wave by the sites that were said before it opened."""
        return self._one(Sites, f"/published/waves/{wave}/sites")

    def statistics(self, wave: str) -> OrganisationStatistics:
        """What the scores of a released wave are worth in the whole organisation."""
        return self._one(OrganisationStatistics, f"/published/waves/{wave}/statistics")

    def trend(self, unit: str, scale: str) -> Trend:
        """One measure over all released waves."""
        return self._one(Trend, f"/published/units/{unit}/trend?scale={scale}")

    def follow_through(self, wave: str, unit: str) -> FollowThrough:
        """Guidance and commitments."""
        return self._one(FollowThrough, f"/actions/waves/{wave}/units/{unit}")

    def commitments(self, unit: str) -> list[CommitmentOut]:
        """Everything promised to a unit over all waves, newest first."""
        path = f"/actions/units/{unit}/commitments"
        return COMMITMENTS.validate_json(self.door.get(path, self.cookie))

    def stories(self, unit: str) -> UnitCommitments:
        """The same with the history of each, and what later waves say."""
        return self._one(UnitCommitments, f"/actions/units/{unit}/commitments/stories")

    def tallies(self, wave: str) -> list[UnitTally]:
        """How many promises there are and how they stand, for every unit in view."""
        path = f"/actions/waves/{wave}/commitments"
        return TALLIES.validate_json(self.door.get(path, self.cookie))

    def comments(self, wave: str, unit: str) -> UnitComments:
        """What was written and is shown at one unit."""
        return self._one(UnitComments, f"/published/waves/{wave}/units/{unit}/comments")

    def comment_desk(self, wave: str) -> CommentDesk:
        """Everything written in a wave, for those who read comments."""
        return self._one(CommentDesk, f"/actions/waves/{wave}/comments")

    def record(self) -> RecordOut:
        """Who did what."""
        return self._one(RecordOut, "/record")

    def account(self) -> OwnAccount:
        """One's own account."""
        return self._one(OwnAccount, "/account")

    def week(self) -> Week:
        """This week's small step."""
        return self._one(Week, "/actions/week")

    def situations(self) -> list[SituationOut]:
        """What guidance there is for this viewer."""
        return SITUATIONS.validate_json(self.door.get("/actions/guidance", self.cookie))

    def guidance(self, situation: str, role: GuidanceRole) -> GuidanceText:
        """One guidance text."""
        return self._one(GuidanceText, f"/actions/guidance/{situation}?role={role}")

    def _one(self, kind: type[Answer], path: str) -> Answer:
        return kind.model_validate_json(self.door.get(path, self.cookie))
