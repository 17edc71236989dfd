"""After the close: a receipt is looked up in the whole public list, and the list is checked."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from survey_api.credentials import checkpoint, keys, merkle
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import canonical, encode, manifest_hash, parse
from survey_api.verification.findings import State
from survey_api.verification.public_files import PublicFiles
from survey_api.verification.receipt import Receipt, verify_receipt
from tests.web.steps import answer_all, on_screen, press, start, stopped_because
from tests.web.survey import Survey
from tests.web.test_client import in_node

BROWSER = pytest.mark.browser


STAY = "Keep the way back on this device"


def send(page: Page, survey: Survey, secret: bytes | None = None) -> str:
    """Answer, send and take the receipt."""
    start(page, survey, secret)
    answer_all(page, "345")
    press(page, "Send my answers")
    on_screen(page, "sent")
    return page.locator("#receipt").inner_text()


def check(page: Page, said: str) -> None:
    """Press Check and wait for this sentence."""
    press(page, "Check")
    expect(page.get_by_role("status")).to_contain_text(said)


@BROWSER
def test_a_device_that_kept_its_receipt_finds_it_in_the_list(page: Page, survey: Survey) -> None:
    secret = survey.invite()
    for other in (None, None, secret):
        receipt = send(page, survey, other)
    page.get_by_role("switch", name=STAY).check()
    press(page, "Finish")
    on_screen(page, "finished")
    survey.is_closed = True
    page.goto("about:blank")
    page.goto(survey.link(secret))
    stopped_because(page, "closed")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    press(page, "Check my receipt")
    assert page.get_by_label("Your receipt").input_value() == receipt
    check(page, "Found: your envelope is in the list.")
    expect(page.get_by_role("status")).to_contain_text("one of 3 in the list")
    wave = b64u(survey.wave)
    ballot = [f"{survey.ballot_url}/{place}/{wave}" for place in ("log", "checkpoint")]
    looked = sorted(url for url in asked if "/answer/" not in url)
    assert looked == sorted([f"{survey.survey_url}/manifest/{wave}", *ballot])


@BROWSER
def test_a_typed_receipt_is_found_missed_or_not_yet_listed(page: Page, survey: Survey) -> None:
    receipt = send(page, survey)
    page.evaluate("navigator.clipboard.writeText = async (said) => { window.copied = said; }")
    press(page, "Copy receipt")
    expect(page.get_by_text("Copied, with the signed promise")).to_be_visible()
    whole = Receipt.read(page.evaluate("window.copied"))
    findings = verify_receipt(whole, PublicFiles(survey.manifest)).findings
    assert {one.check: one.state for one in findings}["receipt.promise"] is State.RIGHT
    press(page, "Finish")
    on_screen(page, "finished")
    page.goto(survey.link(b"").rstrip("#"))
    press(page, "Check my receipt")
    check(page, "This is not a complete receipt.")
    page.get_by_label("Your receipt").fill(receipt.replace("-", " ").lower())
    check(page, "There is no list yet.")
    survey.is_closed = True
    check(page, "Found: your envelope is in the list.")
    page.get_by_label("Your receipt").fill(whole.line())
    check(page, "Found: your envelope is in the list.")
    other = "1" if receipt[0] == "0" else "0"
    page.get_by_label("Your receipt").fill(other + receipt[1:])
    check(page, "Not found: this receipt is not in the list.")
    survey.tamper = lambda body: body[:-1] + bytes([body[-1] ^ 1]) if len(body) == 32 else body
    check(page, "This list cannot be trusted.")


N_LONG = 20_500


def long_survey(survey: Survey, leaves: list[bytes], people: int) -> dict[str, str]:
    """The public files, address → hexadecimal, of a wave with this many people and leaves."""
    described = parse(survey.manifest)
    unit = replace(described.units[0], eligible=people)
    survey.manifest = encode(replace(described, units=(unit,)))
    wave, mh = b64u(survey.wave), manifest_hash(survey.manifest)
    document = checkpoint.document(wave, mh, leaves)
    signature = keys.sign(survey.promise_seed, document)
    served = canonical({"checkpoint": b64u(document), "signature": b64u(signature)})
    lists = checkpoint.cut(sorted(leaves), checkpoint.lists_for(len(leaves)))
    log = f"{survey.ballot_url}/log/{wave}"
    return {
        f"/manifest/{wave}": survey.manifest.hex(),
        f"{survey.ballot_url}/checkpoint/{wave}": served.hex(),
        log: b"".join(sorted(leaves)).hex(),
        **{f"{log}/{number}": b"".join(one).hex() for number, one in enumerate(lists)},
    }


def test_of_a_very_long_list_only_the_part_is_fetched_that_the_receipt_belongs_to(
    survey: Survey,
) -> None:
    leaves = [merkle.leaf_hash(at.to_bytes(4, "big")) for at in range(N_LONG)]
    files, wave = long_survey(survey, leaves, N_LONG), b64u(survey.wave)
    log = f"{survey.ballot_url}/log/{wave}"
    given = {"files": files, "wave": wave, "leaf": leaves[7].hex()}
    found = in_node("lookUp", given)
    assert (found["state"], found["n"]) == ("found", N_LONG)
    assert found["asked"][-1] == f"{log}/{leaves[7][0] >> 4}"
    assert log not in found["asked"]
    assert in_node("lookUp", {**given, "leaf": bytes(32).hex()})["state"] == "missing"
    part = f"{log}/{leaves[7][0] >> 4}"
    spoiled = {**files, part: files[part] + "00" * 32}
    assert in_node("lookUp", {**given, "files": spoiled})["state"] == "wrong"


@pytest.mark.parametrize(("size", "people"), [(N_LONG, 4_000), (3, 20)])
def test_lists_so_short_that_they_would_show_whose_receipt_it_is_are_not_fetched(
    survey: Survey, monkeypatch: pytest.MonkeyPatch, size: int, people: int
) -> None:
    if size < N_LONG:
        monkeypatch.setattr(checkpoint, "lists_for", lambda _size: 2)
    leaves = [merkle.leaf_hash(at.to_bytes(4, "big")) for at in range(size)]
    files = long_survey(survey, leaves, people)
    given = {"files": files, "wave": b64u(survey.wave), "leaf": leaves[0].hex()}
    found = in_node("lookUp", given)
    assert found["state"] == "wrong"
    assert not any("/log/" in url for url in found["asked"])


@pytest.mark.parametrize("n", [0, 1, 2, 3, 6, 7, 8, 13])
def test_the_browser_computes_the_same_root_as_the_log(n: int) -> None:
    leaves = [merkle.leaf_hash(bytes([at])) for at in range(n)]
    assert in_node("root", [leaf.hex() for leaf in leaves]) == merkle.root(leaves).hex()
