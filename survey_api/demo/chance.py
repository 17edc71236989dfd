"""Chance that is the same every time: each draw is keyed by what it is for.

So nothing depends on who is asked first, and a new draw changes no other.
"""

import hashlib
import random


def draw(seed: int, *purpose: object) -> random.Random:
    """A source of its own for this purpose."""
    key = hashlib.sha256(repr((seed, *purpose)).encode()).digest()
    return random.Random(int.from_bytes(key[:16], "big"))  # noqa: S311  (invented answers)
