"""Carries a respondent's messages over HTTP, repeated unchanged until acknowledged."""

import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol, Self

import httpx2

from survey_api.errors import Conflict, SafeToSayError, Unavailable
from survey_api.respondent.client import (
    Cast,
    Draft,
    Receipt,
    Token,
    WaveInView,
    check_promise,
    issue_request,
    seal_ballot,
    take_token,
)
from survey_api.respondent.keeping import kept_draft
from survey_api.respondent.link import parse_link
from survey_api.respondent.questionnaire import (
    check_answers,
    check_comments,
    check_cuts,
    check_digest,
)

ATTEMPTS: Final = 4
_PAUSE: Final = 0.2
_REPEATABLE: Final = {429, 500, 502, 503, 504}


class Refused(SafeToSayError):
    """The service refused this request."""

    def __init__(self, status: int, detail: str | None = None) -> None:
        super().__init__(detail)
        self.status = status


class Unreachable(Unavailable):
    """The survey service cannot be reached. Check the connection; what you have is kept."""


class NotMyGroup(Conflict):
    """This is not your group or not its size, so no answer was sent. Tell the contact for help:
    the link may be another person's, or the survey was set up wrongly."""


class Transport(Protocol):
    """How messages travel; tests and the demo bring one that stays in the process."""

    def manifest(self, wave: str) -> bytes: ...
    def questionnaire(self, wave: str) -> dict[str, Any]: ...
    def issue(self, body: bytes) -> bytes: ...
    def cast(self, wave: str, body: bytes) -> bytes: ...


@cache
def _tls(origin: str) -> ssl.SSLContext:
    """Reading the system's certificates takes longer than a ballot; each origin has its own."""
    return ssl.create_default_context()


def _no_cookies() -> CookieJar:
    """Takes none and sends none: a cookie would tell one request of a person from another's."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


class HttpTransport:
    """HTTP with two clients that share no socket, no cookie and no header between the origins."""

    def __init__(self, survey_url: str) -> None:
        self._survey = httpx2.Client(
            base_url=survey_url, timeout=20, verify=_tls("survey"), cookies=_no_cookies()
        )
        self._ballots = httpx2.Client(timeout=20, verify=_tls("ballots"), cookies=_no_cookies())
        self._ballot_url = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._survey.close()
        self._ballots.close()

    def use_ballot_url(self, ballot_url: str) -> None:
        """Take the ballot service's address from the manifest, never from the link."""
        self._ballot_url = ballot_url.rstrip("/")

    def manifest(self, wave: str) -> bytes:
        return _send(self._survey, "GET", f"/manifest/{wave}").content

    def questionnaire(self, wave: str) -> dict[str, Any]:
        document: dict[str, Any] = _send(self._survey, "GET", f"/questionnaire/{wave}").json()
        return document

    def issue(self, body: bytes) -> bytes:
        return _send(self._survey, "POST", "/issue", body).content

    def cast(self, wave: str, body: bytes) -> bytes:
        return _send(self._ballots, "POST", f"{self._ballot_url}/cast/{wave}", body).content


@dataclass(frozen=True)
class Said:
    """What goes into the envelope. ``cuts`` is what somebody says about themselves, level by cut;
    ``comments`` are made by ``questionnaire.comment``; a higher ``version`` replaces."""

    answers: Mapping[str, int]
    cuts: Mapping[str, str] | None = None
    comments: Sequence[Mapping[str, Any]] = ()
    version: int = 1


def anybodys(_token: Token) -> bool:
    """Takes the group as it comes, for whoever has nobody to ask."""
    return True


def answer(
    link: str,
    answers: Mapping[str, int],
    *,
    cuts: Mapping[str, str] | None = None,
    comments: Sequence[Mapping[str, Any]] = (),
    transport: Transport | None = None,
    draft: Draft | None = None,
    version: int = 1,
) -> Receipt:
    """Answer a wave from an invitation link and return the checked receipt.

    Give the ``draft`` of an earlier try to repeat it or, with a higher ``version``, to replace it.
    """
    target, said = parse_link(link), Said(answers, cuts, comments, version)
    if transport is not None:
        view = open_wave(transport, target.wave)
        draft = draft or Draft.fresh(view.manifest.token_key)
        return answer_under(view, transport, target.inv, said, draft)
    with HttpTransport(target.survey_url) as over_http:
        view = open_wave(over_http, target.wave)
        draft = draft or Draft.fresh(view.manifest.token_key)
        return answer_under(view, over_http, target.inv, said, draft)


def answer_once(
    link: str, said: Said, *, keep_in: Path, is_mine: Callable[[Token], bool] = anybodys
) -> Receipt:
    """Answer over HTTP; a try that broke off is taken up again from the folder ``keep_in``."""
    target = parse_link(link)
    with HttpTransport(target.survey_url) as over_http:
        view = open_wave(over_http, target.wave)
        with kept_draft(keep_in, target.inv, view) as draft:
            return answer_under(view, over_http, target.inv, said, draft, is_mine=is_mine)


def answer_under(
    view: WaveInView,
    transport: Transport,
    inv: bytes,
    said: Said,
    draft: Draft,
    *,
    is_mine: Callable[[Token], bool] = anybodys,
) -> Receipt:
    """All steps under one manifest, read once: what is served later changes nothing."""
    check_said(view, transport, said)
    token = fetch_token(transport, view, draft, inv)
    if not is_mine(token):
        raise NotMyGroup
    return put(view, transport, said, draft, token)


def check_said(view: WaveInView, transport: Transport, said: Said) -> None:
    """Refuse what the wave does not ask, before anything is sealed."""
    questionnaire = transport.questionnaire(view.manifest.wave_text)
    check_digest(view, questionnaire)
    check_answers(questionnaire, said.answers)
    check_cuts(questionnaire, said.cuts or {})
    check_comments(questionnaire, said.comments)


def put(view: WaveInView, transport: Transport, said: Said, draft: Draft, token: Token) -> Receipt:
    """Seal what was said and put it into the box."""
    ballot = seal_ballot(
        view,
        draft,
        token,
        said.answers,
        cuts=said.cuts,
        comments=said.comments,
        version=said.version,
    )
    return send(transport, view, ballot)


def open_wave(transport: Transport, wave: str) -> WaveInView:
    """Fetch and check a manifest."""
    view = WaveInView.read(transport.manifest(wave), wave)
    if isinstance(transport, HttpTransport):
        transport.use_ballot_url(view.manifest.ballot_url)
    return view


def fetch_token(transport: Transport, view: WaveInView, draft: Draft, inv: bytes) -> Token:
    """One token for one invitation; the same draft gets the same token again."""
    return take_token(view, draft, transport.issue(issue_request(view, draft, inv)))


def send(transport: Transport, view: WaveInView, cast: Cast) -> Receipt:
    """Put a sealed ballot into the box and check the promise that comes back."""
    promise = transport.cast(view.manifest.wave_text, cast.body)
    return check_promise(view, cast, promise)


def _send(
    client: httpx2.Client, method: str, url: str, body: bytes | None = None
) -> httpx2.Response:
    """Send until there is a definite reply; every request of the protocol may be repeated."""
    headers = {"Content-Type": "text/plain"} if body is not None else {}
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE * 2**attempt)
        try:
            reply = client.request(method, url, content=body, headers=headers)
        except httpx2.TransportError:
            continue
        if reply.is_success:
            return reply
        if reply.status_code not in _REPEATABLE or attempt == ATTEMPTS - 1:
            raise Refused(reply.status_code, _detail(reply))
    raise Unreachable


def _detail(reply: httpx2.Response) -> str:
    """The problem document's own words (RFC 9457), or a plain sentence."""
    try:
        return str(reply.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"The service answered with status {reply.status_code}."
