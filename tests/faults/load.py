"""Respondents who never stop: each answers once, and then repeats what they sent, out of order."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from survey_api.errors import SafeToSayError
from survey_api.respondent.client import Cast, Draft, Receipt, Token, WaveInView, seal_ballot
from survey_api.respondent.link import parse_link
from survey_api.respondent.transport import HttpTransport, fetch_token, open_wave, send
from tests import factories

N_CLIENTS = 4
PAUSE = 0.03


@dataclass
class Person:
    """One respondent with what a browser would keep."""

    number: int
    link: str
    draft: Draft | None = None
    token: Token | None = None
    cast: Cast | None = None
    receipt: Receipt | None = None
    n_sent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def go_on(self, transport: HttpTransport, view: WaveInView, chance: random.Random) -> None:
        """The next step, or once more a step that was done; a reply must be the same each time."""
        self.draft = self.draft or Draft.fresh(view.manifest.token_key)
        if self.token is None or chance.random() < 0.1:
            inv = parse_link(self.link).inv
            token = fetch_token(transport, view, self.draft, inv)
            assert self.token in (None, token), "the same request, another token"
            self.token = token
        if self.cast is None:
            given = factories.answers_of(self.number)
            self.cast = seal_ballot(view, self.draft, self.token, given, version=1)
        receipt = send(transport, view, self.cast)
        assert self.receipt is None or self.receipt == receipt, "the same ballot, another promise"
        self.receipt = receipt
        self.n_sent += 1


@dataclass
class Load:
    """Everybody at few computers, until told to stop."""

    people: list[Person]
    wave: str
    survey_url: str
    stopping: threading.Event = field(default_factory=threading.Event)
    refusals: Counter[str] = field(default_factory=Counter)
    turn: Iterator[int] = field(default_factory=count)

    @classmethod
    def of(cls, links: dict[str, str], wave: str, survey_url: str) -> "Load":
        people = [Person(at, link) for at, link in enumerate(links.values())]
        return cls(people, wave, survey_url)

    def work(self) -> None:
        """One computer."""
        chance = random.Random(5)  # noqa: S311
        while not self.stopping.is_set():
            with HttpTransport(self.survey_url) as transport:
                self._until_it_breaks(transport, chance)

    def _until_it_breaks(self, transport: HttpTransport, chance: random.Random) -> None:
        try:
            view = open_wave(transport, self.wave)
            while not self.stopping.is_set():
                person = self.people[next(self.turn) % len(self.people)]
                if person.lock.acquire(blocking=False):
                    try:
                        person.go_on(transport, view, chance)
                    finally:
                        person.lock.release()
                time.sleep(PAUSE)
        except SafeToSayError as refusal:
            self.refusals[refusal.detail] += 1
            time.sleep(PAUSE)

    def is_done(self) -> bool:
        """Whether everybody holds a receipt."""
        return all(one.receipt for one in self.people)

    def acknowledged(self) -> set[bytes]:
        """The leaves that somebody was promised."""
        return {one.receipt.leaf for one in self.people if one.receipt}


@contextmanager
def under(load: Load, clients: int = N_CLIENTS) -> Iterator[Load]:
    """Goes on while the block runs, and then until everybody has answered."""
    with ThreadPoolExecutor(clients) as pool:
        working: list[Future[None]] = [pool.submit(load.work) for _ in range(clients)]
        try:
            yield load
            try:
                await_true(load.is_done, "everybody has answered")
            except AssertionError as late:
                raise AssertionError(f"not all answered: {load.refusals}") from late
        finally:
            load.stopping.set()
        for one in working:
            one.result()


def await_true(is_so: object, what: str, seconds: float = 30) -> None:
    """Wait for something that must come about by itself."""
    until = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < until, f"did not come about: {what}"
        time.sleep(0.05)
