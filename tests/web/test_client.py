"""The browser's client against Python: figures, and ballots that cross from one to the other."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from survey_api.credentials import envelope, issue
from survey_api.credentials.ballot_code import BallotCode
from survey_api.credentials.manifest import manifest_hash
from tests.web.survey import ELIGIBLE, LABEL, UNIT, Survey

HERE = Path(__file__).parent
VECTORS = HERE.parent / "vectors"
WEB = HERE.parents[1] / "survey_api" / "web"
RUN = "([v, f]) => import('/figures.mjs').then(m => m[f](v, n => import('/answer/' + n)))"


def vectors(name: str) -> Any:
    """A file of ``tests/vectors``."""
    return json.loads((VECTORS / f"{name}.json").read_text())


def in_node(function: str, given: Any) -> Any:
    """Call a function of figures.mjs in Node."""
    done = subprocess.run(
        ["node", "--no-warnings", str(HERE / "run.mjs"), function],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def in_chromium(page: Page, survey: Survey, function: str, given: Any) -> Any:
    """Call the same function in Chromium, on the survey origin and under its policy."""
    figures = (HERE / "figures.mjs").read_text()
    page.route(
        "**/figures.mjs", lambda route: route.fulfill(body=figures, content_type="text/javascript")
    )
    page.goto(f"{survey.survey_url}/w/")
    return page.evaluate(RUN, [given, function])


@pytest.mark.usefixtures("node_modules")
def test_the_client_passes_its_own_suite_in_node() -> None:
    done = subprocess.run(
        ["node", "--no-warnings", "--test", str(HERE)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.browser
@pytest.mark.parametrize("name", ["rfc9474", "protocol"])
def test_published_and_own_figures_come_out_in_chromium(
    page: Page, survey: Survey, name: str
) -> None:
    assert in_chromium(page, survey, name, vectors(name))


def ballot_across(survey: Survey, call: Any) -> None:
    """Python signs what JavaScript blinded and opens what it sealed."""
    invitation, text = survey.invite(), survey.manifest.decode()
    asked = call("request", {"manifest": text, "invitation": invitation.hex()})
    reply = survey.issue(bytes.fromhex(asked["body"]))
    said = {"answers": {"early": 4, "mistakes": 1}, "cuts": {"tenure": "under_1"}}
    draft = {"manifest": text, **asked, "reply": reply.hex(), "said": said}
    cast = call("ballot", draft)
    survey.cast(bytes.fromhex(cast["body"]))
    message = envelope.parse_cast(bytes.fromhex(cast["body"]), 4096)
    mh = manifest_hash(survey.manifest)
    assert (cast["label"], cast["eligible"]) == (LABEL, ELIGIBLE)
    assert cast["leaf"] == envelope.leaf(mh, message.bpk, message.sealed).hex()
    (opened,) = survey.ballots()
    assert (opened["unit"], opened["ver"]) == (UNIT, 1)
    assert {name: opened[name] for name in said} == said
    replaced_and_withdrawn(survey, call, BallotCode.read(cast["code"]))


def replaced_and_withdrawn(survey: Survey, call: Any, code: BallotCode) -> None:
    """What Python counts on, JavaScript takes up: the same ballot, of the same size."""
    changes: list[dict[str, Any]] = [{"answers": {"help": 2}}, {}]
    for version, change in enumerate(changes, start=2):
        given = {"manifest": survey.manifest.decode(), **change}
        made = call("again", {**given, "code": replace(code, version=version).encode()})
        assert made["label"] == LABEL
        survey.cast(bytes.fromhex(made["body"]))
    assert [(one["ver"], one["answers"]) for one in survey.ballots()[1:]] == [
        (2, {"help": 2}),
        (3, {}),
    ]
    assert len({(body[1:449], len(body)) for body in survey.bodies}) == 1


def test_python_signs_what_node_blinds_and_opens_what_it_seals(survey: Survey) -> None:
    ballot_across(survey, in_node)


@pytest.mark.browser
def test_python_signs_what_chromium_blinds_and_opens_what_it_seals(
    page: Page, survey: Survey
) -> None:
    ballot_across(survey, lambda name, given: in_chromium(page, survey, name, given))


def test_the_same_draft_always_makes_the_same_request(survey: Survey) -> None:
    given = {"manifest": survey.manifest.decode(), "invitation": survey.invite().hex()}
    first = in_node("request", given)
    again = in_node("request", {**given, **first})
    assert again["body"] == first["body"]
    assert len(issue.decode_request(bytes.fromhex(first["body"])).blinded) == 384


@pytest.mark.usefixtures("node_modules")
def test_vendored_files_equal_a_fresh_build() -> None:
    done = subprocess.run(
        ["node", "vendor.mjs", "--check"], cwd=WEB, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("node_modules")
def test_the_lock_names_no_address() -> None:
    """Where a package comes from is the registry's business; whom it asks to support may stay."""
    lock = json.loads((WEB / "package-lock.json").read_text())
    for place, package in lock["packages"].items():
        package.pop("funding", None)
        assert "://" not in json.dumps(package), place
