"""The overall score of a complete cycle, where a bank of questions is spread over several waves.

It is the mean of what those waves published, each weighted by how many questions it asked, so it
says nothing that is not out already. A unit has it only where it stayed the same unit all through,
and was shown every time; half a cycle has none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from survey_api.disclosure.bands import score_bin
from survey_api.disclosure.figures import Relation
from survey_api.release.fielded import INDEX, Fielded
from survey_api.release.history import Bundle
from survey_api.release.ranges import LIKELY

CYCLE = "cycle"
Record = dict[str, Any]


@dataclass(frozen=True)
class Chain:
    """The waves before, oldest first, as far as they are comparable: ``records`` [waves][units] in
    the order of ``units``, None where a unit was not the same one."""

    units: Sequence[str]
    waves: Sequence[Bundle]
    records: Sequence[Sequence[Mapping[str, Any] | None]]


@dataclass(frozen=True)
class Piece:
    """One part's figure of a unit: how many questions, and its score as published."""

    n_items: int
    figure: Mapping[str, Any]


def complete(
    fielded: Fielded, records: Sequence[Record], chain: Chain
) -> tuple[list[Record], tuple[str, ...]]:
    """The records with the score, and the earlier waves of the cycle, where this wave is the last
    part of one; else the records as they are."""
    earlier = _parts(fielded.cycle, chain)
    if not earlier:
        return list(records), ()
    place = {unit: at for at, unit in enumerate(chain.units)}
    points = fielded.policy.scale_points
    done = []
    for record in records:
        at, own = place.get(record["unit"]), record["figures"].get(INDEX)
        past = [_piece(chain, wave, at) for wave in earlier] if at is not None else [None]
        pieces = [*past, Piece(len(fielded.asked.items), own) if own and own["shown"] else None]
        whole = [one for one in pieces if one]
        figures = dict(record["figures"])
        if len(whole) == len(pieces):
            figures[CYCLE] = _figure(whole, points)
        done.append({**record, "figures": figures})
    return done, tuple(chain.waves[wave]["wave"] for wave in earlier)


def _parts(cycle: Mapping[str, Any] | None, chain: Chain) -> list[int]:
    """The places in the chain of all parts but the last, straight before a wave that asks the
    last; none for any other wave."""
    if not cycle or cycle["part"] != cycle["of"]:
        return []
    places = list(range(len(chain.waves)))[1 - cycle["of"] :] if cycle["of"] > 1 else []
    found = [chain.waves[at]["instrument"].get(CYCLE) for at in places]
    wanted = [{**cycle, "part": part} for part in range(1, cycle["of"])]
    return places if found == wanted else []


def _piece(chain: Chain, wave: int, at: int) -> Piece | None:
    record = chain.records[wave][at]
    figure = record["figures"].get(INDEX) if record else None
    if figure is None or not figure["shown"]:
        return None
    return Piece(len(chain.waves[wave]["instrument"]["items"]), figure)


def _figure(pieces: Sequence[Piece], points: int) -> Record:
    n = sum(one.n_items for one in pieces)
    tenths = sum(one.n_items * round(10 * float(one.figure["value"])) for one in pieces)
    value = round(tenths / n)
    se = sqrt(sum((one.n_items * float(one.figure["se"])) ** 2 for one in pieces)) / n
    low, high = (value / 10 + side * LIKELY * se for side in (-1, 1))
    return {
        "shown": True,
        "value": f"{value / 10:.1f}",
        "relation": _relation(pieces),
        "text": None,
        "borrowed": None,
        "range": [f"{max(low, 1):.1f}", f"{min(high, points):.1f}"],
        "bin": score_bin(value, points),
        "shrunken": None,
        "se": f"{se:.3f}",
        "change": None,
    }


def _relation(pieces: Sequence[Piece]) -> str:
    """One side's where all the parts are limited on it, "about" where some are."""
    found = {one.figure["relation"] for one in pieces}
    return str(found.pop()) if len(found) == 1 else str(Relation.ABOUT)
