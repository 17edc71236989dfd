"""The answer journey on a processor six times slower, and what cryptography takes there."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.steps import answer_all, on_screen, press, start
from tests.web.survey import Survey

pytestmark = pytest.mark.browser
TIMES = """async (wave) => {
  const load = (name) => import(`/answer/${name}`);
  const [{ readManifest }, steps] = await Promise.all([load("manifest.js"), load("protocol.js")]);
  const raw = new Uint8Array(await (await fetch(`/manifest/${wave}`)).arrayBuffer());
  const took = {};
  const timed = async (name, act) => {
    const begun = performance.now();
    const made = await act();
    took[name] = Math.round(performance.now() - begun);
    return made;
  };
  const manifest = await timed("manifest", () => readManifest(raw, wave));
  const invitation = crypto.getRandomValues(new Uint8Array(16));
  await timed("blinding", () => steps.issueRequest(manifest, steps.newDraft(manifest), invitation));
  const token = { sig: new Uint8Array(384), unit: "care", pass: new Uint8Array(32) };
  const said = { answers: {}, cuts: {} };
  await timed("sealing", () => steps.cast(manifest, steps.newDraft(manifest), token, 1, said));
  return took;
}"""


def test_a_processor_six_times_slower_gets_there(
    page: Page, context: BrowserContext, survey: Survey
) -> None:
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    start(page, survey)
    answer_all(page, "42-")
    press(page, "Send my answers")
    on_screen(page, "sent")
    press(page, "Save a code")
    press(page, "Show the picture")
    expect(page.locator("svg.qr")).to_be_visible()
    press(page, "Go on")
    press(page, "Withdraw my answers")
    press(page, "Withdraw")
    expect(page.locator("h1")).to_have_text("Withdrawn")
    assert [one["ver"] for one in survey.ballots()] == [1, 2]
    took = page.evaluate(TIMES, page.url.rpartition("/")[2])
    print(f"milliseconds at a sixth of the speed: {took}")
    assert took.keys() == {"manifest", "blinding", "sealing"}
