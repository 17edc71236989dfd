"""The small company by hand, without noise; then with it: the same bytes, the same answers."""

import csv
import json
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from survey_api.cli.main import app, main
from tests.answer_files.samples import INSTRUMENT, ITEMS, answers, put, rows
from tests.disclosure.trees import seeded

KEY = "07" * 32
NO_NOISE = "w: 0\n"
Cells = dict[tuple[str, str], dict[str, str]]


def run(folder: Path, *options: str, **files: str | bytes) -> Path:
    """Protect the sample, changed by ``files``; raises what the command raises."""
    paths = put(folder, **files)
    given = ["--policy", str(paths["policy"])] if "policy" in files else []
    words = ["protect", str(paths["answers"]), "--units", str(paths["units"])]
    words += ["--instrument", str(paths["instrument"]), "--out", str(folder / "out")]
    ran = CliRunner().invoke(app, [*words, *given, *options])
    if ran.exception is not None:
        raise ran.exception
    return folder / "out"


def cells_of(out: Path) -> Cells:
    with (out / "cells.csv").open(encoding="utf-8", newline="") as file:
        return {(one["unit"], one["measure"]): one for one in csv.DictReader(file)}


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Without noise, with the figures before rounding and the naive table."""
    folder = tmp_path_factory.mktemp("exact")
    return run(folder, "--unrounded", "--naive", "--key", KEY, policy=NO_NOISE)


# sums by hand, reverse-scored: quay 31 31 29 of 8 and 25 of 7; ops itself 16 16 16 15 of 5;
# rest of ops (night and pier) 21 22 22 24 of 7; yard all at the low limit 6 + 4·2 = 14 of 6;
# lab all at the high limit 45 − 4 = 41 of 9; shop is left over at the top
QUAY = [Fraction(31, 8), Fraction(31, 8), Fraction(29, 8), Fraction(25, 7)]
BY_HAND = {
    ("quay", "index"): ("atom", "=", "3.7", sum(QUAY) / 4, "8–11"),
    ("quay", "speak"): ("atom", "=", "3.9", QUAY[0], "8–11"),
    ("quay", "blame"): ("atom", "=", "3.9", QUAY[1], "8–11"),
    ("quay", "heard"): ("atom", "=", "3.6", QUAY[2], "8–11"),
    ("yard", "index"): ("atom", "<=", "2.3", Fraction(14, 6), "5–7"),
    ("lab", "index"): ("atom", ">=", "4.6", Fraction(41, 9), "8–11"),
    ("lab", "action"): ("atom", ">=", "4.6", Fraction(41, 9), "8–11"),
    ("ops.direct", "index"): ("atom", "=", "3.2", Fraction(63, 20), "5–7"),
    ("ops.now", "index"): ("rest", "=", "3.2", Fraction(21 + 22 + 22 + 24, 28), "5–7"),
    ("ops", "speak"): ("inner", "=", "3.2", Fraction(31 + 14 + 16 + 21, 26), "20–49"),
    ("ops", "heard"): ("inner", "=", "3.1", Fraction(29 + 14 + 16 + 22, 26), "20–49"),
    ("ops", "action"): ("inner", "=", "3.1", Fraction(25 + 14 + 15 + 24, 25), "20–49"),
    ("org", "speak"): ("inner", "=", "3.5", Fraction(82 + 41, 35), "20–49"),
}


@pytest.mark.parametrize(("unit", "measure"), BY_HAND)
def test_every_kind_of_cell_is_what_it_is_by_hand(exact: Path, unit: str, measure: str) -> None:
    level, relation, value, unrounded, band = BY_HAND[unit, measure]
    cell = cells_of(exact)[unit, measure]
    assert cell["verdict"] == "publishable"
    assert (cell["level"], cell["relation"], cell["value"]) == (level, relation, value)
    assert float(cell["value_exact"]) == pytest.approx(float(unrounded), abs=1e-12)
    assert cell["n_band"] == band


def test_what_is_too_small_is_not_shown_and_says_so(exact: Path) -> None:
    cells = cells_of(exact)
    hidden = [("night", "index"), ("pier", "index"), ("shop", "speak"), ("quay", "action")]
    for unit, measure in [*hidden, ("yard", "speak"), ("ops.now", "heard")]:
        cell = cells[unit, measure]
        assert (cell["verdict"], cell["reason"]) == ("suppressed", "not shown this time")
        assert cell["relation"] == cell["value"] == cell["value_exact"] == ""
    assert len(cells) == 10 * (1 + len(ITEMS))


def test_a_big_unit_counts_everybody_in_it(tmp_path: Path) -> None:
    out = run(tmp_path, "--unrounded", policy="w: 0\nbig: 20\n")
    cell = cells_of(out)["org", "speak"]
    total = 31 + 6 + 41 + 16 + 9 + 12 + 6
    assert (cell["level"], cell["relation"], cell["n_band"]) == ("big", "=", "20–49")
    assert float(cell["value_exact"]) == pytest.approx(total / 37, abs=1e-12)


def test_without_noise_release_and_report_say_that_they_are_for_checking(exact: Path) -> None:
    release = json.loads((exact / "release.json").read_text(encoding="utf-8"))
    report = (exact / "report.md").read_text(encoding="utf-8")
    assert release["checking_only"] is True
    assert report.startswith("**For checking only: the noise is off")


def test_with_noise_nothing_is_marked_for_checking(tmp_path: Path) -> None:
    out = run(tmp_path)
    release = json.loads((out / "release.json").read_text(encoding="utf-8"))
    assert release["checking_only"] is False
    assert "checking only" not in (out / "report.md").read_text(encoding="utf-8")


@cache
def shuffled() -> str:
    return answers(seeded(1).sample(rows(), len(rows())))


def contents(out: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in out.iterdir()}


def test_the_same_input_gives_the_same_bytes_in_whatever_order_its_rows_are(
    tmp_path: Path,
) -> None:
    first = contents(run(tmp_path, "--naive"))
    assert contents(run(tmp_path, "--naive")) == first
    assert contents(run(tmp_path, "--naive", answers=shuffled().replace(",", ";"))) == first
    other = tmp_path / "other"
    other.mkdir()
    key = json.loads(first["noise.key"])["noise_key"]
    assert contents(run(other, "--naive", "--key", key)) == first


def test_the_naive_table_is_there_only_when_it_is_asked_for(tmp_path: Path) -> None:
    out = run(tmp_path, "--naive")
    first = (out / "naive.csv").read_text(encoding="utf-8").splitlines()
    assert first[0] == "unit,measure,n,mean"
    assert "quay,speak,8,3.88" in first
    assert "yard,index,6,1.00" in first
    run(tmp_path)
    assert not (out / "naive.csv").exists()
    assert "naive.csv" not in (out / "report.md").read_text(encoding="utf-8")


def test_the_intruder_reads_the_naive_table_and_not_ours(tmp_path: Path) -> None:
    found = json.loads((run(tmp_path) / "intruder.json").read_text(encoding="utf-8"))
    assert found["ours"]["is_safe"]
    assert not found["naive"]["is_safe"]
    assert found["naive"]["n_determined"] >= 4 * 6  # everybody in the yard said 1
    assert found["naive"]["n_residual_groups"] >= 1  # the shop, by subtraction


def test_a_new_directory_draws_other_noise(tmp_path: Path) -> None:
    keys = set()
    for name in "ab":
        (tmp_path / name).mkdir()
        keys.add((run(tmp_path / name) / "noise.key").read_bytes())
    assert len(keys) == 2


@pytest.mark.parametrize("changed", ["answers", "units", "instrument", "policy"])
def test_another_input_into_the_same_directory_is_refused(tmp_path: Path, changed: str) -> None:
    before = contents(run(tmp_path))
    other = {
        "answers": answers().replace("lab,4,2,4,4", "lab,4,2,4,5", 1),
        "units": put(tmp_path)["units"].read_text().replace("Laboratory", "Lab"),
        "instrument": INSTRUMENT.replace("We are heard.", "We feel heard."),
        "policy": "k: 6",
    }
    with pytest.raises(Exception, match="holds the release of another input"):
        run(tmp_path, **{changed: other[changed]})
    assert contents(tmp_path / "out") == before


def test_another_key_for_the_same_input_is_refused(tmp_path: Path) -> None:
    before = contents(run(tmp_path))
    with pytest.raises(Exception, match="eight times would reveal the sums"):
        run(tmp_path, "--key", KEY)
    assert contents(tmp_path / "out") == before


def test_a_policy_that_gives_answers_away_is_refused_with_what_to_change(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"yard, speak: .*Raise t_low, t_high or w"):
        run(tmp_path, policy="t_low: 0\nt_high: 0\nw: 1\n")
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_when_a_row_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"answers\.csv has 1 mistake; nothing was written"):
        run(tmp_path, answers=answers() + "lab,4,2,4,9\n")
    assert not (tmp_path / "out").exists()


def test_fewer_rows_than_k_are_refused(tmp_path: Path) -> None:
    few = answers(rows()[:3] + [("lab", "4,,,")] * 9)
    with pytest.raises(Exception, match="Fewer rows than k"):
        run(tmp_path, answers=few)
    assert not (tmp_path / "out").exists()


def test_on_the_command_line_a_mistake_is_said_with_its_place_and_ends_with_status_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = put(tmp_path, answers="unit,speak,email\nquay,4,jane@kestrel.example\n")
    options = ("--units", paths["units"], "--instrument", paths["instrument"])
    words = ["safetosay", "protect", paths["answers"], *options, "--out", tmp_path / "out"]
    monkeypatch.setattr("sys.argv", [str(word) for word in words])
    with pytest.raises(SystemExit) as caught:
        main()
    said = capfd.readouterr().err
    assert caught.value.code == 1
    assert "line 1, column 'email' (column 3): It is not 'unit' and not an item" in said
    assert "jane" not in said
    assert not (tmp_path / "out").exists()


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    paths = put(tmp_path)
    paths["units"].unlink()
    words = ["protect", str(paths["answers"]), "--units", str(paths["units"])]
    words += ["--instrument", str(paths["instrument"]), "--out", str(tmp_path / "out")]
    ran = CliRunner().invoke(app, words)
    assert "units.csv cannot be read: No such file" in str(ran.exception)


def test_rows_and_separator_are_said_while_it_works(tmp_path: Path) -> None:
    paths = put(tmp_path, answers=answers().replace(",", ";"))
    words = ["protect", str(paths["answers"]), "--units", str(paths["units"])]
    words += ["--instrument", str(paths["instrument"]), "--out", str(tmp_path / "out")]
    ran = CliRunner().invoke(app, words)
    assert "answers.csv: 37 rows, semicolon between fields" in ran.output
    assert "7 of 10 units are shown" in ran.output
