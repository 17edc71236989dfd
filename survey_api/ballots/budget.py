"""How many casts one process looks at in a second, whoever they come from.

A limit by address would need addresses; this one knows none. It is far above what people do, and
keeps a flood from filling the disk's queue; who is told to wait tries again and loses nothing.
"""

from dataclasses import dataclass

from survey_api.ballots.refusals import TooBusy

PER_SECOND = 2_000.0
BURST = 10_000.0


@dataclass
class Budget:
    """Refilled evenly up to ``burst``; ``now`` is any clock that only goes forward."""

    per_second: float = PER_SECOND
    burst: float = BURST
    left: float = BURST
    seen: float = 0.0

    def spend(self, now: float) -> None:
        """Take one; raises ``TooBusy`` when there is none."""
        gained = max(0.0, now - self.seen) * self.per_second
        self.left, self.seen = min(self.burst, self.left + gained), now
        if self.left < 1:
            raise TooBusy
        self.left -= 1
