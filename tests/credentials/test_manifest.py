"""A manifest reads back as it was written, and every fault in one gets its own words."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from survey_api.credentials import keys, manifest
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest_reading import BadManifest
from tests.credentials import samples


@pytest.fixture
def wave(token_key: keys.TokenKey) -> manifest.Manifest:
    return samples.sample_manifest(token_key.public)


@pytest.fixture
def document(wave: manifest.Manifest) -> dict[str, Any]:
    return dict(json.loads(manifest.encode(wave)))


def test_a_manifest_reads_back_as_it_was_written(wave: manifest.Manifest) -> None:
    raw = manifest.encode(wave)
    assert manifest.parse(raw) == wave
    assert manifest.encode(manifest.parse(raw)) == raw
    assert manifest.parse(raw).wave_text == b64u(samples.WAVE)


def test_a_wave_with_comments_and_a_client_digest_reads_back_too(wave: manifest.Manifest) -> None:
    other = replace(wave, comments=True, padded=8192, client_sha256=bytes(32), level=2)
    assert manifest.parse(manifest.encode(other)) == other


def test_a_wave_says_who_sees_its_results_from_when(wave: manifest.Manifest) -> None:
    days = manifest.Results(date(2026, 3, 13), date(2026, 3, 18), 3)
    other = replace(wave, results=days)
    raw = manifest.encode(other)
    assert manifest.parse(raw) == other
    assert json.loads(raw)["results"]["team_on"] == "2026-03-18"
    turned = replace(other, results=replace(days, team_on=date(2026, 3, 12)))
    with pytest.raises(BadManifest, match="lies before leader_on"):
        manifest.parse(manifest.encode(turned))


READING = manifest.CommentReading(
    keys.TallyKey.load(samples.TALLY_PRIVATE).public_bytes,
    date(2026, 3, 18),
    (manifest.Custodian("M. Kern", "people partner"),),
)


def test_a_wave_says_who_reads_its_comments_and_until_when(wave: manifest.Manifest) -> None:
    other = replace(wave, comments=True, padded=8192, reading=READING)
    raw = manifest.encode(other)
    assert manifest.parse(raw) == other
    assert json.loads(raw)["comments_on"] == "2026-03-18"
    assert json.loads(raw)["comment_readers"] == [{"name": "M. Kern", "role": "people partner"}]


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("belong together", {"comments_on": None}),
        ("belong together", {"comments": False, "padded": 4096}),
        ("comment_readers is empty", {"comment_readers": []}),
        ("comments_key is not", {"comments_key": b64u(b"\x04" + bytes(64))}),
        ("comments_on must be a date", {"comments_on": "soon"}),
        ("comment_readers lacks role", {"comment_readers": [{"name": "M. Kern"}]}),
    ],
)
def test_a_wave_whose_comments_nobody_could_read_is_refused(
    wave: manifest.Manifest, said: str, change: dict[str, Any]
) -> None:
    whole = json.loads(manifest.encode(replace(wave, comments=True, padded=8192, reading=READING)))
    document = {name: value for name, value in (whole | change).items() if value is not None}
    with pytest.raises(BadManifest, match=said):
        manifest.parse(manifest.canonical(document))


def test_units_are_written_in_the_order_of_their_ids(wave: manifest.Manifest) -> None:
    turned = replace(wave, units=wave.units[::-1])
    assert manifest.encode(turned) == manifest.encode(wave)


def test_the_fingerprint_is_the_beginning_of_the_hash(wave: manifest.Manifest) -> None:
    raw = manifest.encode(wave)
    fingerprint = manifest.fingerprint(raw)
    assert len(fingerprint) == 19
    changed = manifest.encode(replace(wave, title="Pulse, april"))
    assert manifest.fingerprint(changed) != fingerprint


def test_commitments_bind_wave_unit_and_secret() -> None:
    one = manifest.unit_commitment(samples.WAVE, "a", samples.PASS)
    assert one != manifest.unit_commitment(samples.WAVE, "b", samples.PASS)
    assert one != manifest.unit_commitment(samples.WAVE[::-1], "a", samples.PASS)
    assert one != manifest.unit_commitment(samples.WAVE, "a", samples.SALT)
    label = manifest.label_commitment(samples.WAVE, "a", samples.SALT, "Team")
    assert label != manifest.label_commitment(samples.WAVE, "a", samples.SALT, "team")
    assert label != manifest.label_commitment(samples.WAVE, "a", samples.PASS, "Team")


def test_a_long_label_is_committed_as_it_will_be_issued() -> None:
    long, sent = "ü" * 100, "ü" * 80
    commit = manifest.label_commitment
    assert commit(samples.WAVE, "a", samples.SALT, long) == commit(
        samples.WAVE, "a", samples.SALT, sent
    )


Change = Callable[[dict[str, Any]], object]
FAULTS: list[tuple[str, Change]] = [
    ("lacks title", lambda d: d.pop("title")),
    ("has unknown fields: tracker", lambda d: d.update(tracker="x")),
    ("title must be text", lambda d: d.update(title=5)),
    ("v is not 1", lambda d: d.update(v=2)),
    ("v must be a whole number", lambda d: d.update(v=True)),
    ("level must be 1, 2 or 3", lambda d: d.update(level=4)),
    ("kem must be", lambda d: d.update(kem="X25519")),
    ("wave must be 16 bytes", lambda d: d.update(wave="AAAA")),
    ("wave must be 16 bytes", lambda d: d.update(wave="not base64!")),
    ("wave must be text", lambda d: d.update(wave=None)),
    ("opens must be a date", lambda d: d.update(opens="soon")),
    ("closes lies before opens", lambda d: d.update(closes="2026-03-01")),
    ("k must be at least 5", lambda d: d.update(k=4)),
    ("comments must be true or false", lambda d: d.update(comments=0)),
    ("padded must be 4096", lambda d: d.update(padded=8192)),
    ("padded must be 8192", lambda d: d.update(comments=True)),
    ("token_key lacks n", lambda d: d["token_key"].pop("n")),
    ("token_key must be RSA", lambda d: d["token_key"].update(kty="EC")),
    ("token_key must be RSA", lambda d: d["token_key"].update(e="AAAD")),
    ("token_key must be RSA", lambda d: d["token_key"].update(n=b64u(b"\xff" * 383 + b"\xfe"))),
    ("token_key must be RSA", lambda d: d["token_key"].update(n=b64u(b"\x7f" + b"\xff" * 383))),
    ("token_key.n must be 384 bytes", lambda d: d["token_key"].update(n=b64u(b"\xff" * 256))),
    ("tally_key must be 65 bytes", lambda d: d.update(tally_key="AAAA")),
    ("tally_key is not", lambda d: d.update(tally_key=b64u(b"\x04" + bytes(64)))),
    ("units is empty", lambda d: d.update(units=[])),
    ("units must be a list", lambda d: d.update(units={})),
    ("units must be an object", lambda d: d.update(units=["a"])),
    ("sorted by id", lambda d: d["units"].reverse()),
    ("each id once", lambda d: d["units"].append(d["units"][-1])),
    ("unit id needs", lambda d: d["units"][0].update(unit="")),
    ("unit id needs", lambda d: d["units"][0].update(unit="u" * 33)),
    ("unit id needs", lambda d: d["units"][0].update(unit="süd")),
    ("fewer than k = 5", lambda d: d["units"][0].update(eligible=4)),
    ("pass_commitment must be 32", lambda d: d["units"][0].update(pass_commitment="AA")),
    ("label_commitment must be 32", lambda d: d["units"][0].update(label_commitment="AA")),
    ("units has unknown fields: label", lambda d: d["units"][0].update(label="Night shift")),
    ("questionnaire_sha256 must be 32", lambda d: d.update(questionnaire_sha256="")),
    ("client_sha256 must be 32", lambda d: d.update(client_sha256="AA")),
    ("custodians lacks role", lambda d: d["custodians"][0].pop("role")),
    ("policy lacks w", lambda d: d["policy"].pop("w")),
    ("policy.w must be a number", lambda d: d["policy"].update(w="2")),
    ("policy.k and k differ", lambda d: d["policy"].update(k=6)),
    ("keys.promise must be 32", lambda d: d["keys"].update(promise="AA")),
    ("keys lacks statement", lambda d: d["keys"].pop("statement")),
    ("targeted must be true or false", lambda d: d["reminders"].update(targeted="some")),
    ("reminders.at_most must be", lambda d: d["reminders"].update(at_most="2")),
]


@pytest.mark.parametrize(("words", "change"), FAULTS)
def test_each_fault_is_named(document: dict[str, Any], words: str, change: Change) -> None:
    change(document)
    with pytest.raises(BadManifest, match=words):
        manifest.parse(manifest.canonical(document))


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"v":NaN}'])
def test_what_is_not_json_is_refused(raw: bytes) -> None:
    with pytest.raises(BadManifest):
        manifest.parse(raw)


def test_a_second_way_to_write_the_same_manifest_is_refused(wave: manifest.Manifest) -> None:
    """Otherwise two hashes, and so two fingerprints, could stand for one wave."""
    raw = manifest.encode(wave)
    variants = (
        raw + b"\n",
        raw.replace(b":", b": ", 1),
        raw.replace("ö".encode(), b"\\u00f6"),
        raw.replace(b'"v":1', b'"v":1,"v":1'),
        raw.replace(b'"epsilon":1.0', b'"epsilon":1e0'),
    )
    for variant in variants:
        assert variant != raw
        with pytest.raises(BadManifest, match="canonical"):
            manifest.parse(variant)


def test_something_else_than_an_object_is_refused() -> None:
    with pytest.raises(BadManifest, match="must be an object"):
        manifest.parse(b"[]")
