"""Colours of the reports: the light theme of the visual guideline."""

from decimal import Decimal

INK, INK_2, INK_3 = "#161B26", "#475061", "#636C7D"
LINE, GROUND, SURFACE = "#E3E6EC", "#F4F5F7", "#FFFFFF"
BRAND, RIBBON, HATCH = "#2F55C8", "#DEE5F8", "#CDD3DC"
UP, FALL = "#1F6F4A", "#B0440B"
BINS = ("#F9D9BC", "#FCEEDF", "#F4F5F8", "#DFE9FC", "#BDD2F9")
ANSWERS = ("#B34E0D", "#F3B27A", "#D9DDE4", "#8DB2EE", "#2F55C8")
EDGES = (Decimal("2.5"), Decimal("3.2"), Decimal("3.6"), Decimal("4.0"))
LOWEST, HIGHEST = 1.0, 5.0


def bin_of(value: str) -> int:
    """0 (lowest) to 4; the bins are the same for the life of an instrument."""
    return sum(Decimal(value) >= edge for edge in EDGES)
