"""A box whose parts do not belong together is refused before anything is opened."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from survey_api.credentials import keys
from survey_api.credentials.encoding import b64u
from survey_api.credentials.envelope import CastMessage
from survey_api.disclosure.tree import Node
from survey_api.release.checks import BoxDoesNotFit
from survey_api.release.inputs import AnnexMalformed, FrameAnnex, IssuedAnnex, ReleaseInput
from survey_api.release.publishing import publish
from tests.release.factories import SmallWave

OTHER_WAVE = b64u(bytes(16))
FORGERY = keys.sign(bytes([9]) * 32, b"something else")


@pytest.fixture(scope="session")
def box(wave: SmallWave, casts: list[CastMessage]) -> ReleaseInput:
    return wave.box(casts)


def with_frame(wave: SmallWave, box: ReleaseInput, frame: FrameAnnex) -> ReleaseInput:
    """The same box with another, well-signed frame annex."""
    document = frame.encode()
    return replace(box, frame_annex=document, frame_signature=wave.signed(document))


@pytest.mark.parametrize(
    ("part", "named"), [("manifest", "manifest"), ("frame", "frame annex"),
        ("issued", "issued-count annex")],
)  # fmt: skip
def test_each_signature_is_checked_and_named(
    wave: SmallWave, box: ReleaseInput, part: str, named: str
) -> None:
    forged = replace(box, **{f"{part}_signature": FORGERY})
    with pytest.raises(BoxDoesNotFit, match=f"signature on the {named} does not fit"):
        publish(forged, wave.tally)


def test_another_questionnaire_is_refused(wave: SmallWave, box: ReleaseInput) -> None:
    with pytest.raises(BoxDoesNotFit, match="questionnaire is not the one the manifest names"):
        publish(replace(box, questionnaire=box.questionnaire + b" "), wave.tally)


def test_another_tally_key_is_refused_before_every_ballot_seems_spoilt(box: ReleaseInput) -> None:
    with pytest.raises(BoxDoesNotFit, match="tally key is not the one the manifest names"):
        publish(box, keys.generate_tally_key())


def test_a_log_that_lists_an_envelope_twice_is_refused(wave: SmallWave, box: ReleaseInput) -> None:
    with pytest.raises(BoxDoesNotFit, match="twice"):
        publish(replace(box, log_leaves=(*box.log_leaves, box.log_leaves[0])), wave.tally)


def test_an_annex_of_another_wave_is_refused(wave: SmallWave, box: ReleaseInput) -> None:
    with pytest.raises(BoxDoesNotFit, match="another wave"):
        publish(with_frame(wave, box, replace(wave.frame, wave=OTHER_WAVE)), wave.tally)
    issued = IssuedAnnex(OTHER_WAVE, {}).encode()
    forged = replace(box, issued_annex=issued, issued_signature=wave.signed(issued))
    with pytest.raises(BoxDoesNotFit, match="another wave"):
        publish(forged, wave.tally)


def test_a_group_that_does_not_open_its_commitment_is_refused(
    wave: SmallWave, box: ReleaseInput
) -> None:
    first, *others = wave.frame.groups
    for change in (
        {"pass_": bytes(32)},
        {"salt": bytes(32)},
        {"label": "Somebody else"},
        {"eligible": first.eligible + 1},
    ):
        frame = replace(wave.frame, groups=(replace(first, **change), *others))
        with pytest.raises(BoxDoesNotFit, match="does not open its commitment"):
            publish(with_frame(wave, box, frame), wave.tally)


def test_other_groups_than_the_manifests_are_refused(wave: SmallWave, box: ReleaseInput) -> None:
    frame = replace(wave.frame, groups=wave.frame.groups[1:])
    with pytest.raises(BoxDoesNotFit, match="lists other groups than the manifest"):
        publish(with_frame(wave, box, frame), wave.tally)


def _twice(frame: FrameAnnex) -> FrameAnnex:
    return replace(frame, nodes=(*frame.nodes, Node("care", "dev", "Customer care")))


def _group_twice(frame: FrameAnnex) -> FrameAnnex:
    return replace(frame, groups=(*frame.groups, frame.groups[0]))


def _adrift(frame: FrameAnnex) -> FrameAnnex:
    return replace(frame, nodes=tuple(replace(n, parent="ops") if n.unit == "ops" else n
        for n in frame.nodes))  # fmt: skip


def _second_root(frame: FrameAnnex) -> FrameAnnex:
    return replace(frame, nodes=(*frame.nodes, Node("holding", None, "Holding")))


def _under_a_group(frame: FrameAnnex) -> FrameAnnex:
    return replace(frame, nodes=(*frame.nodes, Node("inside", "care", "Inside")))


def _pooled_nowhere(frame: FrameAnnex) -> FrameAnnex:
    return replace(frame, pooled={**frame.pooled, "van": "nowhere"})


@pytest.mark.parametrize(
    "spoil", [_twice, _group_twice, _adrift, _second_root, _under_a_group, _pooled_nowhere]
)
def test_a_frame_in_which_somebody_could_count_twice_or_vanish_is_refused(
    wave: SmallWave, box: ReleaseInput, spoil: Callable[[FrameAnnex], FrameAnnex]
) -> None:
    with pytest.raises(BoxDoesNotFit, match="one tree with each group in one place"):
        publish(with_frame(wave, box, spoil(wave.frame)), wave.tally)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"wave":1,"groups":[{}],"nodes":[]}'])
def test_an_unreadable_annex_is_named(wave: SmallWave, box: ReleaseInput, raw: bytes) -> None:
    signature = wave.signed(raw)
    with pytest.raises(AnnexMalformed):
        publish(replace(box, frame_annex=raw, frame_signature=signature), wave.tally)
    with pytest.raises(AnnexMalformed):
        publish(replace(box, issued_annex=raw, issued_signature=signature), wave.tally)


def test_annexes_survive_their_encoding(wave: SmallWave) -> None:
    assert FrameAnnex.parse(wave.frame.encode()) == wave.frame
    issued = IssuedAnnex("wave", {"a": 3})
    assert IssuedAnnex.parse(issued.encode()) == issued
