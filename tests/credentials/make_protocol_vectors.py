"""Writes tests/vectors/protocol.json: one ballot's way through every step, for Python and browsers.

Run ``python -m tests.credentials.make_protocol_vectors`` after a change of the protocol. What is
random by nature (token key, sealed envelope) is kept from the existing file.
"""

import json
from hashlib import sha256
from typing import Any

import gmpy2

from survey_api.credentials import blind_rsa, encoding, envelope, issue, keys, manifest, merkle
from tests.credentials import samples

BLINDING_SEED = b"the blinding factor of the vectors"


def build(previous: dict[str, Any]) -> dict[str, Any]:
    """All figures; bytes as hexadecimal, the manifest as the text that is hashed."""
    kept = bytes.fromhex(previous["token"]["private_pkcs8"]) if previous else None
    der = kept or keys.generate_token_key()
    token_key = keys.TokenKey.load(der)
    raw = manifest.encode(samples.sample_manifest(token_key.public))
    mh = manifest.manifest_hash(raw)
    bpk = keys.raw_public(keys.ballot_key(samples.BALLOT_SEED))
    token = _token(token_key, mh, bpk, der)
    sealed = previous["cast"]["sealed"] if _is_same_ballot(previous, mh) else None
    return {
        "about": "Own figures of the protocol. Bytes are hexadecimal; texts are UTF-8.",
        "labels": {n: v.hex() for n, v in vars(encoding).items() if n.startswith("L_")},
        "crockford": [[raw.hex(), encoding.crockford(raw)] for raw in _CODES],
        "commitments": _commitments(),
        "manifest": {
            "text": raw.decode(),
            "hash": mh.hex(),
            "fingerprint": manifest.fingerprint(raw),
        },
        "ballot_key": {"seed": samples.BALLOT_SEED.hex(), "public": bpk.hex()},
        "token": token,
        "issue": _issue(token),
        "cast": _cast(mh, bpk, token, bytes.fromhex(sealed) if sealed else None),
        "merkle": _merkle(),
    }


def _is_same_ballot(previous: dict[str, Any], mh: bytes) -> bool:
    cast = previous.get("cast", {})
    return bool(cast) and cast["mh"] == mh.hex() and cast["ballot"] == samples.BALLOT


_CODES = (b"", b"\x00", b"\xff" * 10, samples.WAVE, sha256(b"code").digest()[:16])


def _commitments() -> dict[str, Any]:
    s = samples
    return {
        "wave": s.WAVE.hex(),
        "unit": s.UNIT,
        "pass": s.PASS.hex(),
        "label_salt": s.SALT.hex(),
        "label": s.LABEL,
        "unit_commitment": manifest.unit_commitment(s.WAVE, s.UNIT, s.PASS).hex(),
        "label_commitment": manifest.label_commitment(s.WAVE, s.UNIT, s.SALT, s.LABEL).hex(),
    }


def _token(token_key: keys.TokenKey, mh: bytes, bpk: bytes, der: bytes) -> dict[str, str]:
    public = token_key.public
    r = int.from_bytes(keys.hkdf(BLINDING_SEED, b"r", 384), "big") % public.public_numbers().n
    message = envelope.token_message(mh, bpk)
    input_msg = blind_rsa.prepare(message, samples.PREFIX)
    blinded, inverse = blind_rsa.blind(public, input_msg, r=r, salt=samples.PSS_SALT)
    blind_sig = blind_rsa.signer(token_key.private).blind_sign(blinded)
    return {
        "private_pkcs8": der.hex(),
        "message": message.hex(),
        "prefix": samples.PREFIX.hex(),
        "pss_salt": samples.PSS_SALT.hex(),
        "r": gmpy2.digits(r, 16).rjust(768, "0"),
        "input_msg": input_msg.hex(),
        "blinded": blinded.hex(),
        "inverse": gmpy2.digits(inverse, 16).rjust(768, "0"),
        "blind_sig": blind_sig.hex(),
        "sig": blind_rsa.finalize(public, input_msg, blind_sig, inverse).hex(),
    }


def _issue(token: dict[str, str]) -> dict[str, str]:
    blinded, blind_sig = bytes.fromhex(token["blinded"]), bytes.fromhex(token["blind_sig"])
    request = issue.IssueRequest(samples.WAVE[::-1], blinded)
    reply = issue.IssueReply(blind_sig, samples.UNIT, samples.PASS, samples.SALT, samples.LABEL)
    return {
        "invitation": request.inv.hex(),
        "request": issue.encode_request(request).hex(),
        "reply": issue.encode_reply(reply).hex(),
    }


def _cast(mh: bytes, bpk: bytes, token: dict[str, str], sealed: bytes | None) -> dict[str, Any]:
    tally = keys.TallyKey.load(samples.TALLY_PRIVATE)
    sealed = sealed or envelope.seal(tally.public_bytes, mh, bpk, samples.BALLOT, 4096)
    sigma = envelope.cast_signature(keys.ballot_key(samples.BALLOT_SEED), mh, sealed)
    leaf = envelope.leaf(mh, bpk, sealed)
    promise = envelope.promise_message(mh, leaf)
    prefix, sig = bytes.fromhex(token["prefix"]), bytes.fromhex(token["sig"])
    return {
        "mh": mh.hex(),
        "tally_private": samples.TALLY_PRIVATE.hex(),
        "tally_public": tally.public_bytes.hex(),
        "ballot": samples.BALLOT,
        "sealed": sealed.hex(),
        "sigma": sigma.hex(),
        "body": envelope.cast_body(prefix, bpk, sig, sealed, sigma).hex(),
        "leaf": leaf.hex(),
        "promise_seed": samples.PROMISE_SEED.hex(),
        "promise_public": keys.signing_public(samples.PROMISE_SEED).hex(),
        "promise_message": promise.hex(),
        "promise": keys.sign(samples.PROMISE_SEED, promise).hex(),
    }


def _merkle() -> list[dict[str, Any]]:
    leaves = sorted(sha256(bytes([i])).digest() for i in range(7))
    return [
        {"leaves": [leaf.hex() for leaf in leaves[:n]], "root": merkle.root(leaves[:n]).hex()}
        for n in (0, 1, 2, 3, 7)
    ]


def main() -> None:
    """Write the file anew."""
    path = samples.VECTORS / "protocol.json"
    previous = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps(build(previous), ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
