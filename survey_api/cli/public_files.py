"""Fetches the public files of a wave, and keeps and reads them as a plain folder."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx2

from survey_api.credentials.checkpoint import Checkpoint, unwrapped
from survey_api.credentials.client_list import ClientList
from survey_api.credentials.encoding import WAVE_BYTES, Malformed, b64u_decode, sized
from survey_api.credentials.manifest import parse
from survey_api.errors import Conflict, Invalid, Unavailable
from survey_api.verification.public_files import CLIENT_FOLDER, LIST, MANIFEST, NAMES, PublicFiles

Get = Callable[[str], bytes | None]
_NUMBERED: Final = re.compile(LIST.format(r"(\d{1,5})").replace(".", r"\."))
_PLAIN_PATH: Final = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)


class NotAWave(Invalid):
    """Give the address of a wave, https://…/w/ and its id, or a folder with its public files."""


class NoManifest(Invalid):
    """There is no manifest.json in this folder. docs/verifying.md says what each file is called
    and where it is fetched."""


class NotFetched(Unavailable):
    """The public files could not be fetched. Check the address and the connection, or fetch them
    by hand as docs/verifying.md says and give the folder."""


class FolderInUse(Conflict):
    """The folder for the files is not empty, and nothing was written. Choose a new one."""


@dataclass(frozen=True)
class Source:
    """Where a wave's files came from: ``wave`` is the id that was asked for, if it was."""

    files: PublicFiles
    wave: str | None = None


def obtain(place: str) -> Source:
    """The public files at an address or in a folder."""
    if urlsplit(place).scheme in {"http", "https"}:
        return _fetch(place)
    return Source(read_folder(Path(place)))


def read_folder(folder: Path) -> PublicFiles:
    """The files in a folder, as far as they are there."""
    if not (folder / MANIFEST).is_file():
        raise NoManifest
    lists = {
        int(found[1]): path.read_bytes()
        for path in folder.iterdir()
        if (found := _NUMBERED.fullmatch(path.name))
    }
    client = folder / CLIENT_FOLDER
    paths = [path for path in client.rglob("*") if path.is_file()]
    return PublicFiles(
        **{field: _read(folder / name) for field, name in NAMES.items()},  # type: ignore[arg-type]
        lists=lists,
        client_files={path.relative_to(client).as_posix(): path.read_bytes() for path in paths},
    )


def write_folder(folder: Path, files: PublicFiles) -> None:
    """Keep the files as an auditor finds them again."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse
    folder.mkdir(parents=True, exist_ok=True)
    named = {name: getattr(files, field) for field, name in NAMES.items()}
    named |= {LIST.format(number): content for number, content in files.lists.items()}
    named |= {f"{CLIENT_FOLDER}/{name}": body for name, body in files.client_files.items()}
    for name, content in named.items():
        if content is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _fetch(address: str) -> Source:
    """Whatever stands after # is a personal secret and is left out."""
    base, _, wave = address.partition("#")[0].rpartition("/w/")
    try:
        sized(b64u_decode(wave), WAVE_BYTES, "wave id")
    except Malformed:
        raise NotAWave from None
    with httpx2.Client(timeout=20) as client:
        return Source(_files(lambda url: _get(client, url), base, wave), wave)


def _files(get: Get, base: str, wave: str) -> PublicFiles:
    manifest = get(f"{base}/manifest/{wave}")
    if manifest is None:
        raise NotFetched
    client = get(f"{base}/w/client.json")
    checkpoint, signature, lists, history = _log(get, manifest, wave)
    return PublicFiles(
        manifest=manifest,
        manifest_signature=get(f"{base}/manifest/{wave}/signature"),
        questionnaire=get(f"{base}/questionnaire/{wave}"),
        client=client,
        page=get(f"{base}/w/{wave}"),
        checkpoint=checkpoint,
        checkpoint_signature=signature,
        history=history,
        statement=get(f"{base}/statement/{wave}"),
        statement_signature=get(f"{base}/statement/{wave}/signature"),
        erasure=get(f"{base}/erasure/{wave}"),
        lists=lists,
        client_files=_client_files(get, base, client),
    )


def _log(
    get: Get, manifest: bytes, wave: str
) -> tuple[bytes | None, bytes | None, dict[int, bytes], bytes | None]:
    """Checkpoint, its signature, every leaf list and the history, from the ballot address."""
    try:
        ballots = parse(manifest).ballot_url.rstrip("/")
    except Malformed:
        return None, None, {}, None
    served = get(f"{ballots}/checkpoint/{wave}")
    if served is None:
        return None, None, {}, None
    try:
        checkpoint, signature = unwrapped(served)
        n_lists = Checkpoint.parse(checkpoint).n_lists
    except Malformed:
        return served, None, {}, None
    places = {0: f"log/{wave}"} if n_lists == 1 else {n: f"log/{wave}/{n}" for n in range(n_lists)}
    found = {number: get(f"{ballots}/{place}") for number, place in places.items()}
    lists = {number: content for number, content in found.items() if content is not None}
    return checkpoint, signature, lists, get(f"{ballots}/history/{wave}")


def _client_files(get: Get, base: str, client: bytes | None) -> dict[str, bytes]:
    """The files of the answer page, by names that cannot lead out of a folder."""
    try:
        names = sorted(ClientList.read(client or b"").files)
    except Malformed:
        return {}
    found = {
        name: get(f"{base}/{CLIENT_FOLDER}/{name}") for name in names if _PLAIN_PATH.fullmatch(name)
    }
    return {name: body for name, body in found.items() if body is not None}


def _get(client: httpx2.Client, url: str) -> bytes | None:
    """The body; None for what is not there."""
    try:
        reply = client.get(url)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise NotFetched from error
    if reply.status_code == 404:
        return None
    if reply.status_code != 200:
        raise NotFetched
    return reply.content
