"""Texts of mails and sign-in pages, from catalogues of one JSON file per language."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

FALLBACK = "en"


@cache
def catalogue(folder: Path, locale: str) -> dict[str, Any]:
    """The texts for ``locale`` ("de-AT" falls back to "de", then to English)."""
    for name in (locale.replace("_", "-"), locale.replace("_", "-").split("-")[0], FALLBACK):
        path = folder / f"{name}.json"
        if name.replace("-", "").isalpha() and path.is_file():
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return found
    raise FileNotFoundError(f"No texts in {folder}; the package is damaged.")


@cache
def templates(folder: Path) -> Environment:
    """Templates of a folder; those that end in .html escape what is put into them."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
