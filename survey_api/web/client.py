"""The files of the answer page: all that a browser can be served, and what vouches for them."""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from survey_api import languages
from survey_api.credentials.client_list import ClientList, listed
from survey_api.credentials.encoding import b64u
from survey_api.errors import Invalid

HERE: Final = Path(__file__).parent / "answer"
DOCUMENT: Final = "index.html"
PLACE: Final = "/answer/"  # where the files are served
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


class NoCheckout(Invalid):
    """There is no answer page in this folder. Name the folder that holds survey_api."""


@cache
def client_files() -> dict[str, bytes]:
    """Every file that a browser can be served, by its path below ``answer/``, sorted; the
    texts of each language are ``messages/<language>.json``."""
    spoken = {locale: languages.texts(locale, "answer") for locale in languages.known()}
    return _with_messages(HERE, spoken)


def files_of_checkout(root: Path) -> dict[str, bytes]:
    """The same, from the source of a release or of a repository."""
    folder, texts = root / "survey_api" / "web" / "answer", root / "survey_api" / "languages"
    if not (folder / DOCUMENT).is_file() or not (texts / "en.json").is_file():
        raise NoCheckout
    said = {path.stem: _answer_texts(path) for path in texts.glob("*.json")}
    spoken = {locale: {**said["en"], **own} for locale, own in said.items()}
    return _with_messages(folder, spoken)


def client_list() -> ClientList:
    """The files with their digests."""
    return listed(client_files())


def client_digest() -> str:
    """SHA-256 over the shipped client, for the manifest."""
    return b64u(client_list().digest)


def integrity(body: bytes) -> str:
    """As the attribute of that name has it (Subresource Integrity)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(body).digest()).decode()


def modules() -> dict[str, str]:
    """Address → integrity of every script, those that are loaded late among them."""
    return {
        PLACE + name: integrity(body)
        for name, body in client_files().items()
        if name.endswith(".js")
    }


def import_map() -> str:
    """What each imported module must hash to; the one inline script of the document."""
    return json.dumps({"integrity": modules()}, separators=(",", ":"))


def _with_messages(folder: Path, spoken: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    on_disk = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    found = {
        name: path.read_bytes()
        for name, path in on_disk.items()
        if path.is_file() and path.suffix in TYPES
    }
    for locale, texts in spoken.items():
        written = json.dumps(dict(texts), ensure_ascii=False, sort_keys=True)
        found[f"messages/{locale}.json"] = written.encode()
    return dict(sorted(found.items()))


def _answer_texts(path: Path) -> dict[str, str]:
    document: dict[str, Any] = json.loads(path.read_bytes())
    return dict(document.get("answer", {}))
