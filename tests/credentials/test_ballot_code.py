"""The ballot code in Python reads and writes the figures that the answer page made."""

import json
from pathlib import Path
from typing import Any

import pytest

from survey_api.credentials.ballot_code import CARD, OWN, BadBallotCode, BallotCode, address

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "ballot_code.json").read_text()
)


@pytest.mark.parametrize(
    "vector", VECTORS["codes"], ids=lambda one: f"{one['kind']} {one['version']}"
)
def test_a_code_is_written_and_read_as_the_page_does(vector: dict[str, Any]) -> None:
    raw = {name: bytes.fromhex(vector[name]) for name in ("wave", "seed", "prefix", "sig")}
    code = BallotCode(
        kind={"own": OWN, "card": CARD}[vector["kind"]],
        mh=bytes.fromhex(vector["manifest_hash"]),
        unit=vector["unit"],
        pass_=bytes.fromhex(vector["pass"]),
        version=vector["version"],
        label_salt=bytes.fromhex(vector["label_salt"]),
        label=vector["label"],
        **raw,
    )
    assert code.encode() == vector["code"]
    assert BallotCode.read(vector["code"]) == code
    wave = vector["address"].split("/w/")[1].split("#")[0]
    assert address("https://survey.example/", wave, code.encode()) == vector["address"]


@pytest.mark.parametrize("form", sorted(VECTORS["forms_of_the_first"]))
def test_every_way_a_code_arrives_is_read(form: str) -> None:
    first = BallotCode.read(VECTORS["codes"][0]["code"])
    assert BallotCode.read(VECTORS["forms_of_the_first"][form]) == first


@pytest.mark.parametrize("damage", sorted(VECTORS["refused"]))
def test_a_damaged_code_is_refused(damage: str) -> None:
    with pytest.raises(BadBallotCode):
        BallotCode.read(VECTORS["refused"][damage])
