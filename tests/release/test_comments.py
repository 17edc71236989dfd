"""The section of comments: detached, normalised, drawn by lot, sealed, named by its digest."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from survey_api.credentials import keys
from survey_api.credentials.encoding import b64u
from survey_api.release import comments
from survey_api.release.checks import check
from survey_api.release.comment_text import LONGEST, normalised
from survey_api.release.opening import open_all
from survey_api.release.publishing import publish
from tests.release import factories
from tests.release.factories import SmallWave

READERS = keys.generate_tally_key()
ASKED = [{"id": "wish", "text": {"en": "What should change?"}}, {"id": "well", "text": {"en": "W"}}]
ANSWERS = dict.fromkeys(factories.ITEMS, 4)
PEOPLE = {"care": 12, "night": 7, "desk": 6, "tools": 9, "apps": 10}


def said(text: str, question: str = "wish", **more: Any) -> dict[str, Any]:
    return {"id": question, "text": text, "kind": "comment", "may_publish": False} | more


@pytest.fixture(scope="module")
def wave() -> SmallWave:
    return SmallWave(asked=factories.questionnaire() | {"comments": ASKED}, readers=READERS)


@pytest.fixture(scope="module")
def casts(wave: SmallWave) -> list[Any]:
    """Everybody answers; six each of care and apps and one of night write, three add a story."""
    made = []
    for unit, n in PEOPLE.items():
        for at in range(n):
            given = [said(f"{unit} says {at}")] if unit in {"care", "apps"} and at < 6 else []
            if unit == "night" and at == 0:
                given = [said("night alone")]
            if unit == "tools" and at < 3:
                given = [said(f"helped {at}", kind="moment", may_publish=at < 2)]
            made.append(wave.respondent(unit).cast(ANSWERS, comments=given))
    return made


def section_of(wave: SmallWave, casts: list[Any], **given: Any) -> tuple[dict[str, Any], Any]:
    """The opened section and the bundle."""
    done = publish(wave.box(casts, **given), wave.tally)
    assert done.comments is not None
    plain = comments.open_section(done.comments, READERS, wave.mh)
    bundle = json.loads(done.bundle)
    assert b64u(hashlib.sha256(plain).digest()) == bundle["comments"]["digest"]
    return json.loads(plain), bundle


def test_comments_stand_where_enough_could_have_written_them_and_beside_nothing(
    wave: SmallWave, casts: list[Any]
) -> None:
    found, bundle = section_of(wave, casts)
    where = {one["text"]: one["unit"] for one in found["comments"] if one["kind"] == "comment"}
    assert {where[f"care says {at}"] for at in range(6)} == {"care"}
    assert {unit for text, unit in where.items() if "care" not in text} == {"org"}
    assert found["held"] == 0
    assert all(one.keys() == {"kind", "unit", "question", "text"} for one in found["comments"])
    assert bundle["comments"]["publish_on"] == "2026-03-18"
    assert "night alone" not in json.dumps(bundle)


def test_a_moment_is_told_without_its_unit_and_only_when_the_writer_ticked_it(
    wave: SmallWave, casts: list[Any]
) -> None:
    found, _ = section_of(wave, casts)
    moments = {one["text"] for one in found["comments"] if one["kind"] == "moment"}
    assert moments == {"helped 0", "helped 1"}
    assert {one["unit"] for one in found["comments"] if one["kind"] == "moment"} == {"org"}


def test_the_same_ballots_in_any_order_give_the_same_section(
    wave: SmallWave, casts: list[Any]
) -> None:
    first, bundle = section_of(wave, casts)
    second, again = section_of(wave, casts[::-1])
    assert first == second
    assert bundle == again


def test_the_order_is_not_the_order_of_ballots_nor_of_texts(
    wave: SmallWave, casts: list[Any]
) -> None:
    opened = _opened(wave, casts)
    orders = set()
    for _ in range(8):
        made = comments.section(*opened, frozenset(), keys.generate_tally_key())
        assert made is not None
        texts = [one["text"] for one in json.loads(made.plain)["comments"] if one["unit"] == "care"]
        orders.add(tuple(texts))
    assert len(orders) > 4


def test_a_withheld_group_writes_nothing_and_is_counted_as_held(
    wave: SmallWave, casts: list[Any]
) -> None:
    found, _ = section_of(wave, casts, issued={"care": 3})
    assert not any("care" in one["text"] for one in found["comments"])
    assert found["held"] == 6


def test_nobody_but_the_readers_of_this_wave_opens_it(wave: SmallWave, casts: list[Any]) -> None:
    sealed = publish(wave.box(casts), wave.tally).comments
    assert sealed is not None
    for key, mh in ((wave.tally, wave.mh), (READERS, bytes(32))):
        with pytest.raises(comments.CommentsDoNotOpen):
            comments.open_section(sealed, key, mh)


def test_a_wave_without_readers_has_no_section_and_says_nothing_of_one() -> None:
    bare = SmallWave(asked=factories.questionnaire() | {"comments": ASKED})
    done = publish(bare.box(bare.casts({"care": 8})), bare.tally)
    assert done.comments is None
    assert "comments" not in json.loads(done.bundle)


@pytest.mark.parametrize(
    "given",
    [
        [said("x", question="other")],
        [said("x"), said("y")],
        [said("x") | {"time": 5}],
    ],
)
def test_a_ballot_whose_comments_do_not_fit_is_not_counted(
    wave: SmallWave, given: list[Any]
) -> None:
    more = [*wave.casts({"care": 8}), wave.respondent("care").cast(ANSWERS, comments=given)]
    assert wave.stated(more)["rejected"] == {"malformed": 1}


def test_figures_are_the_same_whatever_was_written(wave: SmallWave, casts: list[Any]) -> None:
    checked, ballots = _opened(wave, casts)
    silent = [replace(one, comments=()) for one in ballots]
    made = comments.section(checked, silent, frozenset(), wave.tally)
    assert made is not None
    assert json.loads(made.plain)["comments"] == []
    assert wave.stated(casts)["accepted"] == len(casts)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  two\n\nlines \t here ", "two lines here"),
        ("e\N{COMBINING ACUTE ACCENT}t\u00e9", "\u00e9t\u00e9"),
        ("a\u202eb\u2066c\u200bd\ufefff\u00adg\U000e0041h", "abcdfgh"),
        ("nul\0bell\x07", "nulbell"),
        ("\ud800lone", "lone"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 600, "x" * LONGEST),
        ("\u200d \u200b", ""),
        ("", ""),
    ],
)
def test_invisible_marks_are_taken_out_and_visible_words_stay(raw: str, kept: str) -> None:
    assert normalised(raw) == kept
    assert normalised(kept) == kept


def _opened(wave: SmallWave, casts: list[Any]) -> Any:
    box = wave.box(casts)
    checked = check(box)
    return checked, open_all(box.envelopes, frozenset(box.log_leaves), checked, wave.tally).ballots
