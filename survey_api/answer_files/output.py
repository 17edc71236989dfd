"""Everything that is written for one protected file, into a directory given by ``keeping``."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from survey_api.answer_files.cells import INDEX, write_cells
from survey_api.answer_files.keeping import NAIVE, NOISE_KEY, write_private
from survey_api.answer_files.protecting import ProtectedFile, unrounded
from survey_api.answer_files.report import Told, report
from survey_api.answer_files.workbook import write_workbook
from survey_api.credentials import keys
from survey_api.credentials.manifest import canonical
from survey_api.disclosure.publication import Publication

Advance = Callable[[int], None]


def write(
    folder: Path,
    protected: ProtectedFile,
    digest: bytes,
    *,
    naive: bool,
    exact: bool,
    advance: Advance,
) -> None:
    """All files; ``advance`` is told of units written. The same input gives the same bytes."""
    release, seed = protected.release, protected.key.signing_seed
    raw = canonical(release)
    (folder / "release.json").write_bytes(raw)
    (folder / "release.json.sig").write_text(keys.sign(seed, raw).hex() + "\n", encoding="utf-8")
    del raw
    items = [item["id"] for item in release["instrument"]["items"]]
    figures = unrounded(protected) if exact else None
    write_cells(folder / "cells.csv", release["units"], items, figures)
    write_workbook(folder / "workbook.xlsx", release, advance)
    ours, theirs = protected.done.intrusion, protected.naive_intrusion
    found = {"naive": theirs.as_document(), "ours": ours.as_document()}
    (folder / "intruder.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if naive:
        write_naive(folder / NAIVE, protected.naive)
    told = Told(theirs, ours, keys.signing_public(seed).hex(), naive)
    (folder / "report.md").write_text(report(release, told), encoding="utf-8")
    write_private(folder / NOISE_KEY, protected.key.document(digest))


def write_naive(path: Path, naive: Publication) -> None:
    """Exact means and numbers wherever k people or more answered: to be looked at, only."""
    means = naive.low / np.maximum(naive.answers, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("unit", "measure", "n", "mean"))
        for unit, people, n, row in zip(
            naive.sets, naive.people.tolist(), naive.answers.tolist(), means.tolist(), strict=True
        ):
            there = [mean for mean, of in zip(row, n, strict=True) if of]
            writer.writerow((unit, INDEX, people, f"{sum(there) / max(len(there), 1):.2f}"))
            writer.writerows(
                (unit, item, of, f"{mean:.2f}" if of else "")
                for item, of, mean in zip(naive.items, n, row, strict=True)
            )
