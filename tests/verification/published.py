"""The public files of a closed wave, made by hand, and of one with many leaves and no ballots."""

import hashlib
from dataclasses import replace
from functools import cache

from survey_api.credentials import checkpoint, envelope, keys
from survey_api.credentials.client_list import listed
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import encode, manifest_hash, parse
from survey_api.release.publishing import publish
from survey_api.verification.public_files import PublicFiles
from survey_api.verification.receipt import Receipt
from tests.release.factories import SmallWave

CLIENT = {"page.js": b"answer()", "style.css": b"p {}"}
PAGE = b"<!doctype html>"
N_MANY = 20_500


@cache
def wave() -> SmallWave:
    """One wave for all who only read it; its manifest names a small answer page."""
    made = SmallWave()
    described = replace(
        parse(made.manifest),
        client_sha256=listed({**CLIENT, "index.html": b"{{page}}"}, {"en": PAGE}).digest,
    )
    made.manifest = encode(described)
    made.mh = manifest_hash(made.manifest)
    return made


@cache
def released() -> tuple[PublicFiles, bytes]:
    """A wave in which nineteen people answered, and its bundle."""
    made = wave()
    box = made.box(made.casts({"care": 9, "tools": 6, "desk": 4}), {"van": 0})
    done = publish(box, made.tally)
    files = PublicFiles(
        manifest=made.manifest,
        manifest_signature=made.signed(made.manifest),
        questionnaire=made.questionnaire,
        client=listed({**CLIENT, "index.html": b"{{page}}"}, {"en": PAGE}).encode(),
        checkpoint=box.checkpoint,
        checkpoint_signature=box.checkpoint_signature,
        history=b"",
        statement=done.statement,
        statement_signature=keys.sign(made.statement, done.statement),
        lists={0: b"".join(box.log_leaves)},
        page=PAGE,
        client_files=CLIENT,
    )
    return files, done.bundle


def logged(leaves: list[bytes], before: tuple[bytes, ...] = ()) -> PublicFiles:
    """A closed wave with these leaves, whoever cast them; nobody has counted it yet."""
    made = wave()
    parsed = parse(made.manifest)
    document = checkpoint.document(parsed.wave_text, made.mh, leaves, before)
    ordered = sorted(leaves)
    lists = checkpoint.cut(ordered, checkpoint.lists_for(len(ordered)))
    return PublicFiles(
        manifest=made.manifest,
        manifest_signature=made.signed(made.manifest),
        checkpoint=document,
        checkpoint_signature=made.signed(document),
        lists={number: b"".join(one) for number, one in enumerate(lists)},
    )


def other_wave(number: int, before: tuple[bytes, ...]) -> PublicFiles:
    """Another wave of the same installation, closed empty after those in ``before``."""
    made = wave()
    described = replace(parse(made.manifest), wave=bytes([number]) * 16)
    manifest = encode(described)
    mh = manifest_hash(manifest)
    document = checkpoint.document(described.wave_text, mh, [], before)
    history = [hashlib.sha256(b"\0" + one).digest() for one in before]
    return PublicFiles(
        manifest=manifest,
        manifest_signature=made.signed(manifest),
        checkpoint=document,
        checkpoint_signature=made.signed(document),
        history=b"".join(history),
        lists={0: b""},
    )


@cache
def many() -> PublicFiles:
    """A log that is published in several lists."""
    return logged([leaf(at) for at in range(N_MANY)])


def leaf(at: int) -> bytes:
    """A leaf of the long log."""
    return hashlib.sha256(at.to_bytes(4, "big")).digest()


def receipt_of(one: bytes) -> Receipt:
    """The whole receipt for a leaf, as the ballot box gives it."""
    made = wave()
    promise = keys.sign(made.promise, envelope.promise_message(made.mh, one))
    return Receipt(one, b64u(parse(made.manifest).wave), promise)
