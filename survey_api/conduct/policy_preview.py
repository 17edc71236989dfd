"""What each smallest group would publish of today's organisation."""

from collections.abc import Sequence
from dataclasses import asdict

from survey_api.conduct import frames
from survey_api.conduct.rooms import Rooms
from survey_api.disclosure.policy import STANDARD, Policy
from survey_api.disclosure.preview import Pages, pages, preview
from survey_api.errors import Invalid
from survey_api.published.schemas.running import PolicyPreview

MOST_AT_ONCE = 20


class TooManyAtOnce(Invalid):
    """Ask for at most 20 values of k at once, from the smaller to the larger."""


def of_today(rooms: Rooms, ks: Sequence[int], policy: str = STANDARD) -> PolicyPreview:
    """One preview for each k, on today's roster and unit tree."""
    if not ks or len(ks) > MOST_AT_ONCE:
        raise TooManyAtOnce
    policies = [Policy.profile(policy, k) for k in ks]
    nodes, eligible = frames.today(rooms)
    found = [preview(nodes, eligible, one) for one in policies]
    expected = pages(nodes, eligible, policies[0])
    told = sentences(expected, policies[0], sum(eligible.values()))
    return PolicyPreview.model_validate(
        {
            "policy": policy,
            "previews": [asdict(one) for one in found],
            "pages": asdict(expected),
            "sentences": told,
        }
    )


def sentences(expected: Pages, policy: Policy, n_people: int) -> list[str]:
    """Which pages would be empty, in plain words."""
    told = [f"If {expected.response:.0%} of your {n_people} people answer:"]
    told.append(_units(expected.with_percentages, "can show percentages", policy.big))
    told.append(_units(expected.with_zone, "can be placed between safety and accountability", 20))
    told.append(_units(expected.with_cuts, "can be shown by length of service and the like", 60))
    able = "there will be" if expected.has_statistics else "there will be no"
    told.append(f"{able} reliability and drivers for the organisation (100 answers needed).")
    return told


def _units(n: int, what: str, least: int) -> str:
    if n == 0:
        return f"no unit {what} ({least} answers needed)."
    return f"{n} {'unit' if n == 1 else 'units'} {what} ({least} answers needed)."
