"""Spreads a bank of questions over the waves of a cycle, so that nobody gets more than a few.

Everybody is asked the same part in the same wave. A scale is never divided, so a score always
belongs to all of its questions; the overall score belongs to a complete cycle. Pure.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

import yaml

from survey_api.catalogue.instrument import Instrument
from survey_api.disclosure.cadence import RETURN_AFTER
from survey_api.errors import Invalid

PART = re.compile(r".+_[1-9]_of_[1-9]")
MOST_ITEMS = 5
MOST_PARTS = 9
SLACK_BELOW = 28  # rhythms this quick get a part more, so that a holiday does not delay them all


class BankUnfit(Invalid):
    """These questions cannot be spread over the waves of this schedule."""


@dataclass(frozen=True)
class Part:
    """The ``number``-th of ``of`` questionnaires that a bank was divided into."""

    number: int
    of: int
    items: tuple[str, ...]


def n_parts(n_items: int, shortest_gap: int) -> tuple[int, int]:
    """How many waves a cycle needs at least: at most five questions each, back after four weeks.
    And how many are better: a quick rhythm with one more is not delayed by every holiday."""
    returns = -(-RETURN_AFTER.days // shortest_gap)
    least = max(-(-n_items // MOST_ITEMS), returns)
    return least, max(least, returns + (shortest_gap < SLACK_BELOW))


def divide(bank: Instrument, shortest_gap: int) -> tuple[Part, ...]:
    """The parts of a cycle, each a set of whole scales; raises ``BankUnfit``."""
    scales = sorted((scale.items for scale in bank.scales), key=lambda one: (-len(one), one))
    if len(scales[0]) > MOST_ITEMS:
        raise BankUnfit(
            f"A scale with {len(scales[0])} questions cannot be asked in one wave of at most "
            f"{MOST_ITEMS}. Divide it into smaller scales, or ask the whole questionnaire monthly."
        )
    least, better = n_parts(len(bank.items), shortest_gap)
    for of in (*range(better, MOST_PARTS + 1), *range(least, better)):
        if (bins := _pack(scales, of)) is not None:
            return tuple(_part(bank, at, len(bins), items) for at, items in enumerate(bins, 1))
    raise BankUnfit(
        f"{bank.id} has {len(bank.scales)} scales and {len(bank.items)} questions; this rhythm "
        f"needs {least} to {MOST_PARTS} parts of whole scales with at most {MOST_ITEMS} "
        "questions each. Choose a longer rhythm, or a bank with more, or smaller, scales."
    )


def part_id(bank: str, part: Part) -> str:
    """What the questionnaire of a part is called."""
    return f"{bank[:33]}_{part.number}_of_{part.of}"


def is_part(name: str) -> bool:
    """Whether a questionnaire of this name was made from a bank."""
    return PART.fullmatch(name) is not None


def source(bank: Instrument, part: Part) -> str:
    """The questionnaire of a part, as a file: the bank's own words and fewer questions."""
    inside = frozenset(part.items)
    document: dict[str, Any] = {
        "id": part_id(bank.id, part),
        "version": bank.version,
        "licence": bank.licence,
        "note": bank.note,
        "title": dict(bank.title),
        "intro": dict(bank.intro),
        "options": [_plain(one) for one in bank.options],
        "scales": [_plain(one) for one in bank.scales if set(one.items) <= inside],
        "items": [_plain(one) for one in bank.items if one.id in inside],
    }
    extra = {"cuts": bank.cuts, "comments": bank.comments}
    document |= {name: [_plain(one) for one in some] for name, some in extra.items() if some}
    cycle = {"bank": bank.id, "part": part.number, "of": part.of}
    return yaml.safe_dump(
        {**document, "cycle": cycle}, allow_unicode=True, sort_keys=False, width=4096
    )


def _pack(scales: list[tuple[str, ...]], of: int) -> list[list[str]] | None:
    """Longest first into the emptiest part; None when one stays empty or gets too long."""
    bins: list[list[str]] = [[] for _ in range(of)]
    for items in scales:
        min(bins, key=len).extend(items)
    return bins if all(1 <= len(one) <= MOST_ITEMS for one in bins) else None


def _part(bank: Instrument, number: int, of: int, items: list[str]) -> Part:
    order = {item.id: at for at, item in enumerate(bank.items)}
    return Part(number, of, tuple(sorted(items, key=order.__getitem__)))


def _plain(one: Any) -> Any:
    return _as_text(asdict(one))


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(inner) for inner in value]
    return str(value) if isinstance(value, str) else value
