"""What the page on anonymity lets a reader compare."""

from typing import Any, cast

from dashboard.api import Api
from dashboard.pages.anonymity import page
from dashboard.pages.view import View
from survey_api.published.schemas.waves import Me
from tests.dashboard.samples import WAVE, words_of

ME = Me(name="Ada", organisation="H", roles=[], permissions=[], units=[], own_unit=None, demo=False)


def said(**facts: Any) -> str:
    wave = WAVE.model_copy(update=facts)
    return str(words_of(page(View(cast(Api, None), ME, [wave], wave, [])).body))


def test_fingerprint_and_digest_of_the_answer_page_stand_there_to_be_compared() -> None:
    told = said(fingerprint="AB12-CD34-EF56-GH78", client_sha256="the-digest")
    assert "AB12-CD34-EF56-GH78" in told and "the-digest" in told
    assert "safetosay client digest" in told
    assert "Digest of the answer page" not in said()
