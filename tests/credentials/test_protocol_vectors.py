"""The protocol's own figures are what this code computes; the browser is held to the same file."""

from survey_api.credentials import envelope, issue, keys, manifest
from tests.credentials import samples
from tests.credentials.make_protocol_vectors import build

VECTORS = samples.load("protocol")


def test_every_figure_is_computed_again_as_it_stands() -> None:
    assert build(VECTORS) == VECTORS


def test_the_envelope_of_the_vectors_opens() -> None:
    cast = {name: value for name, value in VECTORS["cast"].items() if name != "ballot"}
    tally = keys.TallyKey.load(bytes.fromhex(cast["tally_private"]))
    mh, sealed = bytes.fromhex(cast["mh"]), bytes.fromhex(cast["sealed"])
    bpk = bytes.fromhex(VECTORS["ballot_key"]["public"])
    assert envelope.open_sealed(tally, mh, bpk, sealed) == VECTORS["cast"]["ballot"]


def test_the_cast_of_the_vectors_would_enter_the_box() -> None:
    raw = VECTORS["manifest"]["text"].encode()
    wave = manifest.parse(raw)
    message = envelope.parse_cast(bytes.fromhex(VECTORS["cast"]["body"]), wave.padded)
    mh = manifest.manifest_hash(raw)
    assert envelope.verify_cast(message, mh, wave.token_key) is None
    assert envelope.leaf(mh, message.bpk, message.sealed).hex() == VECTORS["cast"]["leaf"]


def test_the_reply_of_the_vectors_opens_the_commitments_of_its_manifest() -> None:
    wave = manifest.parse(VECTORS["manifest"]["text"].encode())
    reply = issue.decode_reply(bytes.fromhex(VECTORS["issue"]["reply"]))
    entry = wave.by_unit[reply.unit]
    assert entry.pass_commitment == manifest.unit_commitment(wave.wave, reply.unit, reply.pass_)
    assert entry.label_commitment == manifest.label_commitment(
        wave.wave, reply.unit, reply.label_salt, reply.label
    )
