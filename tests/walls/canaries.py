"""Canaries: what must not be found, in every form that a program might write it."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True)
class Hit:
    """A canary in a place where it must not be."""

    canary: str
    place: str
    file: str
    form: str


def forms(value: bytes) -> dict[str, bytes]:
    """The value raw and encoded as logs, databases and web programs do."""
    text = value.decode("latin-1")
    found = {
        "raw": value,
        "hex": value.hex().encode(),
        "HEX": value.hex().upper().encode(),
        "UTF-16": text.encode("utf-16-le"),
        "UTF-16 BE": text.encode("utf-16-be"),
        "JSON": json.dumps(text)[1:-1].encode(),
        "URL": quote(value, safe="").encode(),
        "URL, all": "".join(f"%{one:02X}" for one in value).encode(),
        "Python": repr(value)[2:-1].encode(),
    }
    for at in range(3):
        plain = base64.b64encode(bytes(at) + value)
        inner = plain[(0, 2, 3)[at] : len(plain) - (0, 4, 4)[(len(value) + at) % 3 and 1]]
        found[f"base64 +{at}"] = inner
        found[f"base64url +{at}"] = inner.translate(bytes.maketrans(b"+/", b"-_"))
    return found


class Haystack:
    """Files and captured texts by place."""

    def __init__(self) -> None:
        self.places: dict[str, dict[str, bytes]] = {}

    def add(self, place: str, name: str, content: bytes) -> None:
        self.places.setdefault(place, {})[name] = content

    def add_files(self, place: str, paths: Iterable[Path]) -> None:
        for path in paths:
            if path.is_file() and not path.is_symlink():
                self.add(place, str(path), path.read_bytes())

    def hits(self, canaries: Mapping[str, bytes]) -> Iterator[Hit]:
        """Every canary in every place, in whatever form."""
        wanted = [(name, form, one) for name, v in canaries.items() for form, one in all_of(v)]
        for place, files in self.places.items():
            for file, content in files.items():
                for name, form, needle in wanted:
                    if needle in content:
                        yield Hit(name, place, file, form)


def all_of(value: bytes) -> list[tuple[str, bytes]]:
    """Each different form once."""
    unique = {needle: form for form, needle in reversed(forms(value).items())}
    return [(form, needle) for needle, form in unique.items()]
