"""What the key holder states of a box: every envelope accounted for, nothing about a group."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from survey_api.credentials import merkle
from survey_api.credentials.encoding import b64u
from survey_api.credentials.envelope import CastMessage
from survey_api.credentials.manifest import canonical
from survey_api.release.checks import BoxDoesNotFit
from survey_api.release.publishing import Published, publish
from survey_api.release.statement import Statement, StatementMalformed
from tests.release.conftest import COUNTS
from tests.release.factories import SmallWave


@pytest.fixture(scope="module")
def published(wave: SmallWave, casts: list[CastMessage]) -> Published:
    return publish(wave.box(casts), wave.tally)


@pytest.fixture(scope="module")
def stated(published: Published) -> Any:
    return json.loads(published.statement)


def test_the_statement_accounts_for_every_envelope(
    wave: SmallWave, casts: list[CastMessage], stated: Any
) -> None:
    assert (stated["accepted"], stated["superseded"], stated["rejected"]) == (len(casts), 0, {})
    assert stated["log_size"] == len(casts)
    assert stated["log_root"] == b64u(merkle.root(sorted(map(wave.leaf, casts))))
    people = sum(group.eligible for group in wave.frame.groups)
    assert (stated["issued"], stated["eligible"]) == (people, people)
    spoiled = wave.stated([replace(casts[0], sigma=bytes(64)), *casts[1:]])
    assert (spoiled["accepted"], spoiled["rejected"]) == (len(casts) - 1, {"forged signature": 1})


def test_an_envelope_outside_the_log_is_counted_apart(
    wave: SmallWave, casts: list[CastMessage]
) -> None:
    more = replace(wave.box(casts), envelopes=(*casts, *wave.casts({"apps": 1})))
    found = Statement.parse(publish(more, wave.tally).statement)
    assert (found.accepted, found.outside_log, found.rejected) == (len(casts), 1, {})


def test_it_names_the_bundle_its_figures_and_the_checkpoint(
    wave: SmallWave, casts: list[CastMessage], published: Published, stated: Any
) -> None:
    bundle = json.loads(published.bundle)
    assert "statement" not in bundle
    assert stated["bundle_sha256"] == b64u(hashlib.sha256(published.bundle).digest())
    cells = hashlib.sha256(canonical(bundle["units"])).digest()
    assert stated["cells_digest"] == b64u(cells)
    closing = wave.box(casts).checkpoint
    assert stated["checkpoint_sha256"] == b64u(hashlib.sha256(closing).digest())
    assert stated["frame_sum_tree"] is None


@pytest.mark.parametrize("issued", [{"care": 8}, {"care": 13}])
def test_a_group_whose_counts_disagree_is_named_and_no_group_has_a_number(
    wave: SmallWave, casts: list[CastMessage], issued: dict[str, int]
) -> None:
    stated = wave.stated(casts, issued)
    groups = sorted(group.unit for group in wave.frame.groups)
    assert stated["withheld_units"] == ["care"]
    assert stated["counts_agree"] == [unit for unit in groups if unit != "care"]
    assert stated["accepted"] == len(casts)
    numbers = {name for name, said in stated.items() if isinstance(said, int)}
    whole = {"log_size", "accepted", "superseded", "outside_log", "issued", "eligible"}
    assert numbers == {"v"} | whole


def test_the_key_holder_alone_sees_the_numbers_of_each_group(published: Published) -> None:
    care = published.counts["care"]
    assert (care.label, care.accepted, care.eligible) == ("Customer care", COUNTS["care"], 12)


def test_it_survives_its_encoding(published: Published) -> None:
    assert Statement.parse(published.statement).encode() == published.statement


def _without(document: Any, name: str) -> Any:
    return {key: value for key, value in document.items() if key != name}


def test_what_is_no_statement_is_refused_without_a_trace(stated: Any) -> None:
    spoiled = [_without(stated, name) for name in stated if name != "frame_sum_tree"]
    spoiled += [stated | {"v": 2}, stated | {"accepted": -1}, stated | {"accepted": True}]
    spoiled += [stated | {"log_root": "AA"}, stated | {"wave": 1}, stated | {"earlier": "x"}]
    raw = [canonical(one) for one in spoiled]
    deep = b"[" * 100_000
    for one in (*raw, b"", b"{", b"[]", b"\xff", deep, json.dumps(stated).encode()):
        with pytest.raises(StatementMalformed):
            Statement.parse(one)


def test_a_box_of_another_checkpoint_is_refused_before_it_is_opened(
    wave: SmallWave, casts: list[CastMessage]
) -> None:
    box, fewer = wave.box(casts), wave.box(casts[1:])
    other = replace(
        box, checkpoint=fewer.checkpoint, checkpoint_signature=fewer.checkpoint_signature
    )
    with pytest.raises(BoxDoesNotFit, match="not the one whose root the checkpoint signs"):
        publish(other, wave.tally)
    strange = SmallWave(tally=wave.tally, eligible={"care": 12, "tools": 9}).box([])
    other = replace(
        box, checkpoint=strange.checkpoint, checkpoint_signature=strange.checkpoint_signature
    )
    with pytest.raises(BoxDoesNotFit, match="checkpoint belongs to another wave"):
        publish(other, wave.tally)
    with pytest.raises(BoxDoesNotFit, match="signature on the checkpoint"):
        publish(replace(box, checkpoint_signature=bytes(64)), wave.tally)
