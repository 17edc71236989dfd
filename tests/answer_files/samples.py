"""A small company in files: two teams shown, one small, people reporting to the top."""

from pathlib import Path

INSTRUMENT = """\
id: small
version: 1
licence: CC0-1.0
note: For tests.
title: {en: Four questions}
intro: {en: Please answer.}
options:
  - {value: 1, label: {en: Never}}
  - {value: 2, label: {en: Rarely}}
  - {value: 3, label: {en: Sometimes}}
  - {value: 4, label: {en: Often}}
  - {value: 5, label: {en: Always}}
scales:
  - id: safety
    label: {en: Safety}
    description: {en: Speaking up.}
    items: [speak, blame]
  - id: trust
    label: {en: Trust}
    description: {en: Being heard.}
    items: [heard, action]
items:
  - {id: speak, keying: straight, text: {en: We speak up.}}
  - {id: blame, keying: reversed, text: {en: We blame people.}}
  - {id: heard, keying: straight, text: {en: We are heard.}}
  - {id: action, keying: straight, text: {en: Something follows.}}
"""
ITEMS = ("speak", "blame", "heard", "action")
HEADER = "unit," + ",".join(ITEMS)
UNITS = """\
unit,parent,label
org,,Kestrel Harbour
ops,org,Operations
quay,ops,Quay
yard,ops,Yard
night,ops,Night shift
pier,ops,Pier
shop,org,Shop
lab,org,Laboratory
"""

Rows = list[tuple[str, str]]  # unit, answers separated by commas


def rows() -> Rows:
    """quay 8, yard 6, night 3, pier 4, ops itself 5, lab 9, shop 2: 37 people."""
    return [
        *(("quay", "4,2,4,4"), ("quay", "5,1,4,3"), ("quay", "3,3,3,"), ("quay", "4,2,5,4")),
        *(("quay", "2,4,2,3"), ("quay", "4,2,4,4"), ("quay", "5,2,4,4"), ("quay", "4,1,3,3")),
        *[("yard", "1,5,1,1")] * 6,
        *(("night", "3,3,4,4"), ("night", "2,3,4,5"), ("night", "4,2,2,3")),
        *[("pier", "3,3,3,3")] * 4,
        *(("shop", "5,1,5,5"), ("shop", "1,5,1,1")),
        *[("lab", "5,1,5,5")] * 5,
        *[("lab", "4,2,4,4")] * 4,
        *(("ops", "3,3,3,3"), ("ops", "4,2,3,4"), ("ops", "2,4,3,3"), ("ops", "3,2,4,3")),
        ("ops", "4,3,3,2"),
    ]


def answers(some: Rows | None = None) -> str:
    """The answers file."""
    given = rows() if some is None else some
    return "\n".join([HEADER, *(f"{unit},{line}" for unit, line in given)]) + "\n"


def put(folder: Path, **files: str | bytes) -> dict[str, Path]:
    """Write files and say where: ``answers``, ``units``, ``instrument``, ``policy``."""
    names = {"answers": "csv", "units": "csv", "instrument": "yaml", "policy": "yaml"}
    usual: dict[str, str | bytes] = {
        "answers": answers(),
        "units": UNITS,
        "instrument": INSTRUMENT,
    }
    paths = {}
    for name, content in (usual | files).items():
        paths[name] = folder / f"{name}.{names[name]}"
        raw = content if isinstance(content, bytes) else content.encode()
        paths[name].write_bytes(raw)
    return paths
