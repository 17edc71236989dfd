"""A box travels to its key holder as one file and arrives as it was."""

import io
import zipfile
from dataclasses import replace

import pytest

from survey_api.credentials.encoding import Malformed
from survey_api.credentials.envelope import CastMessage
from survey_api.release.box_export import Exported, ExportUnreadable, export, import_
from survey_api.release.checks import BoxDoesNotFit
from survey_api.release.inputs import ReleaseInput
from survey_api.release.publishing import publish
from survey_api.release.signed_release import PastRelease
from tests.release.factories import SmallWave


@pytest.fixture
def box(wave: SmallWave, casts: list[CastMessage]) -> ReleaseInput:
    return wave.box(casts)


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_release_from_the_file_is_the_release_from_the_box(
    wave: SmallWave, box: ReleaseInput
) -> None:
    there = import_(export(box)).box
    assert sorted(map(repr, there.envelopes)) == sorted(map(repr, box.envelopes))
    assert set(there.envelopes) == set(box.envelopes)
    assert publish(there, wave.tally).bundle == publish(box, wave.tally).bundle


def test_the_file_says_nothing_about_the_order_of_arrival(box: ReleaseInput) -> None:
    turned = replace(box, envelopes=box.envelopes[::-1], log_leaves=tuple(reversed(box.log_leaves)))
    assert export(turned) == export(box) == export(import_(export(box)).box)


def test_an_empty_box_travels_too(wave: SmallWave) -> None:
    assert import_(export(wave.box([]))) == Exported(wave.box([]))


def test_an_envelope_of_another_length_is_not_exported(box: ReleaseInput) -> None:
    short = replace(box.envelopes[0], sealed=box.envelopes[0].sealed[:-1])
    with pytest.raises(Malformed):
        export(replace(box, envelopes=(short, *box.envelopes[1:])))


def test_a_changed_document_arrives_and_is_refused_at_the_tally(
    wave: SmallWave, box: ReleaseInput
) -> None:
    parts = unpacked(export(box)) | {"issued_annex": b"{}"}
    with pytest.raises(BoxDoesNotFit):
        publish(import_(packed(parts)).box, wave.tally)


@pytest.mark.parametrize("lost", ["manifest", "envelopes", "log_leaves", "frame_signature"])
def test_a_file_with_a_part_missing_or_too_many_is_refused(box: ReleaseInput, lost: str) -> None:
    parts = unpacked(export(box))
    with pytest.raises(ExportUnreadable):
        import_(packed(parts | {"more": b""}))
    del parts[lost]
    with pytest.raises(ExportUnreadable):
        import_(packed(parts))


@pytest.mark.parametrize("name", ["manifest", "envelopes", "log_leaves"])
def test_a_part_that_is_cut_short_is_refused(box: ReleaseInput, name: str) -> None:
    parts = unpacked(export(box))
    with pytest.raises(ExportUnreadable):
        import_(packed(parts | {name: parts[name][:-1]}))


def test_compressed_and_damaged_files_are_refused(box: ReleaseInput) -> None:
    raw = export(box)
    damaged = bytearray(raw)
    damaged[raw.index(box.questionnaire)] ^= 1
    for wrong in (packed(unpacked(raw), zipfile.ZIP_DEFLATED), raw[:-30], b"", bytes(damaged)):
        with pytest.raises(ExportUnreadable):
            import_(wrong)


def test_past_releases_travel_with_their_sealed_ledgers_oldest_first(box: ReleaseInput) -> None:
    past = tuple(PastRelease(one * 22, one.encode(), b"sealed" + one.encode()) for one in "ba")
    raw = export(box, past)
    assert import_(raw).past == past
    parts = unpacked(raw)
    gap = {name.replace("past/0001", "past/0002"): part for name, part in parts.items()}
    half = {name: part for name, part in parts.items() if name != f"past/0001/{'a' * 22}/ledger"}
    for wrong in (gap, half, parts | {"past/../x": b""}):
        with pytest.raises(ExportUnreadable):
            import_(packed(wrong))
