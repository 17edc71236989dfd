"""How many people and what share: bands, never a count."""

BANDS = ((5, 7), (8, 11), (12, 19), (20, 49))
EN_DASH = "\u2013"
UNDER_HALF, HALF, MOST = "< 50 %", f"50{EN_DASH}79 %", "≥ 80 %"


def n_band(n: int) -> str:
    """The band of a base n of 5 or more; from 50 on "about" the nearest ten."""
    for low, high in BANDS:
        if low <= n <= high:
            return f"{low}{EN_DASH}{high}"
    return f"about {10 * ((n + 5) // 10)}"


def participation_band(n_counted: int, n_eligible: int) -> str:
    """The band of n_counted of n_eligible."""
    if 100 * n_counted >= 80 * n_eligible:
        return MOST
    return HALF if 100 * n_counted >= 50 * n_eligible else UNDER_HALF
