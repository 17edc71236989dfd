"""Many made-up people at few computers: each thread keeps one connection and reads a wave once.

Real respondents share neither. Here nobody's anonymity is at stake, and starting takes half
the time.
"""

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from survey_api.respondent.client import Receipt
from survey_api.respondent.link import parse_link
from survey_api.respondent.transport import HttpTransport, answer

CLIENTS = 4


@dataclass(frozen=True)
class Answering:
    """What one person is going to say."""

    link: str = field(repr=False)
    answers: Mapping[str, int]
    cuts: Mapping[str, str] = field(default_factory=dict)
    comments: Sequence[Mapping[str, Any]] = ()


class KeptTransport(HttpTransport):
    """Asks for a wave's public files once."""

    def __init__(self, survey_url: str) -> None:
        super().__init__(survey_url)
        self._read: dict[tuple[str, str], Any] = {}

    def manifest(self, wave: str) -> bytes:
        if ("manifest", wave) not in self._read:
            self._read["manifest", wave] = super().manifest(wave)
        found: bytes = self._read["manifest", wave]
        return found

    def questionnaire(self, wave: str) -> dict[str, Any]:
        if ("questionnaire", wave) not in self._read:
            self._read["questionnaire", wave] = super().questionnaire(wave)
        found: dict[str, Any] = self._read["questionnaire", wave]
        return found


def answer_all(people: Sequence[Answering], *, clients: int = CLIENTS) -> list[Receipt]:
    """Everybody answers over HTTP; receipts in the order of the people."""
    if not people:
        return []
    survey_url = parse_link(people[0].link).survey_url
    mine, opened = threading.local(), list[KeptTransport]()

    def begin() -> None:
        mine.transport = KeptTransport(survey_url)
        opened.append(mine.transport)

    def one(person: Answering) -> Receipt:
        return answer(
            person.link,
            person.answers,
            cuts=person.cuts,
            comments=person.comments,
            transport=mine.transport,
        )

    try:
        with ThreadPoolExecutor(clients, initializer=begin) as pool:
            return list(pool.map(one, people))
    finally:
        for transport in opened:
            transport.__exit__(None, None, None)
