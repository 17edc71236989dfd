"""Where nothing happens, how often is a change told; where a team falls, how often is it seen?

`python -m tests.statistics.stable_teams` prints the tables of docs/methods.md.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey_api.statistics.movement import Moves, Verdict
from tests.statistics.organisations import WAVES, Setting, Simulation

Bools = NDArray[np.bool_]
FALL_AT = 6  # the wave, counted from 0, from which the first team of each organisation is lower
OFTEN = 3  # of six waves before, and of six after: else there is hardly a figure to compare
CLEAR = (Verdict.CLEAR_RISE, Verdict.CLEAR_FALL)
FEW, MANY = 12, 150
REGIMES = tuple(Setting(teams, stability, 1) for teams in (FEW, MANY) for stability in (0.0, 0.6))
SIZES = {"5–7": (7, 9), "8–11": (11, 14), "12–19": (18, 23), "20–49": (35, 55), "50+": (80, 110)}
CHANGES = (0.3, 0.5, 1.0)
SEEN_AFTER = ((1, True), (3, False), (6, False))  # waves; whether only the wave before counts


@dataclass(frozen=True)
class FalseAlarms:
    """Shares of stable teams, and of organisations, with any flag in all waves."""

    teams: float
    organisations: float


def false_alarms(setting: Setting, seed: int) -> FalseAlarms:
    """Over index and sub-scales, since last wave and against the baseline."""
    flagged = np.zeros((setting.organisations, setting.teams), dtype=bool)
    together = np.zeros(setting.organisations, dtype=bool)
    for at, _, _, found in Simulation(setting, np.random.default_rng(seed)).judged():
        flagged[at] |= np.isin(found.last[:-1], CLEAR) | np.isin(found.baseline[:-1], CLEAR)
        together[at] |= found.everyone_last in CLEAR or found.everyone_baseline in CLEAR
    return FalseAlarms(float(flagged.mean()), float(together.mean()))


@dataclass(frozen=True)
class Falls:
    """[organisations] whether the fall of the first team was seen, and whether that team had a
    figure in half of the waves before and after."""

    seen: Bools
    comparable: Bools

    @property
    def share(self) -> float:
        """Of the falls in teams with figures to compare."""
        return float(self.seen[self.comparable].mean())


def falls(setting: Setting, change: float, seed: int) -> Falls:
    """By index or a sub-scale, in six waves."""
    seen = np.zeros(setting.organisations, dtype=bool)
    simulation = _falling(setting, change, seed)
    for at, _, _, found in simulation.judged(first_wave=FALL_AT):
        seen[at] |= _is_seen(found)
    shown = np.isfinite(simulation.told["index"].value[..., 0])
    before, after = shown[:FALL_AT].sum(axis=0), shown[FALL_AT:].sum(axis=0)
    return Falls(seen, (before >= OFTEN) & (after >= OFTEN))


def power(setting: Setting, change: float, seed: int) -> list[float]:
    """Shares seen in the index: against the wave before after one wave, and against the
    baseline after three and after six."""
    shape = (setting.organisations, WAVES)
    last, baseline = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    falling = _falling(setting, change, seed)
    for at, wave, _, found in falling.judged(FALL_AT, ("index",)):
        last[at, wave] = found.last[0] == Verdict.CLEAR_FALL
        baseline[at, wave] = found.baseline[0] == Verdict.CLEAR_FALL
    return [
        float((last if is_last else baseline)[:, FALL_AT : FALL_AT + n].any(axis=1).mean())
        for n, is_last in SEEN_AFTER
    ]


def _falling(setting: Setting, change: float, seed: int) -> Simulation:
    steps = np.where(np.arange(WAVES) < FALL_AT, 0.0, -change)
    return Simulation(setting, np.random.default_rng(seed), steps)


def _is_seen(found: Moves) -> bool:
    return Verdict.CLEAR_FALL in {found.last[0], found.baseline[0]}


def print_shares(teams: int = 60_000, drops: int = 2000) -> None:
    """False alarms and falls of one point in all four regimes."""
    print("| teams | people | stable teams flagged | organisations | fall of 1.0 seen | of all |")
    print("|---|---|---|---|---|---|")
    for regime in REGIMES:
        alarms = false_alarms(replace(regime, organisations=teams // regime.teams // 4), seed=1)
        fallen = falls(replace(regime, organisations=drops if regime.teams == FEW else 400), 1.0, 2)
        people = "partly the same" if regime.stability else "others every time"
        print(
            f"| {regime.teams} | {people} | {alarms.teams:.1%} | {alarms.organisations:.1%} "
            f"| {fallen.share:.1%} | {fallen.seen.mean():.1%} |",
            flush=True,
        )


def print_power(organisations: int = 200) -> None:
    """Partly the same people, 40 units of about the same size."""
    print("| respondents | change | after 1 wave, against last | 3 waves, baseline | 6 waves |")
    print("|---|---|---|---|---|")
    for band, sizes in SIZES.items():
        setting = Setting(40, 0.6, organisations // (2 if band == "50+" else 1), sizes)
        for change in CHANGES:
            shares = " | ".join(f"{one:.0%}" for one in power(setting, change, seed=3))
            print(f"| {band} | {change} | {shares} |", flush=True)


if __name__ == "__main__":
    print_shares()
    print()
    print_power()
