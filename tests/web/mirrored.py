"""A language from right to left in one file, made from English: letters change, places stay.

It says nothing; it shows what a translation would meet: the direction, a language that no
questionnaire speaks, and every sentence that does not come from the catalogue.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from survey_api import languages
from survey_api.web.client import client_files

LOCALE = "he"
LETTERS = "אבגדהוזחטיכלמנסעפצקרשתאבגד"
_LATIN = str.maketrans(
    {chr(97 + at): letter for at, letter in enumerate(LETTERS)}
    | {chr(65 + at): letter for at, letter in enumerate(LETTERS)}
)
_PLACE = re.compile(r"(\{\w+\})")


def mirrored(text: str) -> str:
    """The text in the letters of the test language."""
    return "".join(
        part if part.startswith("{") else part.translate(_LATIN) for part in _PLACE.split(text)
    )


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """The language stands beside the shipped ones for whatever is built meanwhile."""
    texts = languages.texts(languages.FALLBACK, "answer")
    document = {
        "language": {"name": "מראה", "direction": "rtl"},
        "answer": {key: mirrored(text) for key, text in texts.items()},
    }
    (folder / f"{LOCALE}.json").write_text(json.dumps(document, ensure_ascii=False))
    try:
        languages.use(folder)
        client_files.cache_clear()
        yield
    finally:
        languages.use(Path())
        client_files.cache_clear()
