"""Five fixed colour bins on the answer scale, the same for the life of an instrument.

Edges at 2.5, 3.2, 3.6 and 4.0: below 2.5 most people disagree; 3.2 to 3.5 is about the middle;
from 4.0 on the usual answer is "agree" or better.
"""

from decimal import Decimal

from dashboard.texts import EN_DASH, number, t

EDGES = (Decimal("2.5"), Decimal("3.2"), Decimal("3.6"), Decimal("4.0"))
SPANS = (("2.5",), ("2.5", "3.1"), ("3.2", "3.5"), ("3.6", "3.9"), ("4.0",))


def bin_of(value: str) -> int:
    """0 (lowest) to 4 (highest)."""
    return sum(Decimal(value) >= edge for edge in EDGES)


def bin_names() -> tuple[str, ...]:
    """The five in words: "below 2.5", "2.5–3.1" … "4.0 and above"."""
    first, *between, last = SPANS
    spans = (EN_DASH.join(map(number, one)) for one in between)
    return (t("bin.below", value=number(*first)), *spans, t("bin.above", value=number(*last)))
