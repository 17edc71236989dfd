"""Counting at the key holder's desk: the same bytes again, and a clear no to everything else."""

import json
from dataclasses import replace

import pytest

from survey_api.credentials import keys
from survey_api.release.box_export import Exported, export, import_
from survey_api.release.checks import BoxDoesNotFit
from survey_api.release.erasure import Erasure, Part
from survey_api.release.publishing import publish
from survey_api.release.signed_release import PastRelease, ReleaseUnreadable, SignedRelease
from survey_api.trustee import erasing
from survey_api.trustee.errors import (
    CountedBefore,
    KeyErased,
    KeyUsedBefore,
    ManifestsDiffer,
    NeverCounted,
    NothingToCompare,
    NotOurWave,
    RecountDiffers,
    TooEarlyToErase,
    WrongManifest,
)
from survey_api.trustee.folder import KeyFolder, Unlocked
from survey_api.trustee.recounting import recount
from survey_api.trustee.summary import summary
from survey_api.trustee.tallying import Fitting, fitted, tally
from survey_api.trustee.words import Words
from tests.trustee.conftest import TODAY, Held, another_wave


@pytest.fixture
def unlocked(held: Held) -> Unlocked:
    return held.folder.unlock([held.made.sheets[2], held.made.sheets[0]])


def with_box(held: Held, **changes: object) -> Fitting:
    box = export(replace(held.handed.box, **changes))  # type: ignore[arg-type]
    return fitted(held.folder, box, held.handed.manifest)


def test_a_count_is_what_the_server_would_publish_and_is_signed(
    held: Held, unlocked: Unlocked
) -> None:
    seen: list[tuple[int, int]] = []
    done = tally(unlocked, held.fitting(), TODAY, lambda *at: seen.append(at))
    direct = publish(held.handed.box, unlocked.tally_key(held.folder.public.tally_keys[0]))
    assert (done.release.bundle, done.release.statement) == (direct.bundle, direct.statement)
    statement = held.folder.public.statement_key
    assert keys.verify(statement, done.release.bundle, done.release.signature)
    assert keys.verify(statement, done.release.statement, done.release.statement_signature)
    assert seen[-1] == (33, 33)
    assert (done.statement.accepted, done.statement.superseded) == (31, 1)
    assert done.statement.rejected == {"forged signature": 1}


def test_counting_and_recounting_give_the_same_bytes(held: Held, unlocked: Unlocked) -> None:
    first = tally(unlocked, held.fitting(), TODAY)
    again = tally(unlocked, held.fitting(), TODAY)
    assert first.release.bundle == again.release.bundle
    for before in (first.release.encode(), first.release.bundle, first.release.statement):
        assert recount(unlocked, held.fitting(), before).n_bytes
    changed = first.release.bundle.replace(b'"shown":true', b'"shown":null', 1)
    with pytest.raises(RecountDiffers):
        recount(unlocked, held.fitting(), changed)
    with pytest.raises(NothingToCompare):
        recount(unlocked, held.fitting(), b"\x89PNG")


def test_the_summary_says_it_in_words_of_both_languages(held: Held, unlocked: Unlocked) -> None:
    done = tally(unlocked, held.fitting(), TODAY)
    for locale, word in (("en", "changed after it was sealed"), ("de", "verändert")):
        said = summary(done, Words(locale))
        assert [n for _, n in said.rows] == ["33", "31", "1", "1"]
        assert word in said.refused[0][0]
        assert said.withheld == () and said.groups[0] == ("Garden", "8", "8", "8")


def test_the_numbers_by_group_are_written_nowhere(held: Held, unlocked: Unlocked) -> None:
    done = tally(unlocked, held.fitting(), TODAY)
    written = [one for one in held.folder.path.rglob("*") if one.is_file()]
    sealed = {one for one in written if one.suffix == ".sealed"}
    for raw in [one.read_bytes() for one in set(written) - sealed] + [done.release.statement]:
        assert b"Garden" not in raw and b"garden" not in raw.replace(b'"garden"', b"")
    assert "accepted" not in json.loads(done.release.bundle)


def test_a_manifest_that_differs_from_the_boxs_stops_everything(held: Held) -> None:
    other = another_wave(held.folder.public.offer(), place=1)
    with pytest.raises(ManifestsDiffer):
        fitted(held.folder, held.box, other.manifest)
    with pytest.raises(WrongManifest):
        fitted(held.folder, held.box, b"{}")


def test_a_wave_of_other_keys_is_not_counted(held: Held, unlocked: Unlocked) -> None:
    stranger = replace(
        held.folder.public.offer(), statement_key=keys.signing_public(keys.generate_signing_key())
    )
    foreign = another_wave(stranger)
    with pytest.raises(NotOurWave):
        fitted(held.folder, export(foreign.box), foreign.manifest)
    fresh = keys.generate_tally_key().public_bytes
    unknown = another_wave(replace(held.folder.public.offer(), tally_keys=(fresh,)))
    with pytest.raises(NotOurWave):
        fitted(held.folder, export(unknown.box), unknown.manifest)


def test_a_tampered_envelope_is_counted_as_refused_and_a_tampered_list_stops_the_count(
    held: Held, unlocked: Unlocked
) -> None:
    one, *others = held.handed.box.envelopes
    swapped = replace(one, sealed=bytes(len(one.sealed)))
    done = tally(unlocked, with_box(held, envelopes=(swapped, *others)), TODAY)
    assert done.statement.outside_log == 1
    assert done.statement.rejected["in the log, not in the box"] == 1
    annex = held.handed.box.issued_annex.replace(b"9", b"8", 1)
    with pytest.raises(BoxDoesNotFit, match="issued-count annex"):
        tally(unlocked, with_box(held, issued_annex=annex), TODAY)


def test_a_wave_is_counted_once_and_a_key_serves_one_wave(held: Held, unlocked: Unlocked) -> None:
    tally(unlocked, held.fitting(), TODAY)
    smaller = another_wave(held.folder.public.offer())
    with pytest.raises(KeyUsedBefore):
        tally(unlocked, fitted(held.folder, export(smaller.box), smaller.manifest), TODAY)
    other_log = replace(held.fitting().exported.box, checkpoint=smaller.box.checkpoint)
    fitting = replace(held.fitting(), exported=Exported(other_log))
    with pytest.raises(CountedBefore):
        tally(unlocked, fitting, TODAY)


def test_own_past_ledgers_open_and_those_of_others_stay_closed(
    held: Held, unlocked: Unlocked
) -> None:
    first = tally(unlocked, held.fitting(), TODAY)
    second = another_wave(held.folder.public.offer(), place=1)
    theirs = PastRelease("b" * 22, first.release.bundle, b"sealed to somebody else")
    ours = PastRelease(held.fitting().wave.wave, first.release.bundle, first.release.ledger)
    box = export(second.box, (theirs, ours))
    assert import_(box).past == (theirs, ours)
    done = tally(unlocked, fitted(held.folder, box, second.manifest), TODAY)
    assert len(done.statement.earlier) == 2
    erasing.erase(held.folder, held.fitting().wave, TODAY)
    again = recount(unlocked, fitted(held.folder, box, second.manifest), done.release.encode())
    assert again.same == ("bundle", "statement")


def test_a_key_goes_after_the_objection_period_and_nothing_is_counted_after(
    held: Held, unlocked: Unlocked
) -> None:
    wave = held.fitting().wave
    with pytest.raises(NeverCounted):
        erasing.check(held.folder, wave, TODAY)
    tally(unlocked, held.fitting(), TODAY)
    with pytest.raises(TooEarlyToErase, match="2026-12-05"):
        erasing.check(held.folder, wave, TODAY)
    day = held.folder.history.waves[0].may_be_erased_on
    assert day is not None
    erasing.check(held.folder, wave, day)
    erasing.erase(held.folder, wave, day)
    signed = erasing.statement(unlocked, wave, day)
    assert keys.verify(held.folder.public.statement_key, signed.document, signed.signature)
    said = Erasure.parse(signed.document)
    assert (said.wave, said.erased, said.on) == (wave.wave, (Part.TALLY_KEY,), day)
    with pytest.raises(KeyErased):
        tally(unlocked, held.fitting(), TODAY)


def test_a_release_file_is_whole_or_refused(held: Held, unlocked: Unlocked) -> None:
    release = tally(unlocked, held.fitting(), TODAY).release
    raw = release.encode()
    assert SignedRelease.parse(raw) == release
    assert SignedRelease.parse(raw).encode() == raw
    for wrong in (raw[:-20], held.box, b""):
        with pytest.raises(ReleaseUnreadable):
            SignedRelease.parse(wrong)


def test_an_offer_that_was_changed_or_is_of_a_rehearsal_can_be_told(held: Held) -> None:
    signed = held.folder.offer()
    assert signed.checked() == held.folder.public.offer()
    for old, new in ((b"Example", b"Sample."), (b'"rehearsal":false', b'"rehearsal":true')):
        assert old in signed.document
        with pytest.raises(Exception, match="not signed by the key it names"):
            replace(signed, document=signed.document.replace(old, new)).checked()
    assert KeyFolder.load(held.folder.path).public == held.folder.public
