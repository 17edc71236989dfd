"""A whole release from real envelopes: the same box, the same bytes, and nothing else in them."""

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from survey_api.credentials import keys
from survey_api.credentials.encoding import L_LEDGER, b64u
from survey_api.credentials.envelope import CastMessage
from survey_api.credentials.manifest import canonical
from survey_api.release.publishing import LEDGER_SUITE, open_ledger, publish
from tests.release.conftest import COUNTS
from tests.release.factories import ITEMS, SmallWave, by_unit, questionnaire

TEXTS = {"too small by design", "not shown this time"}


@pytest.fixture(scope="session")
def bundle(wave: SmallWave, casts: list[CastMessage]) -> Any:
    return wave.release(casts)


def ledger_of(wave: SmallWave, casts: list[CastMessage]) -> dict[str, dict[str, Any]]:
    """What the key holder can read again when the next wave closes: atom → item → [p, n]."""
    ledger = json.loads(open_ledger(publish(wave.box(casts), wave.tally).ledger, wave.tally))
    return {
        name: {"n": atom["n"], "items": dict(zip(ledger["items"], atom["cells"], strict=True))}
        for name, atom in ledger["atoms"].items()
    }


def _values(unit: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["value"], one["relation"]) for one in unit["figures"].values()]


def test_the_same_box_gives_the_same_bytes_in_whatever_order(
    wave: SmallWave, casts: list[CastMessage]
) -> None:
    first = publish(wave.box(casts), wave.tally)
    mixed = wave.box(casts)
    random.Random(1).shuffle(order := list(range(len(casts))))  # noqa: S311
    leaves = tuple(reversed(mixed.log_leaves))
    shuffled = replace(
        mixed, envelopes=tuple(mixed.envelopes[at] for at in order), log_leaves=leaves
    )
    again = publish(shuffled, wave.tally)
    assert again.bundle == first.bundle == canonical(json.loads(first.bundle))
    assert again.ledger != first.ledger


def test_another_tally_key_draws_other_noise() -> None:
    answers = {"care": 12, "tools": 9, "apps": 10}
    seen = set()
    for number in range(1, 6):
        wave = SmallWave(tally=keys.TallyKey.load(bytes([number]) * 32))
        units = by_unit(wave.release(wave.casts(answers, 3)))
        seen.add(json.dumps([units[unit]["items"] for unit in answers]))
    assert len(seen) == 5


def test_more_ballots_than_tokens_withhold_that_unit_only(
    wave: SmallWave, casts: list[CastMessage], bundle: Any
) -> None:
    flagged = wave.release(casts, {"care": 8})
    units, before = by_unit(flagged), by_unit(bundle)
    care = units["care"]
    assert (care["shown"], care["text"], care["nearest"]) == (False, "not shown this time", "ops")
    assert units["apps"]["items"] == before["apps"]["items"]
    assert _values(units["apps"]) == _values(before["apps"])
    assert _values(units["ops"]) == _values(units["ops.now"]) == _values(before["ops.now"])


def test_a_respondent_counts_with_seven_tenths_of_the_items(wave: SmallWave) -> None:
    four = dict.fromkeys(ITEMS[:4], 4)
    three = dict.fromkeys(ITEMS[:3], 4)
    for answers, atoms in ((four, {"apps"}), (three, set())):
        casts = [wave.respondent("apps").cast(answers) for _ in range(6)]
        assert set(ledger_of(wave, casts)) == atoms


def test_reversed_items_are_turned_around_before_anything_else(wave: SmallWave) -> None:
    answers = {**dict.fromkeys(ITEMS, 4), "tired": 2}
    casts = [wave.respondent("apps").cast(answers) for _ in range(10)]
    items = by_unit(wave.release(casts))["apps"]["items"]
    assert all(3.8 <= float(items[item]["value"]) <= 4.2 for item in ITEMS)


def test_only_the_two_public_texts_ever_stand_for_a_missing_figure(bundle: Any) -> None:
    said = set()
    for unit in bundle["units"]:
        figures = [*unit["figures"].values(), *unit["items"].values()]
        assert (unit["text"] is None) is unit["shown"]
        assert all((one["text"] is None) is one["shown"] is (one["value"] is not None)
            for one in figures)  # fmt: skip
        said |= {unit["text"], *(one["text"] for one in figures)}
    assert said - {None} == TEXTS


def test_a_unit_pooled_at_opening_points_to_a_shown_group(wave: SmallWave) -> None:
    units = by_unit(wave.release(wave.casts({"desk": 7, "apps": 9})))
    van = units["van"]
    assert (van["shown"], van["text"], van["nearest"]) == (False, "too small by design", "desk")
    assert units["desk"]["label"] == "Service desk and others"


def test_a_unit_that_was_emptied_at_opening_is_too_small_by_design() -> None:
    wave = SmallWave(eligible={"care": 9, "tools": 2, "apps": 1})
    units = by_unit(wave.release(wave.casts({"care": 9})))
    assert units["dev"]["text"] == units["tools"]["text"] == "too small by design"
    assert units["night"]["text"] == "too small by design"  # nobody works there
    assert units["dev"]["nearest"] == "org" and units["tools"]["nearest"] == "care"


def test_the_rest_formed_at_close_appears_for_this_wave_only(bundle: Any) -> None:
    units = by_unit(bundle)
    rest = units["ops.now"]
    assert (rest["shown"], rest["one_wave_only"], rest["parent"]) == (True, True, "ops")
    assert (rest["kind"], rest["participation"], rest["n_band"]) == ("rest", None, "5–7")
    assert not any(one["one_wave_only"] for unit, one in units.items() if unit != "ops.now")
    for unit in ("night", "desk"):
        assert (units[unit]["text"], units[unit]["n_band"]) == ("not shown this time", None)


def test_single_items_under_k_item_are_borrowed_from_the_nearest_wider_unit(bundle: Any) -> None:
    units = by_unit(bundle)
    for item in ITEMS:
        figure = units["tools"]["items"][item]
        assert (figure["shown"], figure["value"], figure["borrowed"]) == (False, None, "dev")
        assert units["ops.now"]["items"][item]["borrowed"] == "ops"
        assert units["apps"]["items"][item]["borrowed"] is None
        assert units["dev"]["items"][item]["shown"]
    assert units["tools"]["figures"]["index"]["shown"]


def test_a_lender_is_always_shown_itself(bundle: Any) -> None:
    units = by_unit(bundle)
    for unit in units.values():
        assert unit["nearest"] is None or units[unit["nearest"]]["shown"]
        for item, figure in unit["items"].items():
            if figure["borrowed"]:
                assert units[figure["borrowed"]]["items"][item]["shown"]


def test_no_exact_count_of_respondents_stands_beside_a_unit(bundle: Any) -> None:
    texts = {"unit", "parent", "label", "kind", "text", "nearest", "n_band", "participation"}
    numbers = {"eligible", "shown", "one_wave_only", "figures", "items", "level", "continuity"}
    findings = {"zone", "strongest_gain", "worth_a_conversation", "cuts"}
    assert all(set(unit) == texts | numbers | findings for unit in bundle["units"])
    assert by_unit(bundle)["ops.now"]["eligible"] == 0


def test_no_pass_salt_token_or_ballot_is_in_the_bundle(
    wave: SmallWave, casts: list[CastMessage]
) -> None:
    raw = publish(wave.box(casts), wave.tally).bundle
    secrets = [one.pass_ for one in wave.frame.groups] + [one.salt for one in wave.frame.groups]
    secrets += [wave.tally.private_bytes, wave.checkpoint]
    for cast in casts:
        secrets += [cast.bpk, cast.prefix, cast.sig[:48], cast.sealed[:48], cast.sigma]
    for secret in secrets:
        cut = secret[: len(secret) - len(secret) % 3]
        assert secret not in raw and b64u(cut).encode() not in raw
        assert secret.hex().encode() not in raw
    assert b'"answers"' not in raw and b'"pass"' not in raw


def test_only_the_tally_key_opens_the_ledger_and_it_matches_the_cells(
    wave: SmallWave, casts: list[CastMessage], bundle: Any
) -> None:
    sealed = publish(wave.box(casts), wave.tally).ledger
    other = keys.generate_tally_key()
    with pytest.raises((InvalidTag, ValueError)):
        LEDGER_SUITE.decrypt(sealed, other.private, L_LEDGER)
    atoms = ledger_of(wave, casts)
    assert {name: atom["n"] for name, atom in atoms.items()} == {
        "apps": 10, "care": 9, "desk+night": 7, "tools": 6,
    }  # fmt: skip
    apps = by_unit(bundle)["apps"]["items"]
    for item, (p, n) in atoms["apps"]["items"].items():
        assert n == 10 and apps[item]["value"] == f"{p / n:.1f}"
        assert abs(p - (20 if item == "tired" else 40)) <= 2


def test_an_organisation_figure_is_the_sum_over_its_atoms(
    wave: SmallWave, casts: list[CastMessage], bundle: Any
) -> None:
    atoms = ledger_of(wave, casts).values()
    for item, figure in by_unit(bundle)["org"]["items"].items():
        cells = [atom["items"][item] for atom in atoms]
        assert sum(n for _, n in cells) == sum(COUNTS.values())
        mean = sum(p for p, _ in cells) / sum(n for _, n in cells)
        assert abs(float(figure["value"]) - mean) <= 0.05 + 1e-9


def test_five_answers_among_six_people_are_limited_as_five(wave: SmallWave) -> None:
    fives = dict.fromkeys(ITEMS, 5)
    without = {item: 5 for item in ITEMS if item != "asks"}
    casts = [wave.respondent("apps").cast(fives) for _ in range(5)]
    casts.append(wave.respondent("apps").cast(without))
    p, n = ledger_of(wave, casts)["apps"]["items"]["asks"]
    assert (p, n) == (23, 5)


def test_units_stand_parents_first_and_only_once(bundle: Any) -> None:
    seen: set[str | None] = {None}
    for unit in bundle["units"]:
        assert unit["parent"] in seen and unit["unit"] not in seen
        seen.add(unit["unit"])


def test_a_wave_nobody_answered_is_released_empty(wave: SmallWave) -> None:
    bundle = wave.release([])
    assert not any(unit["shown"] for unit in bundle["units"])
    assert all(unit["nearest"] is None for unit in bundle["units"])


def test_a_scale_that_lacks_too_many_items_is_not_shown() -> None:
    asked = questionnaire()
    asked["scales"] = [{"id": "pair", "label": "", "description": "", "items": ["calm", "asks"]}]
    wave = SmallWave(asked=asked)
    without = {item: 4 for item in ITEMS if item != "asks"}
    casts = [wave.respondent("apps").cast(without) for _ in range(9)]
    apps = by_unit(wave.release(casts))["apps"]
    assert apps["figures"]["index"]["shown"]
    assert not apps["figures"]["pair"]["shown"]
    assert apps["items"]["asks"]["borrowed"] is None
