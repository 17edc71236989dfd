"""What an active server may try with a manifest: the client refuses it before anything is sent.

The same table is tried on the answer page in tests/web/client.test.mjs.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from survey_api.credentials import envelope
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import canonical, fingerprint, manifest_hash, parse
from survey_api.errors import Invalid
from survey_api.respondent import client
from tests.credentials import samples
from tests.respondent.small_service import SmallService

VECTORS = Path(__file__).parents[1] / "vectors"
FAULTS = json.loads((VECTORS / "hostile_manifests.json").read_text())["faults"]
SOUND = samples.load("protocol")["manifest"]["text"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one["name"])
def test_a_hostile_manifest_is_refused(fault: dict[str, Any]) -> None:
    document = json.loads(SOUND)
    part = document
    for key in fault["at"][:-1]:
        part = part[key]
    part[fault["at"][-1]] = fault["value"]
    with pytest.raises((Invalid, client.OtherWave)):
        client.WaveInView.read(canonical(document), b64u(samples.WAVE))


def test_the_untouched_manifest_of_the_table_is_taken() -> None:
    assert client.WaveInView.read(SOUND.encode(), b64u(samples.WAVE)).manifest.k == 5


def test_a_manifest_made_for_one_person_shows_in_the_fingerprint_and_at_the_box(
    service: SmallService,
) -> None:
    """The keys are the same and one word differs: token and ballot are good for nothing else."""
    everybody = service.manifest("")
    document = json.loads(everybody)
    document["title"] += " "
    alone = canonical(document)
    assert fingerprint(alone) != fingerprint(everybody)
    view = client.WaveInView.read(alone, b64u(samples.WAVE))
    draft = client.Draft.fresh(view.manifest.token_key)
    token = client.take_token(
        view, draft, service.issue(client.issue_request(view, draft, bytes(16)))
    )
    cast = client.seal_ballot(view, draft, token, {"help": 3})
    message = envelope.parse_cast(cast.body, 4096)
    key = parse(everybody).token_key
    assert envelope.verify_cast(message, manifest_hash(alone), key) is None
    assert envelope.verify_cast(message, manifest_hash(everybody), key) is not None
